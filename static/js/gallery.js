// More of the gallery as one reads on. Every page keeps an address of its own, so that reloading
// and coming back lead to where one was; without JavaScript the same addresses are links.
(() => {
  "use strict";
  const form = document.querySelector("[data-choice]");
  form?.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
  // Empty fields make long addresses.
  form?.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
  // A page that the browser kept comes back as it was left.
  addEventListener("pageshow", () => {
    for (const field of form?.elements ?? []) field.disabled = false;
  });

  const grid = document.querySelector("[data-gallery]");
  if (!grid) return;
  const more = document.querySelector("[data-gallery-more]");
  const news = more.querySelector("[data-gallery-news]");
  const button = more.querySelector("[data-gallery-button]");
  const pages = document.querySelector("[data-gallery-pages]");
  const BY_ITSELF = 3; // then a button, so that the foot of the page can be reached
  const PATIENCE = 20_000; // milliseconds; a weak network may never answer
  let next = grid.dataset.next;
  let loaded = 0;
  let busy = false;

  const show = (state, text = "") => {
    more.dataset.state = state;
    news.textContent = text;
    button.hidden = !next;
    button.textContent = state === "failed" ? grid.dataset.again : grid.dataset.more;
  };

  const load = async (isAsked) => {
    if (busy || !next) return;
    busy = true;
    show("loading", grid.dataset.loading);
    try {
      const answer = await fetch(next, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-gallery]");
      const cards = found ? [...found.children] : [];
      // What came in meanwhile has moved some videos to the next page: none is shown twice.
      const known = new Set([...grid.querySelectorAll("a")].map((link) => link.pathname));
      const fresh = cards.filter((card) => !known.has(new URL(card.querySelector("a").href, location).pathname));
      for (const card of fresh) card.dataset.from = next;
      grid.append(...fresh);
      seen(fresh[0]);
      next = found ? found.dataset.next : "";
      loaded += 1;
      show(next ? "ready" : "end", next ? "" : grid.dataset.end);
      if (isAsked) fresh[0]?.querySelector("a").focus({ preventScroll: true });
    } catch {
      show("failed", grid.dataset.failed);
    }
    busy = false;
  };

  // The address follows what is on the screen.
  const follow = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting && entry.boundingClientRect.top > 0) continue;
      const from = entry.target.dataset.from;
      if (entry.isIntersecting && from !== undefined) history.replaceState(null, "", from || location.pathname);
    }
  }, { rootMargin: "0px 0px -60% 0px" });
  const seen = (card) => { if (card) follow.observe(card); };
  const first = grid.firstElementChild;
  first.dataset.from = location.search;
  seen(first);

  if (!next) return;
  // Who came to a page in the middle finds the way to those before it.
  pages.hidden = grid.dataset.page === "1";
  more.hidden = false;
  show("ready");
  // Whoever waits for the network to come back need not ask again.
  addEventListener("online", () => { if (more.dataset.state === "failed") load(false); });
  button.addEventListener("click", () => { loaded = 0; load(true); });
  new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting && loaded < BY_ITSELF && more.dataset.state === "ready") load(false);
  }, { rootMargin: "0px 0px 600px 0px" }).observe(more);
})();
