// Nothing foreign is loaded until the viewer asks for it: the click puts the platform's player in place.
(() => {
  "use strict";
  for (const player of document.querySelectorAll("[data-player]")) {
    const button = player.querySelector(".player__start");
    button.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = player.dataset.player;
      frame.title = player.dataset.title;
      frame.allow = "fullscreen; encrypted-media; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      player.replaceChildren(frame);
      frame.focus();
    });
  }
})();
