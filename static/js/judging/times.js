// Moments in the zone of whoever reads: the time of a save, and the close beside the contest's own.
(() => {
  "use strict";
  const locale = `${document.documentElement.lang}-u-nu-latn`;
  for (const box of document.querySelectorAll("[data-time]")) {
    box.textContent = globalThis.judging.time(box.dataset.time);
  }
  // The parts of a moment; without a zone in that of whoever reads.
  const words = (moment, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone,
    }).format(moment);
  for (const box of document.querySelectorAll("[data-yours]")) {
    const moment = new Date(box.dataset.yours);
    const own = words(moment);
    // Who lives by the contest's clock need not read it twice.
    if (own === words(moment, box.dataset.zone)) continue;
    box.querySelector("[data-yours-text]").textContent = own;
    box.hidden = false;
  }
})();
