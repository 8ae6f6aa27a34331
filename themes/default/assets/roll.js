// The roll narrowed and reordered where it stands. Who fits is found by roll-reader.js; all words are in the page.

const form = document.getElementById('narrow');
const part = (name) => document.getElementById(`narrow-${name}`);
const [box, order, filters, chips, status, plain, wall, more] = ['name', 'order', 'filters', 'chips', 'status', 'plain', 'wall', 'more'].map(part);
const load = (name) => import(new URL(form.dataset[name], document.baseURI));
const home = new URL(form.dataset.root, document.baseURI);

/** Names shown at a time. */
const STEP = 200;

let roll;
let chosen = {};
/** Who fits and is not shown yet, in groups. */
let left = [];
let asked = 0;

/** Words of the page, with values put into `%name%`. */
function word(name, values = {}) {
  const text = part('words').content.querySelector(`[data-word="${name}"]`)?.textContent ?? '';
  return text.replace(/%(\w+)%/g, (_, key) => values[key] ?? '');
}

/** What narrows the roll, read when it is first needed; `anew` where the site has been published since. */
function opened(anew) {
  if (anew || !roll) {
    roll = load('reader').then(({ open }) => open(new URL(form.dataset.index, document.baseURI)));
    roll.catch(() => (roll = undefined));
  }
  return roll;
}

const isPlain = () => !box.value.trim() && !order.value && !Object.keys(chosen).length;

/** Shows who fits, unless something else has been asked since. */
async function answer(count = STEP, anew = false) {
  const mine = ++asked;
  try {
    if (isPlain() && !filters.open) return show();
    const files = await opened(anew);
    const groups = await files.narrow(chosen, box.value, order.value);
    if (mine !== asked) return;
    await tell();
    if (isPlain()) return show();
    const shown = await first(groups, count);
    if (mine === asked) show(groups, shown);
  } catch ({ gone }) {
    if (mine !== asked) return;
    if (gone && !anew) return answer(count, true);
    show();
    say('unreachable');
  }
}

/** The first of `groups` with what is shown of each; they are taken off. */
async function first(groups, count) {
  const taken = [];
  while (count > 0 && groups.length) {
    const [{ label, places, begun }] = groups;
    const now = places.splice(0, count);
    taken.push({ label, people: now, total: now.length + places.length, begun });
    count -= now.length;
    if (places.length) groups[0].begun = true;
    else groups.shift();
  }
  const files = await opened();
  return Promise.all(taken.map(async (group) => ({ ...group, people: await files.entries(group.people) })));
}

function show(groups, shown = []) {
  left = groups ?? [];
  plain.hidden = Boolean(groups);
  wall.hidden = !shown.length;
  wall.replaceChildren(...shown.map(section));
  const n = wall.querySelectorAll('li').length + left.reduce((sum, { places }) => sum + places.length, 0);
  if (!groups) say('');
  else say(n ? 'count' : 'none', { n });
  more.hidden = !left.length;
}

function section({ label, people, total }) {
  const shown = part('group').content.cloneNode(true);
  const slot = (name) => shown.querySelector(`[data-slot="${name}"]`);
  slot('label').textContent = label || word('undated');
  slot('count').textContent = word('people', { n: total });
  slot('people').append(...people.map(item));
  return shown;
}

function item({ name, href, annotation, post, padded, posthumous }) {
  const shown = part('item').content.cloneNode(true);
  const slot = (name) => shown.querySelector(`[data-slot="${name}"]`);
  const link = slot('name');
  if (href) link.href = new URL(href, home);
  link.classList.toggle('name-2', padded);
  // A name breaks behind its dot.
  name.split(/(?<=·)/).forEach((part, at) => link.append(...(at ? [document.createElement('wbr')] : []), part));
  for (const [name, text] of Object.entries({ annotation, post })) text ? (slot(name).textContent = text) : slot(name).remove();
  if (posthumous) shown.firstElementChild.classList.add('posthumous');
  else slot('posthumous').remove();
  return shown;
}

function say(name, values) {
  const text = name && word(name, values);
  if (status.textContent !== text) status.textContent = text;
}

async function goOn() {
  const mine = asked;
  const n = wall.querySelectorAll('li').length;
  const [next, ...rest] = await first(left, STEP);
  if (mine !== asked) return;
  // The rest of a group that is on the page goes under the heading that it has there.
  if (next.begun) wall.lastElementChild.querySelector('[data-slot="people"]').append(...next.people.map(item));
  else rest.unshift(next);
  wall.append(...rest.map(section));
  more.hidden = !left.length;
  const items = wall.querySelectorAll('li');
  history.replaceState({ shown: items.length }, '');
  items[n].querySelector('a')?.focus();
}

/** The filters and those that are on. */
async function tell() {
  if (!filters.open && !Object.keys(chosen).length) return chips.replaceChildren();
  const { show } = await load('filterer');
  const files = await opened();
  await show({ filters, chips, word, chosen, choose, offers: async (facet) => files.facet(facet), label: (...of) => files.label(...of) });
}

function choose(facet, value) {
  const { [facet]: _, ...others } = chosen;
  chosen = value ? { ...others, [facet]: value } : others;
  place('pushState');
  answer();
}

/** Puts what is asked into the address. */
function place(way) {
  const url = new URL(location);
  const asked = { name: box.value.trim(), order: order.value, ...chosen };
  url.search = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  url.hash = '';
  if (url.href !== location.href) history[way](null, '', url);
}

/** Follows the address: on arrival, back and forward. */
function follow() {
  const { name = '', order: by = '', ...rest } = Object.fromEntries(new URLSearchParams(location.search));
  box.value = name;
  order.value = [...order.options].some(({ value }) => value === by) ? by : '';
  chosen = Object.fromEntries(Object.entries(rest).filter(([facet]) => filters.querySelector(`[data-facet="${facet}"]`)));
  answer(history.state?.shown);
}

function typed({ isComposing }) {
  if (isComposing) return;
  place('replaceState');
  answer();
}

try {
  new DecompressionStream('deflate-raw');
  box.addEventListener('input', typed);
  box.addEventListener('compositionend', () => typed({}));
  order.addEventListener('change', () => {
    place('pushState');
    answer();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    place('pushState');
    answer();
  });
  more.addEventListener('click', () => goOn().catch(() => answer()));
  filters.addEventListener('toggle', () => answer());
  window.addEventListener('popstate', follow);
  if (location.search) follow();
} catch {
  // A browser too old for it has the pages of the roll.
  form.hidden = true;
}
