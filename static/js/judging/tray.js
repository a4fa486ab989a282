// On every page of the desk: what this device keeps, and why; it is sent as soon as it can be.
(() => {
  "use strict";
  const { judging } = globalThis;
  const tray = document.querySelector("[data-kept]");
  const list = tray.querySelector(".kept__list");
  const here = document.querySelector("[data-review]")?.dataset.review;
  const states = new Map();

  function line(record) {
    const item = document.createElement("li");
    item.className = "kept__one";
    const name = document.createElement("a");
    name.href = record.page;
    name.textContent = record.label;
    const state = document.createElement("p");
    const key = states.get(String(record.id)) ?? "kept_short";
    state.textContent = record.refused
      ? record.refused.code === "changed_elsewhere"
        ? judging.say("choose")
        : record.refused.message
      : judging.say(key);
    item.append(name, state);
    return item;
  }

  // The page of a review tells of its own in its bar.
  function show() {
    const records = judging.all().filter((record) => String(record.id) !== here);
    list.replaceChildren(...records.map(line));
    tray.hidden = records.length === 0;
  }

  const KNOWN = { saving: "saving", kept: "kept_short", waiting: "kept_short", signed_out: "signed_out", not_yours: "not_yours" };
  document.addEventListener("judging:state", ({ detail }) => {
    states.set(detail.id, KNOWN[detail.state]);
    show();
    // Lists tell of what is saved: now there is more of it.
    const lists = document.querySelector("[data-lists]");
    if (detail.state === "saved" && lists && judging.all().length === 0) location.reload();
    if (detail.state === "offline_page") announce(judging.say("offline_page"));
  });

  const toast = document.querySelector("[data-toast]");
  let hiding;
  function announce(text) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { toast.hidden = true; }, 6000);
  }
  addEventListener("storage", show);
  show();
  // The page of a review first lays what is kept over its form, then sends.
  if (!here) judging.sendAll();
})();
