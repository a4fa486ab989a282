// Shows the guardian's fields only to whoever needs a guardian. Without it they are always there.
(() => {
  "use strict";
  const age = document.querySelector("[data-guardian-below]");
  const guardian = document.getElementById("guardian");
  if (!age || !guardian) return;
  const show = () => {
    guardian.hidden = !age.value || Number(age.value) >= Number(age.dataset.guardianBelow);
  };
  age.addEventListener("input", show);
  show();
})();
