/* Counts what is not saved yet, warns before it is left behind, and tells how much room is left. */
(() => {
  const form = document.querySelector("[data-texts]");
  const status = form?.querySelector("[data-unsaved-label]");
  if (!form || !status) return;
  const fields = [...form.querySelectorAll("textarea[name]")];
  let leaving = false;
  // What came back unsaved is a change, too.
  const isChanged = (field) => field.hasAttribute("aria-invalid") || field.value !== field.defaultValue;
  const count = () => fields.filter(isChanged).length;
  const show = () => {
    const unsaved = count();
    status.textContent = unsaved ? `${status.dataset.unsavedLabel} ${unsaved}` : "";
  };
  const measure = (field) => {
    const room = field.parentElement.querySelector("[data-room]");
    field.classList.toggle("is-changed", isChanged(field));
    room?.classList.toggle("is-over", [...field.value.trim()].length > Number(field.dataset.longest));
  };
  form.addEventListener("input", (event) => {
    measure(event.target);
    show();
  });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && count()) event.preventDefault();
  });
  // Back from the history: the browser has kept what was typed.
  window.addEventListener("pageshow", () => {
    leaving = false;
    fields.forEach(measure);
    show();
  });
})();
