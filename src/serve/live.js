// Added to pages by `honorroll serve`, never written into the site: reloads the page when its content has changed, and
// shows what is wrong with the content meanwhile.
(() => {
  const { edition, lang, heading, close, follow } = document.currentScript.dataset;
  let overlay;
  let shown = "";
  let leaving = false;

  const leave = (edited) => {
    if (leaving) return;
    leaving = true;
    const elsewhere = edited && new URL(edited, location).pathname !== location.pathname;
    if (follow !== undefined && elsewhere) location.assign(edited);
    else location.reload();
  };

  // A page that nobody looks at waits until somebody does, and then stays the page that it is.
  const replace = (edited) => {
    if (!document.hidden) leave(edited);
    else document.addEventListener("visibilitychange", () => leave(null), { once: true });
  };

  const hide = () => {
    overlay?.remove();
    overlay = undefined;
  };

  // Out of reach of the page's own styles, and without markup from what is shown.
  const show = (problems) => {
    if (problems.join("\n") === shown) return;
    shown = problems.join("\n");
    hide();
    if (!problems.length) return;
    overlay = document.createElement("honorroll-problems");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      section { position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 70vh; overflow: auto;
        padding: 1rem 1.5rem; background: #fff; color: #1a1a1a; border-top: .375rem solid #c3272b;
        box-shadow: 0 0 2rem rgb(0 0 0 / .4); font: 16px/1.5 sans-serif; text-align: start }
      h2 { margin: 0 4rem .5rem 0; font-size: 1.125rem; color: #c3272b }
      pre { margin: 0 0 1rem; overflow-x: auto; font: 14px/1.5 ui-monospace, monospace }
      button { position: absolute; inset: .75rem 1rem auto auto; padding: .25rem .75rem; font: inherit; cursor: pointer }`);
    root.adoptedStyleSheets = [sheet];
    const section = document.createElement("section");
    section.lang = lang;
    section.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = heading;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = close;
    button.addEventListener("click", hide);
    const texts = problems.map((problem) => {
      const text = document.createElement("pre");
      text.textContent = problem;
      return text;
    });
    section.append(title, button, ...texts);
    root.append(section);
    document.documentElement.append(overlay);
  };

  let wait = 250;
  const connect = () => {
    const socket = new WebSocket(`ws://${location.host}/_honorroll/live`);
    socket.addEventListener("message", (event) => {
      wait = 250;
      const news = JSON.parse(event.data);
      if (news.edition === edition) show(news.problems);
      else replace(news.edited);
    });
    // The server was stopped, or the machine slept.
    socket.addEventListener("close", () => {
      if (leaving) return;
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 5000);
    });
  };
  connect();
  // A page that the browser kept while another one was shown.
  addEventListener("pageshow", (event) => {
    if (event.persisted) leave(null);
  });
})();
