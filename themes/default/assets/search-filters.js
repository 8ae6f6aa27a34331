// The filters of /search/: what they offer comes from the index when they are opened or one is on, and which are on is said
// above the results. What is chosen is kept by search.js.

/** Most suggestions under a field at a time. */
const MOST = 50;
const known = new Map();
let told;

/** Fills the fields that are seen, and the list of filters that are on. */
export async function show(search) {
  if (!told) for (const field of fields(search)) field.addEventListener('change', () => changed(field));
  told = search;
  const { filters, chosen } = search;
  for (const field of fields(search)) {
    const { facet } = field.dataset;
    if (!filters.open && !chosen[facet]) continue;
    const options = await offers(facet);
    field.closest('p').hidden = options.length === 0;
    if (field.list) suggest(field, options);
    else if (field.length === 1) for (const { value, label, count } of options) field.add(new Option(`${label}（${count}）`, value));
    field.value = field.list ? labelOf(facet, chosen[facet]) : (chosen[facet] ?? '');
  }
  if (told === search) on();
}

const fields = ({ filters }) => [...filters.querySelectorAll('[data-facet]')];

/** What a filter offers, named as the theme names it where it does. */
async function offers(facet) {
  if (!known.has(facet)) {
    const options = await (await told.opened()).facet(facet).catch(() => []);
    const named = options.map(([value, label, count]) => ({ value, label: told.word(`${facet}-${value}`) || label, count }));
    known.set(facet, named);
  }
  return known.get(facet);
}

function labelOf(facet, value) {
  return known.get(facet)?.find((option) => option.value === value)?.label ?? value ?? '';
}

/** Offers what holds the letters typed so far; a list of thousands would be of no use. */
function suggest(field, options) {
  const fill = () => {
    const fits = options.filter(({ label }) => label.includes(field.value.trim()));
    field.list.replaceChildren(...fits.slice(0, MOST).map(({ label, count }) => new Option(`${count}`, label)));
  };
  field.oninput = fill;
  fill();
}

function changed(field) {
  const { facet } = field.dataset;
  const typed = field.value.trim();
  if (!field.list || !typed) return told.choose(facet, typed);
  const fits = known.get(facet).filter(({ label }) => label.includes(typed));
  const found = fits.find(({ label }) => label === typed) ?? (fits.length === 1 ? fits[0] : undefined);
  field.setCustomValidity(found ? '' : told.word('no-such'));
  if (!field.reportValidity()) return;
  told.choose(facet, found.value);
}

/** The filters that are on, each a button that takes it away. */
function on() {
  const { chips, chosen, word, choose } = told;
  const buttons = fields(told).filter(({ dataset }) => chosen[dataset.facet]).map(({ dataset: { facet }, labels }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = word('chip', { facet: labels[0].textContent, value: labelOf(facet, chosen[facet]) });
    button.setAttribute('aria-label', word('chip-off', { facet: labels[0].textContent, value: labelOf(facet, chosen[facet]) }));
    button.addEventListener('click', () => choose(facet));
    return button;
  });
  chips.replaceChildren(...buttons);
}
