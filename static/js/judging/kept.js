// What a judge wrote and the site has not answered yet. It stays in this browser, by judge and by
// review, until the answer is there: through a tunnel, a closed tab, a session that ended.
// The rules of a save stand in judging/reviewing.py; this side keeps, sends, and never decides.
(() => {
  "use strict";
  const root = document.querySelector("[data-kept]");
  if (!root) return;
  const judge = root.dataset.judge;
  const PREFIX = `sahna.judging.${judge}.`;
  const PATIENCE = 20_000; // milliseconds for one answer
  const AGAIN = 15_000; // milliseconds between two tries
  const MOST_UNANSWERED = 40;

  // Where the browser keeps nothing (private windows, a full disk), the page itself has to last.
  const memory = new Map();
  let keeps = true;

  function read(id) {
    if (memory.has(id)) return memory.get(id);
    try {
      return JSON.parse(localStorage.getItem(PREFIX + id));
    } catch {
      return null;
    }
  }

  function write(id, record) {
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify(record));
      memory.delete(id);
      keeps = true;
    } catch {
      memory.set(id, record);
      keeps = false;
    }
  }

  function drop(id) {
    memory.delete(id);
    try {
      localStorage.removeItem(PREFIX + id);
    } catch {
      /* then it was only in the memory */
    }
  }

  function all() {
    const ids = new Set(memory.keys());
    try {
      for (let place = 0; place < localStorage.length; place += 1) {
        const key = localStorage.key(place);
        if (key.startsWith(PREFIX)) ids.add(key.slice(PREFIX.length));
      }
    } catch {
      /* then only what is in the memory */
    }
    return [...ids].map(read).filter(Boolean).sort((a, b) => a.at - b.at);
  }

  function newToken() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [0, 8, 12, 16, 20].map((from, place) => hex.slice(from, [8, 12, 16, 20, 32][place])).join("-");
  }

  // Keep a state of a review. `about`: id, label, page, save (addresses) and, where nothing is
  // kept yet, the revision that the page shows.
  function keep(about, draft, { finish = false } = {}) {
    const before = read(about.id);
    const record = {
      id: about.id,
      label: about.label,
      page: about.page,
      save: about.save,
      draft,
      finish,
      base: before ? before.base : about.revision,
      token: newToken(),
      sent: false,
      unanswered: before ? [...before.unanswered, ...(before.sent ? [before.token] : [])].slice(-MOST_UNANSWERED) : [],
      at: Date.now(),
      // What was refused for what it says is tried again once it says something else.
      refused: before?.refused?.lasts ? before.refused : null,
    };
    write(about.id, record);
    return record;
  }

  // The judge has seen both and keeps this one.
  function overwrite(id, revision) {
    const record = read(id);
    if (!record) return;
    write(id, { ...record, base: revision, token: newToken(), sent: false, unanswered: [], refused: null });
  }

  function tell(id, state, more = {}) {
    document.dispatchEvent(new CustomEvent("judging:state", { detail: { id: String(id), state, ...more } }));
  }

  const csrfField = () => document.querySelector('input[name="csrfmiddlewaretoken"]');
  const cookieToken = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  let csrf = null;

  async function ask(url, options = {}) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: patience.signal,
        ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: response.status, answer: isJson ? await response.json() : null };
    } finally {
      clearTimeout(timer);
    }
  }

  async function post(record) {
    const body = JSON.stringify({
      ...record.draft,
      base: record.base,
      token: record.token,
      unanswered: record.unanswered,
      finish: record.finish,
    });
    const once = () =>
      ask(record.save, {
        method: "POST",
        body,
        // Sent on while the page goes away, as far as browsers allow it.
        keepalive: body.length < 20_000,
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": csrf ?? csrfField()?.value ?? cookieToken() ?? "",
        },
      });
    const first = await once();
    if (first.status !== 403 || first.answer?.code !== "csrf") return first;
    // Somebody has signed in since the page was opened. Whether it is the same judge, the site says.
    const fresh = await ask(record.save);
    if (fresh.status !== 200 || String(fresh.answer?.judge) !== judge) return fresh.status === 200 ? first : fresh;
    csrf = fresh.answer.csrf;
    return once();
  }

  const busy = new Map();

  // Send what is kept of a review; whoever asks while it is under way gets the same promise.
  function send(id) {
    id = String(id);
    if (!busy.has(id)) busy.set(id, sendUntilNothingIsNew(id).finally(() => busy.delete(id)));
    return busy.get(id);
  }

  async function sendUntilNothingIsNew(id) {
    for (let record = read(id); record && !record.refused; ) {
      if (navigator.onLine === false) return tell(id, "kept", { record, keeps });
      // Tries that follow a failed one are quiet: nobody wants to hear of each.
      if (!record.sent) {
        write(id, { ...record, sent: true });
        tell(id, "saving", { record });
      }
      let told;
      try {
        told = await post(record);
      } catch {
        return tell(id, navigator.onLine === false ? "kept" : "waiting", { record, keeps });
      }
      const goesOn = settle(id, record, told);
      if (!goesOn) return undefined;
      record = read(id);
    }
    return undefined;
  }

  // What becomes of a record by an answer. True where something newer wants to be sent at once.
  function settle(id, sent, { status, answer }) {
    const now = read(id);
    const isNewest = !now || now.token === sent.token;
    if (status === 200 && answer) {
      if (isNewest) {
        drop(id);
        tell(id, "saved", { answer, record: sent });
        return false;
      }
      write(id, { ...now, base: answer.revision, unanswered: [] });
      return true;
    }
    if (status === 401 || (status === 403 && answer?.code === "csrf")) {
      tell(id, "signed_out", { answer, record: now });
      return false;
    }
    if (status === 404) {
      // Another judge has signed in here, perhaps: then it waits for whose it is.
      tell(id, "not_yours", { record: now });
      return false;
    }
    if (!answer || status >= 500 || status === 429) {
      tell(id, "waiting", { record: now, keeps });
      return false;
    }
    if (!isNewest && status === 422) return true;
    const points = answer.code === "points_missing" || answer.code === "vote_missing";
    if (points && now?.finish) {
      // What is there is saved all the same.
      write(id, { ...now, finish: false, token: newToken(), sent: false, refused: null });
      tell(id, "missing", { answer, record: now });
      return true;
    }
    const refused = { ...answer, lasts: status !== 422 };
    if (now) write(id, { ...now, refused });
    tell(id, answer.code === "changed_elsewhere" ? "conflict" : "refused", { answer, record: read(id) });
    return false;
  }

  function sendAll() {
    for (const record of all()) if (!record.refused) send(record.id);
  }

  addEventListener("online", sendAll);
  addEventListener("pageshow", (event) => {
    // A page from the browser's memory shows what was saved then.
    if (event.persisted) location.reload();
  });
  setInterval(() => document.visibilityState === "visible" && sendAll(), AGAIN);
  document.addEventListener("visibilitychange", sendAll);
  addEventListener("beforeunload", (event) => {
    if (memory.size) event.preventDefault();
  });

  // Links to other pages lead nowhere without a network: stay, and say so.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || navigator.onLine !== false || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    tell(0, "offline_page", {});
  });
  // Forms that no other script has taken over would lead to the same dead page.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || navigator.onLine !== false || event.target.method === "dialog") return;
    event.preventDefault();
    tell(0, "offline_page", {});
  });

  const words = document.querySelector("[data-say]");
  function say(key, params = {}) {
    const text = words.querySelector(`[data-key="${key}"]`)?.textContent.trim() ?? "";
    return Object.entries(params).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
  }

  const clock = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const time = (iso) => (iso ? clock.format(new Date(iso)) : "");

  globalThis.judging = { read, keep, drop, all, overwrite, send, sendAll, ask, say, time, judge, keeps: () => keeps };
})();
