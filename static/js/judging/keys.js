// Keys for judges at a desk. By the place of the key, so that they work with Cyrillic and Arabic
// layouts too; digits by what they say. “?” shows them all.
(() => {
  "use strict";
  const review = globalThis.judging?.review;
  const keys = document.querySelector("[data-keys]");
  if (!review || !keys || !review.takes) return;
  const { page, form, sets, votes } = review;
  const TEN = 700; // milliseconds between the digits of a number
  let current = 0;
  let typed = { text: "", at: 0, set: null };

  const fieldOf = (set) => set.querySelector("input:checked") ?? set.querySelector("input");

  function step(distance) {
    const place = sets.findIndex((set) => set.contains(document.activeElement));
    const next = place < 0 ? (distance > 0 ? 0 : sets.length - 1) : place + distance;
    const set = sets[Math.min(Math.max(next, 0), sets.length - 1)];
    if (!set) return;
    current = sets.indexOf(set);
    fieldOf(set).focus({ preventScroll: true });
    set.scrollIntoView({ block: "center" });
  }

  // A digit gives its points; where there are ten, 1 and 0 quickly after each other are ten.
  function give(digit) {
    const set = sets.find((one) => one.contains(document.activeElement)) ?? sets[current];
    if (!set) return;
    const now = Date.now();
    const follows = typed.set === set && now - typed.at < TEN;
    const text = follows ? typed.text + digit : digit;
    const radio =
      set.querySelector(`input[type="radio"][value="${Number(text)}"]`) ??
      set.querySelector(`input[type="radio"][value="${digit}"]`);
    typed = { text, at: now, set };
    if (!radio) return;
    radio.focus({ preventScroll: true });
    if (!radio.checked) radio.click();
    current = sets.indexOf(set);
  }

  const press = (selector) => {
    const button = document.querySelector(selector);
    if (!button || button.hidden) return false;
    button.click();
    return true;
  };
  const vote = (value) => votes && press(`.vote[value="${value}"]`);

  function comment() {
    const box = form.querySelector(".review__comments");
    box.open = true;
    box.querySelector("textarea").focus();
  }

  const ACTS = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    KeyY: () => vote("yes"),
    KeyU: () => vote("unsure"),
    KeyN: () => vote("no"),
    KeyZ: () => press("[data-undo]:not([hidden])") || press("[data-undo-last]"),
    KeyS: () => press("[data-skip]"),
    KeyF: () => press("[data-favourite] button"),
    KeyP: () => press(".player__start"),
    KeyC: () => comment(),
  };
  const writes = (target) => target.matches?.("textarea, select, [contenteditable], input:not([type=radio])");

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (keys.open || event.isComposing || event.altKey) return;
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!votes) {
        event.preventDefault();
        review.finish();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (writes(target)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (event.key === "?" || event.key === "؟" || (event.shiftKey && event.code === "Slash")) {
      event.preventDefault();
      keys.showModal();
      return;
    }
    if (event.shiftKey || event.repeat) return;
    if (sets.length && /^Digit\d$|^Numpad\d$/.test(event.code)) {
      event.preventDefault();
      give(event.code.at(-1));
      return;
    }
    const act = ACTS[event.code];
    if (!act || target.closest?.("details.menu")) return;
    // Arrows walk between criteria only from within one; else they scroll as everywhere.
    if (event.code.startsWith("Arrow") && !sets.some((set) => set.contains(target))) return;
    event.preventDefault();
    act();
  });

  for (const help of page.querySelectorAll("[data-help]")) {
    help.hidden = false;
    help.addEventListener("click", () => keys.showModal());
  }
})();
