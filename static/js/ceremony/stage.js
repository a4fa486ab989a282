// The stage: one step at a time. A step's HTML is on the page from its turn to the next one's, and at no other time.
(() => {
  "use strict";
  const { ceremony } = globalThis;
  const { main, say } = ceremony;
  const find = (name) => main.querySelector(`[data-${name}]`);
  const [lobby, stage, bar, count] = ["lobby", "stage", "bar", "count"].map(find);
  const refusal = find("refused");
  const start = main.querySelector('[data-do="start"]');
  const PLACE = `ceremony:${location.pathname}`;
  // A clicker that bounces, or a key that is held, must not give a name away.
  const BOUNCE = 350;
  let steps = [];
  let version = "";
  let here = -1;
  let movedAt = 0;
  let turn = 0;
  let isRefused = false;

  const state = (name) => { find("state").textContent = say(name); };

  function remember() {
    // A page that is loaded again goes on where it was: by the tab only, so that no address gives anything away.
    try { sessionStorage.setItem(PLACE, JSON.stringify([version, here])); } catch { /* begins anew */ }
  }

  function remembered() {
    try {
      const [of, step] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
      return of === version && step < steps.length ? step : -1;
    } catch { return -1; }
  }

  async function draw() {
    const step = steps[here];
    const mine = ++turn;
    // The picture is there before the name, so that both come at once; a lost one holds nothing up.
    const ready = Promise.allSettled(step.pictures.map(ceremony.picture));
    await Promise.race([ready, new Promise((resolve) => { setTimeout(resolve, 800); })]);
    if (mine !== turn) return;
    stage.dataset.kind = step.kind;
    stage.innerHTML = step.html;
    count.textContent = say("count", { "%s": here + 1, "%t": steps.length });
    remember();
  }

  function enter() {
    lobby.hidden = true;
    stage.hidden = bar.hidden = false;
    document.body.classList.add("is-on");
  }

  function leave() {
    turn += 1;
    stage.hidden = bar.hidden = true;
    stage.replaceChildren();
    lobby.hidden = false;
    document.body.classList.remove("is-on");
    start.focus();
  }

  function to(step) {
    if (isRefused) return refuse();
    if (!steps[step]) return undefined;
    here = step;
    movedAt = Date.now();
    enter();
    return draw();
  }

  const next = () => {
    if (isRefused) return refuse();
    if (here + 1 >= steps.length || Date.now() - movedAt < BOUNCE) return undefined;
    return to(here + 1);
  };
  const back = () => (here > 0 ? to(here - 1) : undefined);
  const begin = () => to(0);
  const go = () => to(Math.max(here, 0));
  const jump = (category) => to(category ? steps.findIndex((one) => one.category === category) : 0);

  // The rights are gone: what was not shown is forgotten, and the next press says so.
  function refused() {
    isRefused = true;
    steps = steps.map((step, number) => (number === here ? step : null));
    ceremony.forget();
  }

  function refuse() {
    steps = [];
    here = -1;
    try { sessionStorage.removeItem(PLACE); } catch { /* nothing kept */ }
    leave();
    start.disabled = true;
    find("state").textContent = "";
    refusal.textContent = say("refused");
    refusal.hidden = false;
  }

  // Other winners, or the same ones; the stage stays where it was as far as that is possible.
  function renew(body, isNew) {
    const was = steps[here];
    ({ steps, version } = body);
    if (here < 0 || !isNew) return undefined;
    if (steps[here]?.kind === was?.kind && steps[here]?.category === was?.category) return to(here);
    return jump(was?.category ?? "");
  }

  async function load() {
    state("loading");
    try {
      const { answer, body } = await ceremony.show();
      ({ steps, version } = body);
      start.disabled = false;
      const step = remembered();
      if (step >= 0) to(step);
      const kept = await ceremony.keep(answer, body);
      state(navigator.onLine ? kept : "offline");
      main.querySelector('[data-do="forget"]').hidden = kept !== "ready";
      main.dataset.kept = kept;
    } catch (error) {
      if (error.status) refuse(); else state("failed");
    }
  }

  Object.defineProperties(ceremony, Object.getOwnPropertyDescriptors({
    next, back, begin, go, jump, leave, renew, refused, state,
    get version() { return version; },
    get isOn() { return !stage.hidden; },
    get isRefused() { return isRefused; },
    get shown() { return here; },
  }));
  load();
})();
