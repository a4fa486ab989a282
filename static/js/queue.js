// The moderators' queue: keys, players on click, what is chosen. Everything works without it.
(() => {
  "use strict";
  const queue = document.querySelector("[data-queue]");
  const keys = document.querySelector("[data-keys]");
  const cards = () => [...queue.querySelectorAll("[data-card]")];
  const waiting = () => cards().filter((card) => !("settled" in card.dataset));
  // The card that was worked on last, also while the focus is elsewhere.
  let current = null;

  function show(card) {
    if (!card) return;
    current = card;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  }

  // From the present card one step on or back. At the end: to the link that shows the next ones.
  function step(distance) {
    const all = cards();
    const place = all.indexOf(current);
    const next = place < 0 ? all[0] : all[place + distance];
    if (next) show(next);
    else if (distance > 0) onward()?.focus();
  }

  const onward = () =>
    document.querySelector(waiting().length ? "[data-next]" : "[data-reload]") ??
    document.querySelector("[data-reload]");

  function showNextWaiting(after) {
    const all = cards();
    const later = all.slice(all.indexOf(after) + 1).concat(all);
    const next = later.find((card) => !("settled" in card.dataset));
    if (next) show(next);
    else onward()?.focus();
  }

  const button = (card, verb) => card.querySelector(`button[name="verb"][value="${verb}"]`);
  const words = (card) => card.querySelector("textarea");

  // The first press leads to the words; the second one, or Ctrl and Enter there, sends them.
  function decide(card, verb, { asks }) {
    const pressed = button(card, verb);
    if (!pressed) return;
    if (!asks || card.dataset.asked === verb) return pressed.click();
    card.dataset.asked = verb;
    const reason = verb === "reject" && card.querySelector('input[name="chosen"]:checked');
    (reason || words(card)).focus();
  }

  function undo() {
    const settled = cards().filter((card) => card.querySelector("[data-undo]"));
    const last = settled.sort((a, b) => a.dataset.settled - b.dataset.settled).at(-1);
    (last ?? document.querySelector(".queue-last"))?.querySelector("[data-undo]").click();
  }

  function play(card) {
    const cover = card.querySelector("[data-player]");
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

  function tick(card) {
    const box = card.querySelector("[data-tick]");
    if (box) box.click();
  }

  // By the place of the key, so that they work with Cyrillic and Arabic layouts too.
  const ACTS = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyA: (card) => decide(card, "accept", { asks: false }),
    KeyR: (card) => decide(card, "reject", { asks: true }),
    KeyQ: (card) => decide(card, "ask", { asks: true }),
    KeyU: () => undo(),
    KeyX: (card) => tick(card),
    Space: (card) => play(card),
  };
  const NEED_NO_CARD = new Set(["KeyJ", "KeyK", "KeyU"]);
  const sends = ({ target, ctrlKey, metaKey }) =>
    target.matches('input[name="chosen"]') || ((ctrlKey || metaKey) && target.matches("textarea"));
  const writes = (target) =>
    target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
  const takesSpace = (target) => target.closest("button, a, summary, input, dialog");

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const card = target.closest?.("[data-card]") ?? current;
    if (event.code === "Enter" && sends(event)) {
      event.preventDefault();
      const verb = card?.dataset.asked;
      if (verb) button(card, verb)?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    if (writes(target)) return;
    if (event.key === "?" || event.key === "؟" || (event.shiftKey && event.code === "Slash")) {
      event.preventDefault();
      keys.showModal();
      return;
    }
    const act = ACTS[event.code];
    if (!act || event.shiftKey || event.repeat || (event.code === "Space" && takesSpace(target))) {
      return;
    }
    if (!card && !NEED_NO_CARD.has(event.code)) return;
    event.preventDefault();
    act(card);
  });

  document.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) current = card;
    if (event.target.closest("[data-play]")) play(card);
    if (event.target.closest("[data-help]")) keys.showModal();
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card) return;
    // Whoever leaves a card begins anew there.
    if (current && current !== card) delete current.dataset.asked;
    current = card;
  });

  // What takes a card's place: the focus goes on where something was decided, and stays where not.
  // After the settling, not the swap: only then do the card's own buttons answer in place.
  let settled = 0;
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card) return;
    prepare(card);
    if ("settled" in card.dataset) {
      card.dataset.settled = ++settled;
      showNextWaiting(card);
    } else {
      show(card);
      const wrong = card.querySelector("[aria-invalid]");
      if (wrong) wrong.focus();
    }
    count();
  });
  document.body.addEventListener("htmx:sendError", () => location.reload());
  document.body.addEventListener("htmx:responseError", () => location.reload());

  function prepare(root) {
    for (const start of root.querySelectorAll("[data-play]")) start.hidden = false;
  }

  // How many are chosen stays in sight, beside what can be done with them.
  const bulk = document.querySelector("#queue-bulk");
  function count() {
    const number = document.querySelectorAll("[data-tick]:checked").length;
    if (!bulk) return;
    bulk.toggleAttribute("data-chosen", number > 0);
    bulk.querySelector("[data-ticked]").dataset.ticked = number;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick]")) count();
    if (event.target.matches("[data-selects] select")) event.target.form.requestSubmit();
  });

  prepare(document);
  document.querySelector("[data-help]").hidden = false;
  count();
})();
