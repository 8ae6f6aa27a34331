// How long a 公示 still runs, counted on the reader's day in Beijing: the page itself was made on another day. Without a
// script the dates say it.
{
  const DAY = 24 * 60 * 60 * 1000;
  const today = Date.parse(new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString().slice(0, 10));

  for (const left of document.querySelectorAll(".round-left")) {
    const days = Math.round((Date.parse(left.dataset.until) - today) / DAY);
    const hasBegun = !(Date.parse(left.dataset.from) > today);
    if (Number.isNaN(days) || !hasBegun) continue;
    const when = days > 0 ? "open" : days === 0 ? "last" : "over";
    const said = left.querySelector(`[data-when="${when}"]`);
    const count = said.querySelector("b");
    if (count) count.textContent = String(days);
    said.hidden = left.hidden = false;
  }
}
