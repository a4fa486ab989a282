// Two versions of a review side by side: what is here, and what is saved. The same section as the
// server draws where no script runs.
(() => {
  "use strict";
  const { judging } = globalThis;
  const box = document.querySelector("[data-versions]");
  const form = document.querySelector("[data-form]");
  if (!box || !form) return;
  const nothing = judging.say("nothing");

  const meaning = (field) => {
    if (!field) return nothing;
    const face = field.closest("label")?.querySelector(".scale__face");
    return face ? [...face.children].map((part) => part.textContent.trim()).join(" · ") : field.value;
  };
  const criteria = () =>
    [...form.querySelectorAll("[data-criterion]")].map((set) => {
      const id = set.dataset.criterion;
      const value = (points) => {
        if (points === null || points === undefined) return nothing;
        const radio = set.querySelector(`input[type="radio"][value="${points}"]`);
        return radio ? meaning(radio) : String(points);
      };
      return { label: set.querySelector("legend").textContent.trim(), of: (draft) => value(draft.points[id]) };
    });
  const votes = () => {
    const group = document.querySelector(".bar__votes");
    if (!group) return [];
    const word = (vote) => group.querySelector(`[value="${vote}"]`)?.lastChild.textContent.trim() ?? nothing;
    return [{ label: group.getAttribute("aria-label"), of: (draft) => (draft.vote ? word(draft.vote) : nothing) }];
  };
  const comments = () =>
    ["comment_for_creator", "comment_for_staff"].map((name) => ({
      label: form.elements[name].labels[0].firstChild.textContent.trim(),
      of: (draft) => draft[name] || nothing,
    }));

  // `there` is what the site has stored; without it only what is here is shown.
  function show({ message, here, there, isConflict }) {
    const template = box.querySelector("[data-line]");
    const lines = [...criteria(), ...votes(), ...comments()].map(({ label, of }) => {
      const line = template.content.firstElementChild.cloneNode(true);
      const [mine, theirs] = line.querySelectorAll("dd");
      line.querySelector("dt").textContent = label;
      mine.querySelector("bdi").textContent = of(here);
      if (there) theirs.querySelector("bdi").textContent = of(there);
      else theirs.remove();
      line.classList.toggle("is-different", Boolean(there) && of(here) !== of(there));
      return line;
    });
    box.querySelector("[data-lines]").replaceChildren(...lines);
    box.querySelector("[data-message]").textContent = message;
    box.querySelector("[data-saved-at]").textContent = there ? judging.time(there.saved_at) : "";
    box.querySelector(".versions__head").hidden = !there;
    box.classList.toggle("versions--one", !there);
    for (const part of box.querySelectorAll("[data-when]")) {
      part.hidden = (part.dataset.when === "changed_elsewhere") !== isConflict;
    }
    if (box.hidden) {
      box.hidden = false;
      box.scrollIntoView({ block: "start" });
      box.focus({ preventScroll: true });
    }
  }

  function hide() {
    box.hidden = true;
  }

  judging.versions = { box, show, hide };
})();
