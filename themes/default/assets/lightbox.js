// Shows pictures large, over the page. It has no words of its own: they stand in the dialog that the page brings.
const dialog = document.getElementById("lightbox");
const links = [...document.querySelectorAll("a[data-large]")];
const part = (name) => dialog.querySelector(`.lightbox-${name}`);
let shown = 0;

const show = (at) => {
  shown = (at + links.length) % links.length;
  const link = links[shown];
  // The same files to choose from, now for the whole window.
  const picture = link.querySelector("picture").cloneNode(true);
  for (const source of picture.querySelectorAll("[sizes]")) source.sizes = "100vw";
  const image = picture.querySelector("img");
  image.loading = "eager";
  part("picture").replaceChildren(picture);
  const caption = link.closest("figure")?.querySelector("figcaption > p:not(.meta), figcaption:not(:has(p))");
  part("caption").textContent = caption?.textContent.trim() || image.alt;
  part("count").textContent = links.length > 1 ? `${shown + 1} / ${links.length}` : "";
};

const step = (by) => {
  if (links.length > 1) show(shown + by);
};

for (const [at, link] of links.entries()) {
  link.addEventListener("click", (event) => {
    // A click that asks for a new tab or a download is meant so.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(at);
    dialog.showModal();
  });
}

part("prev").addEventListener("click", () => step(-1));
part("next").addEventListener("click", () => step(1));
part("close").addEventListener("click", () => dialog.close());
for (const name of ["prev", "next"]) part(name).hidden = links.length < 2;
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target === part("picture")) dialog.close();
});
// On the document: after the last button the focus is in none of them.
document.addEventListener("keydown", (event) => {
  if (!dialog.open || event.altKey || event.ctrlKey || event.metaKey) return;
  const to = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  show(to);
});
// Back to the picture that was looked at last, which may be another than the one that was opened.
dialog.addEventListener("close", () => {
  part("picture").replaceChildren();
  links[shown].focus();
});
