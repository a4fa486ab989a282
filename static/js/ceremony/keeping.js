// Gets everything that the ceremony needs and keeps it on this device: in memory, and in the worker's store.
(() => {
  "use strict";
  const main = document.querySelector("[data-ceremony]");
  const says = document.querySelector("[data-says]").content;
  const scope = location.pathname;
  const STORE = `ceremony:${scope}`;
  const canKeep = "serviceWorker" in navigator && "caches" in globalThis;
  // Held so that the browser does not throw decoded pictures away; they are on no page yet.
  const pictures = new Map();

  function say(name, values = {}) {
    const text = says.querySelector(`[data-say="${name}"]`).textContent;
    return text.replace(/%[st]/g, (mark) => values[mark] ?? mark);
  }

  // What is to be shown. Throws an error with the status where the site refuses it.
  async function show() {
    const answer = await fetch(main.dataset.show, { credentials: "same-origin" });
    if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
    const body = await answer.clone().json();
    if (body.until && Date.parse(body.until) < Date.now()) {
      await forget();
      throw Object.assign(new Error("too old"), { status: 410 });
    }
    return { answer, body };
  }

  async function keep(answer, body) {
    const wanted = [...new Set(body.steps.flatMap((step) => step.pictures))];
    const loaded = await Promise.allSettled(wanted.map(picture));
    const whole = loaded.every((one) => one.status === "fulfilled");
    if (!canKeep) return whole ? "ready_while_open" : "partly";
    try {
      await navigator.serviceWorker.register(main.dataset.worker);
      await navigator.serviceWorker.ready;
      const store = await caches.open(STORE);
      await store.put(new Request(new URL(main.dataset.show, location)), answer);
      await keepPage(store);
      await Promise.all([...files(), ...wanted].map((address) => keepFile(store, address)));
    } catch {
      return whole ? "ready_while_open" : "partly";
    }
    return whole ? "ready" : "partly";
  }

  async function keepPage(store) {
    const address = location.href.split("#")[0];
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error("no page");
    await store.put(address, answer);
  }

  async function keepFile(store, address) {
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) throw new Error(address);
    await store.put(new URL(address, location), answer);
  }

  // Style sheets, scripts, what they brought with them, and all fonts: the names may need letters that this page has not.
  function files() {
    const found = new Set();
    for (const entry of performance.getEntriesByType("resource")) {
      const address = new URL(entry.name);
      if (address.origin === location.origin && !address.pathname.startsWith(scope)) found.add(address.href.split("#")[0]);
    }
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof CSSFontFaceRule)) continue;
        const [, address] = /url\(["']?([^"')]+)/.exec(rule.style.getPropertyValue("src")) ?? [];
        if (address) found.add(new URL(address, sheet.href).href);
      }
    }
    for (const use of document.querySelectorAll("use[href]")) found.add(new URL(use.getAttribute("href").split("#")[0], location).href);
    return found;
  }

  function picture(address) {
    if (!pictures.has(address)) {
      const image = new Image();
      image.src = address;
      pictures.set(address, image.decode().catch((error) => { pictures.delete(address); throw error; }).then(() => image));
    }
    return pictures.get(address);
  }

  async function forget() {
    pictures.clear();
    if (!canKeep) return;
    await caches.delete(STORE);
    const worker = await navigator.serviceWorker.getRegistration(scope);
    if (worker && new URL(worker.scope).pathname === scope) await worker.unregister();
  }

  globalThis.ceremony = { main, say, show, keep, forget, picture };
})();
