// Loaded in the head, before the first paint: applies the reader's own choice of theme, and marks
// what scripts can do, so that style sheets show their buttons at once and nothing jumps.
// Without JavaScript the system's preference decides and the button stays hidden.
(() => {
  "use strict";
  const root = document.documentElement;
  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const chosen = read("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  root.classList.add("js");
  root.classList.toggle("can-copy", Boolean(navigator.clipboard));

  // Offers the page in the browser's own language, in that language, until the reader has chosen one.
  const offer = (links, remember) => {
    const wished = navigator.languages.map((code) => code.toLowerCase().split("-")[0]);
    const best = wished.find((code) => links.some((link) => link.dataset.language === code));
    const link = links.find((one) => one.dataset.language === best && one.dataset.offer);
    const decided = link && (document.cookie.includes(`${link.dataset.cookie}=`) || read("offer"));
    if (!link || decided || best === root.lang) return;
    const bar = document.createElement("aside");
    bar.className = "offer";
    bar.lang = best;
    bar.dir = link.dir;
    bar.setAttribute("aria-label", link.textContent);
    const go = link.cloneNode(false);
    go.removeAttribute("aria-current");
    go.removeAttribute("dir");
    go.textContent = link.dataset.offer;
    remember(go);
    const close = document.createElement("button");
    close.type = "button";
    close.setAttribute("aria-label", link.dataset.close);
    close.textContent = "✕";
    close.addEventListener("click", () => { keep("offer", "no"); bar.remove(); });
    bar.append(go, close);
    document.body.append(bar);
  };

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      const show = () => button.setAttribute("aria-pressed", String(isDark()));
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        keep("theme", root.dataset.theme);
        show();
      });
      system.addEventListener("change", show);
      show();
    }
    // The chosen language is remembered for addresses without a language in them.
    const remember = (link) => link.addEventListener("click", () => {
      document.cookie = `${link.dataset.cookie}=${link.dataset.language};path=/;max-age=31536000;samesite=lax`;
    });
    const links = [...document.querySelectorAll("[data-language]")];
    links.forEach(remember);
    offer(links, remember);
    for (const menu of document.querySelectorAll("details.menu")) {
      document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
      menu.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
      });
    }
  });
})();
