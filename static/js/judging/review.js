// One review: saved as the judge goes, undone tap by tap, finished, and on to the next one.
(() => {
  "use strict";
  const { judging } = globalThis;
  const page = document.querySelector("[data-review]");
  const form = document.querySelector("[data-form]");
  if (!page || !form) return;
  const { versions } = judging;
  const takes = page.dataset.takes === "yes";
  const votes = page.dataset.votes === "yes";
  const about = {
    id: page.dataset.review,
    label: page.dataset.label,
    page: page.dataset.page,
    save: new URL(page.dataset.save, location.href).href,
    revision: Number(page.dataset.revision) || 0,
  };
  const TYPING = 1200; // milliseconds without a key before a comment is sent

  const voteField = form.querySelector('input[type="hidden"][name="vote"]');
  const undoButton = document.querySelector("[data-undo]");
  const sets = [...form.querySelectorAll("[data-criterion]")];
  const comments = ["comment_for_staff", "comment_for_creator"];
  let isFinished = page.dataset.finished === "yes";
  let goesOn = false; // the judge waits for the next video
  const past = []; // what the last taps changed

  // What the form says now, as the site takes it.
  function draft() {
    const points = {};
    for (const set of sets) {
      const field = set.querySelector("input:checked, input[type=number]");
      if (field && field.value !== "") points[set.dataset.criterion] = Number(field.value);
    }
    return {
      points,
      vote: voteField.value,
      comment_for_staff: form.elements.comment_for_staff.value,
      comment_for_creator: form.elements.comment_for_creator.value,
    };
  }
  function lay(said) {
    for (const set of sets) {
      const given = said.points[set.dataset.criterion];
      for (const field of set.querySelectorAll("input")) {
        if (field.type === "radio") field.checked = String(given) === field.value;
        else field.value = given ?? "";
      }
    }
    showVote(said.vote);
    for (const name of comments) form.elements[name].value = said[name];
    if (comments.some((name) => said[name])) form.querySelector(".review__comments").open = true;
    before = draft();
  }

  function showVote(vote) {
    voteField.value = vote;
    for (const button of document.querySelectorAll(".vote")) {
      button.setAttribute("aria-pressed", String(button.value === vote));
    }
  }

  let before = draft();

  // ---- What the bar says
  const state = document.querySelector("[data-state]");
  function tell(kind, text, link) {
    if (!state) return;
    state.dataset.kind = kind;
    const words = state.querySelector("[data-state-text]");
    if (words.textContent !== text) words.textContent = text;
    const signIn = state.querySelector("[data-sign-in]");
    signIn.hidden = !link;
    if (link) {
      signIn.textContent = judging.say("sign_in");
      signIn.href = `${link}?next=${encodeURIComponent(about.page)}`;
    }
  }

  function wait(on) {
    const button = document.querySelector("[data-finish]");
    if (on) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  function showUndo() {
    if (undoButton) undoButton.hidden = past.length === 0;
  }

  // ---- Saving
  function save({ finish = false } = {}) {
    clearTimeout(typing);
    goesOn = finish;
    judging.keep(about, draft(), { finish });
    return judging.send(about.id);
  }

  // What has been typed since the last save is kept at once, and sent when the fingers rest.
  let typing;
  function saveSoon() {
    goesOn = false;
    judging.keep(about, draft());
    clearTimeout(typing);
    typing = setTimeout(() => judging.send(about.id), TYPING);
  }

  function answered({ detail }) {
    if (detail.id !== about.id) return;
    const { answer, record } = detail;
    if (detail.state !== "saving") wait(false);
    switch (detail.state) {
      case "saving":
        tell("busy", judging.say("saving"));
        if (goesOn) wait(true);
        break;
      case "saved":
        about.revision = answer.revision;
        isFinished = answer.finished;
        form.elements.base.value = answer.revision;
        tell("ok", judging.say("saved", { time: judging.time(answer.saved_at) }));
        versions.hide();
        if (goesOn && answer.finished) goOn(answer);
        break;
      case "kept":
      case "waiting":
        if (!detail.keeps) tell("bad", judging.say("not_kept"));
        else tell("wait", judging.say(goesOn ? "kept_next" : detail.state));
        break;
      case "signed_out":
        tell("bad", judging.say("signed_out"), answer?.sign_in ?? "/accounts/login/");
        break;
      case "not_yours":
        tell("bad", judging.say("not_yours"));
        break;
      case "missing":
        goesOn = false;
        showMissing();
        break;
      case "conflict":
        goesOn = false;
        tell("bad", judging.say("choose"));
        showConflict(record);
        break;
      case "refused":
        goesOn = false;
        tell("bad", answer.message);
        if (record?.refused?.lasts) showRefused(record);
        break;
    }
  }
  document.addEventListener("judging:state", answered);

  function showConflict(record) {
    const { current, message } = record.refused;
    versions.show({ message, here: record.draft, there: current, isConflict: true });
  }

  function showRefused(record) {
    versions.show({ message: record.refused.message, here: record.draft, there: null, isConflict: false });
  }

  function goOn(answer) {
    const way = answer.next ?? document.querySelector("[data-kept]").dataset.desk;
    location.assign(`${way}?after=${about.id}`);
  }

  // ---- Missing points
  function showMissing() {
    const missing = sets.filter((set) => !(set.dataset.criterion in draft().points));
    for (const set of sets) showError(set, missing.includes(set));
    if (missing.length === 0) return;
    tell("bad", judging.say("points_missing"));
    missing[0].scrollIntoView({ block: "center" });
    missing[0].querySelector("input").focus({ preventScroll: true });
  }

  function showError(set, isMissing) {
    set.classList.toggle("field--error", isMissing);
    const box = set.querySelector("[data-errors]");
    box.hidden = !isMissing;
    box.textContent = isMissing ? judging.say("missing") : "";
  }

  function finish() {
    const { points } = draft();
    if (!sets.every((set) => set.dataset.criterion in points)) {
      showMissing();
      return;
    }
    save({ finish: true });
  }

  function undo() {
    const last = past.pop();
    showUndo();
    if (!last) return;
    const now = draft();
    lay({ ...now, points: last.points, vote: last.vote });
    for (const set of sets) showError(set, false);
    save();
  }

  // ---- What the judge does
  if (takes) {
    for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
    form.addEventListener("change", (event) => {
      const set = event.target.closest("[data-criterion]");
      if (!set) return save();
      past.push(before);
      before = draft();
      showError(set, false);
      showUndo();
      return save();
    });
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) saveSoon();
    });
    // Which button sends the form: browsers of old telephones do not say.
    let pressed = null;
    document.addEventListener("click", (event) => { pressed = event.target.closest?.("button"); }, true);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter ?? (pressed?.form === form ? pressed : null);
      if (button?.name === "vote") {
        past.push(before);
        showVote(button.value);
        before = draft();
        save({ finish: true });
        showUndo();
      } else if (button?.value === "next") {
        finish();
      } else {
        save();
      }
    });
    undoButton.addEventListener("click", undo);
    // The page goes: what is kept goes with it as far as it can.
    addEventListener("pagehide", () => { if (judging.read(about.id)) judging.send(about.id); });
  } else {
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  document.querySelector("[data-keep-mine]")?.addEventListener("click", (event) => {
    const record = judging.read(about.id);
    if (!record?.refused) return; // drawn by the server: the form is sent as it is
    event.preventDefault();
    judging.overwrite(about.id, record.refused.current.revision);
    judging.send(about.id);
  });
  document.querySelector("[data-take-other]")?.addEventListener("click", (event) => {
    const record = judging.read(about.id);
    judging.drop(about.id);
    if (!record?.refused) return;
    event.preventDefault();
    const { current } = record.refused;
    about.revision = current.revision;
    form.elements.base.value = current.revision;
    isFinished = current.finished;
    lay(current);
    past.length = 0;
    showUndo();
    versions.hide();
    tell("ok", judging.say("saved", { time: judging.time(current.saved_at) }));
  });
  document.querySelector("[data-discard]")?.addEventListener("click", () => {
    judging.drop(about.id);
    location.replace(about.page);
  });

  // ---- Favourite, in place
  const favourite = document.querySelector("[data-favourite]");
  favourite?.addEventListener("submit", async (event) => {
    if (navigator.onLine === false) return; // kept.js says so
    event.preventDefault();
    const button = favourite.querySelector("button");
    const is = button.getAttribute("aria-pressed") === "true";
    const body = new FormData(favourite);
    body.append("mark", is ? "unfavourite" : "favourite");
    button.setAttribute("aria-pressed", String(!is));
    try {
      const { status } = await judging.ask(favourite.action, { method: "POST", body });
      if (status !== 200) throw new Error(String(status));
    } catch {
      button.setAttribute("aria-pressed", String(is));
      tell("bad", judging.say("offline_page"));
    }
  });

  // ---- What an earlier visit left on this device
  const left = judging.read(about.id);
  if (left && page.dataset.bound !== "yes") {
    lay(left.draft);
    if (left.refused?.code === "changed_elsewhere") {
      showConflict(left);
      tell("bad", judging.say("choose"));
    } else if (left.refused?.lasts && !takes) {
      showRefused(left);
    } else {
      if (left.refused) judging.keep(about, left.draft, { finish: left.finish });
      judging.send(about.id);
    }
  }
  judging.sendAll();

  judging.review = { page, form, sets, votes, takes, finish, undo };
})();
