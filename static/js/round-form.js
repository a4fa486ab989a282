/* A round's page asks only about what its kind needs; the server empties the rest. */
const FIELDS_OF_KIND = {
  screening: ["reviews_per_entry", "quorum", "advance_count"],
  scoring: ["reviews_per_entry", "aggregation", "advance_count", "advance_cutoff"],
  pairwise: ["comparisons_per_judge"],
};

function showFieldsOf(kind) {
  const every = new Set(Object.values(FIELDS_OF_KIND).flat());
  for (const name of every) {
    const line = document.querySelector(`.field-line.field-${name}`);
    if (line) line.hidden = !FIELDS_OF_KIND[kind].includes(name);
  }
  const criteria = document.getElementById("criteria-group");
  if (criteria) criteria.hidden = kind !== "scoring";
}

document.addEventListener("DOMContentLoaded", () => {
  const kind = document.getElementById("id_kind");
  if (!kind) return;
  showFieldsOf(kind.value);
  kind.addEventListener("change", () => showFieldsOf(kind.value));
});
