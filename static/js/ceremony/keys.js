// Keys, clickers, fingers and the bar.
(() => {
  "use strict";
  const { ceremony } = globalThis;
  const { main } = ceremony;
  const menu = main.querySelector("[data-menu]");
  const blackout = main.querySelector("[data-blackout]");
  const bar = main.querySelector("[data-bar]");
  const QUIET = 3000;
  let quiet;
  let awake;

  function full() {
    if (document.fullscreenElement) return document.exitFullscreen();
    return document.documentElement.requestFullscreen?.().catch(() => { /* a browser without it */ });
  }

  async function stayAwake() {
    try { awake = await navigator.wakeLock?.request("screen"); } catch { /* the battery is low */ }
  }

  function black(is = blackout.hidden) { blackout.hidden = !is; }

  const deeds = {
    start() { full(); stayAwake(); ceremony.go(); },
    next: ceremony.next,
    back: ceremony.back,
    full,
    menu() { if (!menu.open) menu.showModal(); },
    black() { black(); },
    leave() {
      black(false);
      if (document.fullscreenElement) document.exitFullscreen();
      awake?.release();
      ceremony.leave();
    },
    async forget(button) {
      await ceremony.forget();
      button.hidden = true;
      ceremony.state("forgotten");
    },
    renew() { ceremony.renewNow?.(); },
  };

  // As clickers send them: PageDown and PageUp, arrows, a full stop or B for black, F5 and Escape for beginning and leaving.
  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next", n: "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back", p: "back",
    b: "black", ".": "black", f: "full", m: "menu", Escape: "leave",
  };
  // The keys of letters by their place, for a keyboard of another script.
  const CODES = { KeyN: "n", KeyP: "p", KeyB: "b", KeyF: "f", KeyM: "m" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !ceremony.isOn || menu.open) return;
    const isPress = event.key === " " || event.key === "Enter";
    if (isPress && event.target.closest("button, a, summary")) return;
    if (!blackout.hidden) {
      // Whatever is pressed brings the light back, and nothing else.
      event.preventDefault();
      black(false);
      return;
    }
    const key = CODES[event.code] ?? event.key;
    if (key === "Home") {
      event.preventDefault();
      ceremony.begin();
    } else if (/^[1-9]$/.test(key)) {
      menu.querySelectorAll("[data-jump]")[Number(key)]?.click();
    } else if (event.shiftKey && key === " ") {
      event.preventDefault();
      ceremony.back();
    } else if (KEYS[key]) {
      event.preventDefault();
      if (!event.repeat) deeds[KEYS[key]]();
    }
  });

  main.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) { deeds[button.dataset.do](button); return; }
    const jump = event.target.closest("[data-jump]");
    if (jump) { menu.close(); ceremony.jump(jump.dataset.jump); return; }
    if (event.target === blackout) { black(false); return; }
    if (!ceremony.isOn || event.target.closest("[data-bar], dialog, a")) return;
    // The first quarter in the direction of reading goes back, the rest goes on.
    const share = event.clientX / innerWidth;
    const isBack = document.dir === "rtl" ? share > .75 : share < .25;
    if (isBack) ceremony.back(); else ceremony.next();
  });

  function stir() {
    document.body.classList.remove("is-idle");
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      if (!bar.contains(document.activeElement) && !bar.matches(":hover")) document.body.classList.add("is-idle");
    }, QUIET);
  }
  for (const name of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(name, stir);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && ceremony.isOn) stayAwake(); });
  stir();
})();
