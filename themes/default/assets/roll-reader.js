// Narrows and reorders the roll by roll/filters.json and the files that it names (docs/filters.md). It shows nothing.

const TREES = ['unit', 'place'];
const SETS = ['team', 'campaign'];
const AWARD = ['honor', 'year', 'level'];
const FACETS = [...TREES, ...SETS, ...AWARD];
const NO_AWARD = [-1, -1, -1];

/** Opens what the manifest at `address` names. */
export async function open(address) {
  const manifest = await json(address, { cache: 'no-cache' });
  if (manifest.version !== 1) throw new Error('version');
  const roll = new Roll(address, manifest);
  await roll.ready;
  return roll;
}

async function json(address, { compressed, ...options } = {}) {
  const response = await fetch(address, options);
  if (!response.ok) throw Object.assign(new Error(address), { gone: response.status === 404 });
  return (compressed ? new Response(response.body.pipeThrough(new DecompressionStream('deflate-raw'))) : response).json();
}

class Roll {
  #address;
  #manifest;
  #files = new Map();
  #table;
  #counts = {};
  #names;

  constructor(address, manifest) {
    this.#address = address;
    this.#manifest = manifest;
    this.size = manifest.people;
    this.ready = this.#file(manifest.table).then((table) => (this.#table = table));
  }

  /** What a filter offers beside the others that are on: `[value, label, count]` each. */
  facet(name) {
    const values = this.#table.facets[name];
    const label = (at) => (values[at][2] >= 0 ? `${label(values[at][2])} › ` : '') + values[at][1];
    return values.map(([value], at) => [value, label(at), this.#counts[name][at]]).filter(([, , count]) => count);
  }

  /** The name of a value, which may be one that nobody has now. */
  label(name, value) {
    return this.#table.facets[name].find(([known]) => known === value)?.[1] ?? value;
  }

  /** Who is on the roll under `chosen` (`{unit: 'value'}`) with `name` in theirs, in `order`: places in the roll, in groups. */
  async narrow(chosen, name, order) {
    const sought = plain(name);
    if (sought) this.#names ??= (await this.#file(this.#manifest.names)).map((name) => name.toLowerCase());
    const people = this.#fitting(chosen, (at) => !sought || this.#names[at].includes(sought));
    if (order === 'date') return this.#byDate(people);
    const file = this.#manifest.orders[order];
    const { people: all, headings } = file ? await this.#file(file) : { headings: this.#table.headings };
    return grouped(all ? ordered(people, all) : people.map((at) => [at, at]), headings);
  }

  /** What is shown of each: `{ name, href, annotation, post, padded, posthumous }`. */
  async entries(places) {
    const { entries, per } = this.#manifest;
    const files = new Map([...new Set(places.map((at) => Math.floor(at / per)))].map((part) => [part, this.#file(entries[part])]));
    return Promise.all(
      places.map(async (at) => {
        const [name, href, annotation, post, marks] = (await files.get(Math.floor(at / per)))[at % per];
        return { name, href, annotation, post, padded: marks & 1, posthumous: marks & 2 };
      }),
    );
  }

  /** Places of those who fit. Counts for each filter those whom the others let through. */
  #fitting(chosen, named) {
    const { facets, of, awards } = this.#table;
    const wanted = this.#wanted(chosen);
    const each = (make) => Object.fromEntries(FACETS.map((facet) => [facet, make(facets[facet].length)]));
    const counts = each((length) => new Uint32Array(length));
    const seen = each((length) => new Int32Array(length).fill(-1));
    const count = (facet, value, at) => {
      // With a unit, those above it; each person once.
      for (let on = value; on >= 0 && seen[facet][on] !== at; on = facets[facet][on][2] ?? -1) {
        seen[facet][on] = at;
        counts[facet][on]++;
      }
    };
    const people = [];
    for (let at = 0; at < this.size; at++) {
      if (!named(at)) continue;
      const missed = [...TREES.filter((facet) => wanted[facet] && !wanted[facet](of[facet][at])), ...SETS.filter((facet) => wanted[facet] && !of[facet][at].some(wanted[facet]))];
      if (missed.length > 1) continue;
      let fits = false;
      for (const kind of of.award[at].length ? of.award[at] : [-1]) {
        const award = awards[kind] ?? NO_AWARD;
        const without = missed.concat(AWARD.filter((facet, which) => wanted[facet] && !wanted[facet](award[which])));
        if (without.length > 1) continue;
        fits ||= !without.length;
        const counted = (facet) => !without.length || without[0] === facet;
        for (const facet of TREES) if (counted(facet)) count(facet, of[facet][at], at);
        for (const facet of SETS) if (counted(facet)) of[facet][at].forEach((value) => count(facet, value, at));
        AWARD.forEach((facet, which) => counted(facet) && count(facet, award[which], at));
      }
      if (fits) people.push(at);
    }
    this.#counts = counts;
    return people;
  }

  /** Of each filter that is on, whether a value is one that it lets through. */
  #wanted(chosen) {
    const wanted = {};
    for (const [facet, value] of Object.entries(chosen)) {
      const values = this.#table.facets[facet];
      const sought = values.findIndex(([known]) => known === value);
      const within = new Set(sought < 0 ? [] : [sought]);
      // What lies above stands before.
      if (TREES.includes(facet)) values.forEach(([, , above], at) => within.has(above) && within.add(at));
      wanted[facet] = (at) => within.has(at);
    }
    return wanted;
  }

  #byDate(people) {
    const { of, facets } = this.#table;
    const latest = (at) => of.latest[at];
    const names = new Map(facets.year.map(([year, label]) => [Number(year), label]));
    const sorted = [...people].sort((a, b) => latest(b) - latest(a) || a - b);
    const groups = [];
    for (const at of sorted) {
      const label = names.get(Math.floor(latest(at) / 10000)) ?? '';
      if (groups.at(-1)?.label !== label) groups.push({ label, places: [] });
      groups.at(-1).places.push(at);
    }
    return groups;
  }

  #file(name) {
    if (!this.#files.has(name)) {
      const file = json(new URL(`filters/${name}`, this.#address), { compressed: true });
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }
}

/** As names are kept: without spaces and dots. */
const plain = (text) => text.normalize('NFKC').replace(/[\p{White_Space}·•‧・･∙⋅．]/gu, '').toLowerCase();

/** `[place, where it stands in the order]` of those who fit. */
function ordered(people, all) {
  const fits = new Set(people);
  return all.flatMap((at, where) => (fits.has(at) ? [[at, where]] : []));
}

function grouped(people, headings) {
  const groups = [];
  let heading = -1;
  for (const [at, where] of people) {
    const before = heading;
    while (heading + 1 < headings.length && headings[heading + 1][1] <= where) heading++;
    if (heading !== before) groups.push({ label: headings[heading][0], places: [] });
    groups.at(-1).places.push(at);
  }
  return groups;
}
