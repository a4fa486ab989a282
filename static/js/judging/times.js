// Moments in the zone of whoever reads: the time of a save, and the close beside the contest's own.
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-time]")) {
    const time = globalThis.judging.time(box.dataset.time);
    const sentence = box.closest("[data-state-text]");
    if (sentence) sentence.textContent = globalThis.judging.say("saved", { time });
    else box.textContent = time;
  }
  // Years, months, days and hours as figures, the same ones in every language.
  const figures = (moment, timeZone) =>
    new Intl.DateTimeFormat("sv-u-nu-latn", {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", timeZone,
    }).format(moment);
  for (const box of document.querySelectorAll("[data-yours]")) {
    const moment = new Date(box.dataset.yours);
    const own = figures(moment);
    // Who lives by the contest's clock need not read it twice.
    if (own === figures(moment, box.dataset.zone)) continue;
    const [day, time] = own.split(" ");
    const words = JSON.parse(box.dataset.days)[day];
    if (!words) continue;
    box.querySelector("[data-yours-text]").textContent = words.replace("{time}", time);
    box.hidden = false;
  }
})();
