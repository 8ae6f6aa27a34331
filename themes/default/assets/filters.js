// Filters of /search/ and /roll/: what they offer comes from whoever shows them, when they are opened or one is on, and which
// are on is said as buttons. What is chosen is kept by the page's own script.

/** Most suggestions under a field at a time. */
const MOST = 50;
const known = new Map();
let page;

/** Fills the fields that are seen, and the list of filters that are on. */
export async function show(shown) {
  const isFirst = !page;
  page = shown;
  if (isFirst) fields().forEach(listen);
  for (const field of fields()) {
    const { facet, value = '' } = field.dataset;
    const chosen = shown.chosen[facet] ?? '';
    if (!shown.filters.open && !chosen) continue;
    const options = await offers(facet);
    field.closest('p').hidden = !options.length && !chosen;
    if (field.list) suggest(field);
    else fill(field, options, chosen);
    // What is being typed into a field stays.
    if (value === chosen) continue;
    field.dataset.value = chosen;
    field.value = field.list ? labelOf(facet, chosen) : chosen;
  }
  if (page === shown) shown.chips.replaceChildren(...fields().filter(({ dataset }) => shown.chosen[dataset.facet]).map(chip));
}

const fields = () => [...page.filters.querySelectorAll('[data-facet]')];

function listen(field) {
  field.addEventListener('change', () => changed(field));
  if (field.list) field.addEventListener('input', () => (field.setCustomValidity(''), suggest(field)));
  // Someone may have been faster than this script.
  if (field.value && document.activeElement !== field) changed(field);
}

/** What a filter offers, named as the page names it where it does. */
async function offers(facet) {
  const options = await page.offers(facet).catch(() => undefined);
  if (options) known.set(facet, options.map(([value, label, count]) => ({ value, label: page.word(`${facet}-${value}`) || label, count })));
  return known.get(facet) ?? [];
}

/** Puts what is offered now behind the first choice, which is none; what is chosen stays among it. */
function fill(field, options, chosen) {
  const { facet, value } = field.dataset;
  const lost = chosen && !options.some(({ value }) => value === chosen) ? [{ value: chosen, label: labelOf(facet, chosen), count: 0 }] : [];
  const news = [...options, ...lost].map(({ value, label, count }) => new Option(`${label}（${count}）`, value));
  const same = news.length === field.length - 1 && news.every((option, at) => option.text === field.options[at + 1].text);
  if (same) return;
  field.replaceChildren(field.options[0], ...news);
  field.value = value ?? '';
}

/** What a value is called; one that nobody has now is known to the page alone. */
function labelOf(facet, value) {
  return known.get(facet)?.find((option) => option.value === value)?.label ?? page.label?.(facet, value) ?? value;
}

/** Offers what holds the letters typed so far; a list of thousands would be of no use. */
function suggest({ list, value, dataset }) {
  const fits = (known.get(dataset.facet) ?? []).filter(({ label }) => label.includes(value.trim()));
  list.replaceChildren(...fits.slice(0, MOST).map(({ label, count }) => new Option(`${count}`, label)));
}

async function changed(field) {
  const { facet } = field.dataset;
  const typed = field.value.trim();
  if (!field.list || !typed) return page.choose(facet, typed);
  const fits = (await offers(facet)).filter(({ label }) => label.includes(typed));
  const found = fits.find(({ label }) => label === typed) ?? (fits.length === 1 ? fits[0] : undefined);
  field.setCustomValidity(found ? '' : page.word('no-such'));
  if (field.reportValidity()) page.choose(facet, found.value);
}

/** A filter that is on, as a button that takes it away. */
function chip({ dataset: { facet }, labels }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = page.word('chip', { facet: labels[0].textContent, value: labelOf(facet, page.chosen[facet]) });
  button.title = page.word('chip-off');
  button.addEventListener('click', () => {
    page.filters.querySelector('summary').focus();
    page.choose(facet);
  });
  return button;
}
