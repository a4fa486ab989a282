// Loaded in the head, before the first paint: applies the reader's own choice of theme.
// Without JavaScript the system's preference decides and the button stays hidden.
(() => {
  "use strict";
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem("theme", value); } catch { /* private window */ } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const chosen = read();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      const show = () => button.setAttribute("aria-pressed", String(isDark()));
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        keep(root.dataset.theme);
        show();
      });
      system.addEventListener("change", show);
      show();
    }
    // The chosen language is remembered for addresses without a language in them.
    for (const link of document.querySelectorAll("[data-language]")) {
      link.addEventListener("click", () => {
        document.cookie = `${link.dataset.cookie}=${link.dataset.language};path=/;max-age=31536000;samesite=lax`;
      });
    }
    for (const menu of document.querySelectorAll("details.menu")) {
      document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
      menu.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
      });
    }
  });
})();
