// The button "Share" opens the device's own sheet where there is one; else, and without JavaScript, a list of links.
(() => {
  "use strict";
  const boxes = [...document.querySelectorAll("details[data-share]")];
  for (const box of boxes) {
    const summary = box.querySelector("summary");
    const data = { title: document.title, text: box.dataset.text, url: box.dataset.share };
    summary.addEventListener("click", (event) => {
      if (box.open || !navigator.share || (navigator.canShare && !navigator.canShare(data))) return;
      event.preventDefault();
      navigator.share(data).catch((error) => {
        // Closing the sheet is an answer; anything else leaves the links.
        if (error.name !== "AbortError") box.open = true;
      });
    });
    box.addEventListener("toggle", () => {
      if (box.open) for (const other of boxes) if (other !== box) other.open = false;
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.open) { box.open = false; summary.focus(); }
    });
  }
  document.addEventListener("click", (event) => {
    for (const box of boxes) if (box.open && !box.contains(event.target)) box.open = false;
  });
})();
