// Cases about views: keys, and the player on click. Everything works without it.
(() => {
  "use strict";
  const page = document.querySelector("[data-cases]");
  const form = page.querySelector("[data-decision]");
  const keys = page.querySelector("[data-keys]");
  const start = page.querySelector("[data-play]");

  function play() {
    const cover = page.querySelector("[data-player]");
    if (!cover) return;
    const frame = document.createElement("iframe");
    frame.src = cover.dataset.player;
    frame.title = cover.dataset.title;
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    cover.replaceChildren(frame);
    delete cover.dataset.player;
    cover.classList.add("queue-playing");
  }

  // The outcome of that number, and on to the reason.
  function choose(number) {
    const choice = form?.querySelectorAll('input[name="outcome"]')[number - 1];
    if (!choice) return;
    choice.checked = true;
    form.querySelector("textarea").focus();
  }

  // By the place of the key, so that they work with Cyrillic and Arabic layouts too.
  const ACTS = {
    Digit1: () => choose(1),
    Digit2: () => choose(2),
    Digit3: () => choose(3),
    KeyN: () => page.querySelector("[data-next]")?.click(),
    KeyO: () => page.querySelector("[data-open]")?.click(),
    Space: () => play(),
  };
  const writes = (target) =>
    target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey) && form?.contains(target)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys?.open) return;
    if (writes(target)) return;
    if (keys && (event.key === "?" || event.key === "؟")) {
      event.preventDefault();
      keys.showModal();
      return;
    }
    const act = ACTS[event.code];
    if (!act || event.shiftKey || event.repeat) return;
    if (event.code === "Space" && target.closest("button, a, summary, input, dialog")) return;
    event.preventDefault();
    act();
  });
  page.addEventListener("click", ({ target }) => {
    if (target.closest("[data-play]")) play();
    if (target.closest("[data-help]")) keys.showModal();
  });
  page.addEventListener("change", ({ target }) => {
    if (target.matches("[data-selects] select")) target.form.requestSubmit();
  });

  if (start) start.hidden = false;
  const help = page.querySelector("[data-help]");
  if (help) help.hidden = false;
})();
