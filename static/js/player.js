// Nothing foreign is loaded until the viewer asks for it: the click puts the platform's player in place.
(() => {
  "use strict";
  for (const player of document.querySelectorAll("[data-player]")) {
    const button = player.querySelector(".player__start");
    button.hidden = false;
    const said = player.parentElement;
    const news = said.querySelector("[data-player-news]");
    // Without a network the frame would show no more than the browser's own picture of that.
    const tell = (text) => { if (news) news.textContent = text; };
    addEventListener("online", () => tell(""));
    button.addEventListener("click", () => {
      if (!navigator.onLine && news) {
        tell(news.dataset.lost);
        return;
      }
      tell("");
      const frame = document.createElement("iframe");
      frame.src = player.dataset.player;
      frame.title = player.dataset.title;
      frame.allow = "fullscreen; encrypted-media; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      player.replaceChildren(frame);
      frame.focus();
      // Nobody is told whether a platform answered, so the way to it is shown in any case.
      const elsewhere = said.querySelector("[data-player-else]");
      if (elsewhere) {
        said.querySelector("[data-player-note]").hidden = true;
        elsewhere.hidden = false;
      }
    });
  }
})();
