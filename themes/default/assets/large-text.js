// 大字版 (适老化): larger type and one column, for whoever asks for it, on every page from then on. The choice is kept in
// the browser's own storage and sent nowhere. Loaded before the page is drawn, so that nothing jumps; without it there is
// no button, and the browser's own zoom does the same.
(() => {
  const KEY = "honorroll-large-text";
  const root = document.documentElement;

  function remembered() {
    try {
      return localStorage.getItem(KEY) === "yes";
    } catch {
      return false; // Storage may be forbidden: the choice then holds for one page.
    }
  }

  function remember(large) {
    try {
      if (large) localStorage.setItem(KEY, "yes");
      else localStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  }

  function show(large) {
    root.classList.toggle("large-text", large);
    for (const button of document.querySelectorAll(".large-text-switch")) button.setAttribute("aria-pressed", String(large));
  }

  root.classList.add("scripted");
  show(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    show(remembered());
    for (const button of document.querySelectorAll(".large-text-switch")) {
      button.addEventListener("click", () => {
        const large = !root.classList.contains("large-text");
        remember(large);
        show(large);
      });
    }
  });
  // Another tab, or the page before, reached by going back.
  addEventListener("storage", () => show(remembered()));
  addEventListener("pageshow", (event) => event.persisted && show(remembered()));
})();
