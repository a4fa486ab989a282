// A choice between two videos: sent without leaving the page, and kept on this device until the
// server has answered, so that no tap is lost with the network. Without this script the form works
// as any other.
(() => {
  "use strict";
  const form = document.querySelector("[data-pair]");
  if (!form || !window.fetch) return;
  const key = form.dataset.keep;
  const state = form.querySelector("[data-state]");
  const buttons = [...form.querySelectorAll("button[name=preferred]")];
  const RETRY_MS = 15000;
  const MOST_TRIES = 3;
  let sending = false;
  let timer = 0;

  // Private windows refuse storage; then a choice lives as long as the page.
  let memory = null;
  const keep = (choice) => {
    memory = choice;
    try {
      localStorage.setItem(key, JSON.stringify(choice));
    } catch {
      // kept in memory
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || memory;
    } catch {
      return memory;
    }
  };
  const forget = () => {
    memory = null;
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  };

  const say = (text) => {
    state.textContent = text;
  };
  const lock = (chosen) => {
    for (const button of buttons) {
      button.disabled = true;
      button.classList.toggle("is-chosen", button.value === chosen);
    }
  };
  const unlock = () => {
    delete form.dataset.waiting;
    for (const button of buttons) {
      button.disabled = false;
      button.classList.remove("is-chosen");
    }
  };

  const later = () => {
    say(form.dataset.offline);
    form.dataset.waiting = ""; // nothing leads to another page that the network cannot bring
    clearTimeout(timer);
    timer = setTimeout(send, RETRY_MS);
  };

  async function send() {
    const choice = kept();
    if (!choice || sending) return;
    sending = true;
    clearTimeout(timer);
    say(form.dataset.saving);
    const body = new URLSearchParams(choice.answer);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    let response;
    let answer = null;
    try {
      response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if ((response.headers.get("Content-Type") || "").startsWith("application/json")) {
        answer = await response.json();
      }
    } catch {
      sending = false;
      later();
      return;
    }
    sending = false;
    if (response.ok && answer) {
      forget();
      location.assign(answer.next);
    } else if (response.status === 401 && answer) {
      location.assign(`${answer.sign_in}?next=${encodeURIComponent(location.pathname)}`);
    } else if (answer && answer.message) {
      // Refused for good; the sentence says what to do.
      forget();
      unlock();
      say(answer.message);
    } else if (response.status >= 500) {
      later();
    } else if ((choice.tries || 0) < MOST_TRIES) {
      // Most likely this page is older than the session: a fresh one sends it again.
      keep({ ...choice, tries: (choice.tries || 0) + 1 });
      location.assign(form.action);
    } else {
      keep({ ...choice, tries: 0 });
      unlock();
      say(form.dataset.failed);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (sending || !button || button.name !== "preferred") return;
    const { first, second, undone } = form.elements;
    keep({
      answer: { first: first.value, second: second.value, undone: undone.value, preferred: button.value },
    });
    lock(button.value);
    send();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "u") {
      document.querySelector("[data-undo]")?.requestSubmit();
      return;
    }
    buttons.find((button) => button.dataset.key === event.key && !button.disabled)?.click();
  });

  addEventListener("online", send);
  if (kept()) {
    lock(kept().answer.preferred);
    send();
  }
})();
