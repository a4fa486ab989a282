// The winners come in with some motion: once for a result and a visit, and never for readers who asked for less.
(() => {
  "use strict";
  const hero = document.querySelector("[data-reveal]");
  if (!hero || matchMedia("(prefers-reduced-motion: reduce)").matches || !("IntersectionObserver" in window)) return;
  const key = `revealed:${hero.dataset.reveal}`;
  try {
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "1");
  } catch { /* a private window: they come in each time */ }
  hero.classList.add("is-revealing");
  // Nothing is hidden while it waits: whoever prints, searches or reads aloud finds all of it.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      entry.target.classList.add("is-coming");
      seen.unobserve(entry.target);
    }
  });
  for (const one of document.querySelectorAll(".laureate")) {
    // What is on the screen already, or behind an address with a #, stays as it is.
    if (one.getBoundingClientRect().top > innerHeight && !location.hash) seen.observe(one);
  }
})();
