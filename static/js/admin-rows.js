/* A row that was just added below a form is opened: it is there to be filled in. */
document.addEventListener("formset:added", (event) => {
  // Alpine takes the new row over a moment after it is in the page.
  setTimeout(() => event.target.querySelector("h3.cursor-pointer strong")?.click(), 50);
});
