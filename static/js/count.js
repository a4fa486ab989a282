// Lets headline figures count up once, when they come into view. The page holds the right number;
// with reduced motion, or without this script, it simply stands there. Digits keep their width, so
// nothing moves; signs between them stay as the server grouped them.
(() => {
  "use strict";
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || !window.IntersectionObserver) return;
  const LENGTH = 1100; // milliseconds
  const run = (box) => {
    const text = box.textContent;
    const digits = text.replace(/\D/g, "");
    const goal = Number(digits);
    if (!goal || digits.length > 15) return;
    const begun = performance.now();
    const step = (now) => {
      const part = Math.min((now - begun) / LENGTH, 1);
      const value = String(Math.round(goal * (1 - (1 - part) ** 3))).padStart(digits.length, "0");
      let place = 0;
      box.textContent = part < 1 ? text.replace(/\d/g, () => value[place++]) : text;
      if (part < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting) { near.unobserve(target); run(target); }
    }
  }, { threshold: 0.6 });
  for (const box of document.querySelectorAll("[data-count] .stat__digits")) near.observe(box);
})();
