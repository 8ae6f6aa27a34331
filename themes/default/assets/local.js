// A site opened by double-click has no server to find index.html in a folder: name it. Does nothing on the web.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
  for (const form of document.forms) {
    if (form.action.endsWith("/")) form.action += "index.html";
  }
}
