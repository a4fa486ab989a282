// Ticks what the server rendered. The words for the days come from the server in the
// page's language, one for today and one for each of the next days, so no plural rule lives here.
(() => {
  "use strict";
  const two = (n) => String(n).padStart(2, "0");
  for (const box of document.querySelectorAll("[data-countdown]")) {
    const deadline = Date.parse(box.dataset.countdown);
    const days = JSON.parse(box.dataset.days);
    const first = Number(box.dataset.first);
    const dayText = box.querySelector("[data-days-text]");
    const clock = box.querySelector("[data-clock]");
    const tick = () => {
      const left = Math.floor((deadline - Date.now()) / 1000);
      if (left <= 0) {
        box.querySelector("[data-left]").textContent = box.dataset.over;
        clearInterval(timer);
        return;
      }
      const word = days[first - Math.floor(left / 86400)];
      if (word !== undefined) dayText.textContent = word;
      clock.textContent = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
})();
