// Shows the copy buttons, which are useless without JavaScript and hidden until now.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const said = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        said.textContent = button.dataset.done;
      } catch {
        said.textContent = button.dataset.failed;
      }
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
})();
