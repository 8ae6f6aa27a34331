// The box on /search/. How an answer looks is in search-results.js; all words are in the page.

const form = document.getElementById('search');
const part = (name) => document.getElementById(`search-${name}`);
const [box, status, list, more] = ['q', 'status', 'list', 'more'].map(part);
const [none, chips, filters] = ['none', 'chips', 'filters'].map(part);
const load = (name) => import(new URL(form.dataset[name], document.baseURI));
const home = new URL(form.dataset.root, document.baseURI);
const title = document.title;
const indexes = document.getElementById('indexes');

const STEP = 10;
/** In ms: how long a query rests before it is asked, and when an answer is late. */
const REST = 150;
const LATE = 400;

let index;
let results;
let chosen = {};
let asked = 0;
let timer;

/** Words of the page, with values put into `{name}`. */
function word(name, values = {}) {
  const text = part('words').content.querySelector(`[data-word="${name}"]`)?.textContent ?? '';
  return text.replace(/%(\w+)%/g, (_, key) => values[key] ?? '');
}

/** The index, opened when it is first needed; `anew` where the site has been published since. */
function opened(anew) {
  if (anew || !index) {
    index = load('reader').then(({ open }) => open(new URL(form.dataset.index, document.baseURI)));
    index.catch(() => (index = undefined));
  }
  return index;
}

/** Answers what is in the box, unless something else has been asked since. */
async function answer(count = STEP, anew = false) {
  const mine = ++asked;
  clearTimeout(timer);
  if (!box.value.trim() && !Object.keys(chosen).length) return show([]);
  const late = setTimeout(() => mine === asked && say('busy'), LATE);
  try {
    const [files, { Results }] = await Promise.all([opened(anew), load('results')]);
    const fresh = new Results(files, await files.search(box.value, chosen));
    const found = await fresh.next(count);
    while (found.length < count && count > STEP && fresh.left && mine === asked) found.push(...(await fresh.next(STEP)));
    if (mine === asked) show(found, fresh);
  } catch ({ why = 'damaged' }) {
    if (mine !== asked) return;
    if (why === 'gone' && !anew) return answer(count, true);
    show([]);
    say(why);
  } finally {
    clearTimeout(late);
  }
}

function show(found, fresh) {
  results = fresh;
  list.replaceChildren();
  none.hidden = !fresh || found.length > 0 || fresh.left > 0;
  indexes.hidden = found.length > 0;
  add(found);
}

/** Adds records to the list, and says how many there are as far as that is known. */
function add(found) {
  const page = { template: part('item'), home, kind: (kind) => word(`kind-${kind}`) };
  list.append(...found.map((one) => results.item(one, page)));
  const n = list.childElementCount;
  const left = results?.left ?? 0;
  more.hidden = !left;
  more.textContent = word(n ? 'more' : 'on');
  if (!results) say('');
  else if (results.sure || !left) say(n ? 'count' : 'none', { n: n + left });
  else say(n ? 'some' : 'further', { n, left });
}

function say(name, values) {
  const text = name && word(name, values);
  if (status.textContent !== text) status.textContent = text;
}

async function goOn() {
  const mine = asked;
  const n = list.childElementCount;
  try {
    const found = await results.next(STEP);
    if (mine !== asked) return;
    add(found);
    history.replaceState({ shown: list.childElementCount }, '');
    (list.children[n]?.querySelector('a') ?? more).focus();
  } catch {
    if (mine === asked) answer(n + STEP);
  }
}

/** Puts query and filters into the address. */
function place(way) {
  const query = box.value.trim();
  const url = new URL(location);
  url.search = new URLSearchParams(query ? { q: query, ...chosen } : chosen);
  if (url.href !== location.href) history[way](null, '', url);
  document.title = query ? `${query} · ${title}` : title;
}

/** Follows the address: on arrival, back and forward. */
function follow() {
  const { q = '', ...rest } = Object.fromEntries(new URLSearchParams(location.search));
  box.value = q;
  chosen = Object.fromEntries(Object.entries(rest).filter(([facet]) => filters.querySelector(`[data-facet="${facet}"]`)));
  place('replaceState');
  narrowed();
  answer(history.state?.shown);
}

async function narrowed() {
  if (!filters.open && !Object.keys(chosen).length) return chips.replaceChildren();
  const { show } = await load('filterer');
  show({ filters, chips, word, chosen, choose, offers: async (facet) => (await opened()).facet(facet) });
}

function choose(facet, value) {
  const { [facet]: _, ...others } = chosen;
  chosen = value ? { ...others, [facet]: value } : others;
  place('pushState');
  narrowed();
  answer();
}

function typed({ isComposing }) {
  if (isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    place('replaceState');
    answer();
  }, REST);
}

function pressed(event) {
  const { key, target } = event;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const stops = [box, ...list.querySelectorAll('a')];
  const at = stops.indexOf(target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === 'Escape' && at > 0) box.focus();
  else if (key === 'Escape' && at === 0) {
    box.value = '';
    typed(event);
  } else if (step && at >= 0) stops[at + step]?.focus();
  else return;
  event.preventDefault();
}


box.addEventListener('input', typed);
box.addEventListener('compositionend', () => typed({}));
box.addEventListener('focus', () => opened().catch(() => {}), { once: true });
form.addEventListener('submit', (event) => {
  event.preventDefault();
  place('pushState');
  answer();
});
more.addEventListener('click', goOn);
filters.addEventListener('toggle', narrowed);
document.addEventListener('keydown', pressed);
window.addEventListener('popstate', follow);

part('off').hidden = true;
part('on').hidden = false;
if (location.search === '?q=') box.focus();
follow();
