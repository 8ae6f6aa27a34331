// Finds the pages that hold every term of a query in the search index (docs/search.md). It shows nothing.

const HAN = /\p{sc=Han}/u;
const RUNS = /\p{sc=Han}+|(?:(?!\p{sc=Han})[\p{Alpha}\p{N}])+/gu;
/** Zones have a bit each: a person's name, another page's title, honors and posts, the rest. */
const NAME = 1;
const ALL = 15;
/** Longest prefixes with a list of their own, longest key of a word; in characters. */
const SHORT_READING = 6;
const SHORT_WORD = 2;
const LONGEST_WORD = 32;
const NOWHERE = new Uint8Array();
/** Lists asked for side by side; documents read at any cost; what one costs, in bytes. */
const LISTS = 4;
const LEAST = 3;
const LEAF = 3400;

/** An error that says `why`: `old` browser, index `unreachable` or `damaged`, or a file of it `gone`. */
const failure = (why) => Object.assign(new Error(why), { why });

/** Opens the index below `base`, the address of `search/`. */
export async function open(base) {
  try {
    new DecompressionStream('deflate-raw');
  } catch {
    throw failure('old');
  }
  const manifest = JSON.parse(new TextDecoder().decode(await get(new URL('index.json', base), 'no-cache', 'unreachable')));
  if (manifest.version !== 1) throw failure('damaged');
  return new Index(base, manifest);
}

async function get(url, cache, missing) {
  const response = await fetch(url, { cache }).catch(() => ({}));
  if (!response.ok) throw failure(response.status === 404 ? missing : 'unreachable');
  return new Uint8Array(await response.arrayBuffer());
}

class Index {
  #base;
  #manifest;
  #files = new Map();
  #folded = new Map();
  #simplified = new Map();
  /** Bytes read, the manifest not counted. */
  read = 0;

  constructor(base, manifest) {
    this.#base = base;
    this.#manifest = manifest;
    this.size = manifest.documents;
    /** Bytes that one step of a search may read. */
    this.step = 35_000 + this.size * 0.7;
  }

  /** What a filter offers: `[value, label, count]` each. */
  async facet(name) {
    const file = this.#manifest.facets[name];
    return file ? this.#json(`tables/${file}`) : [];
  }

  /** The pages with every term of `query` under every one of `filters` (`{unit: 'value'}`). */
  async search(query, filters = {}) {
    const { fold } = this.#manifest;
    if (fold && HAN.test(query) && !this.#simplified.size) {
      const pairs = [...(await this.#json(`tables/${fold}`))];
      for (let at = 1; at < pairs.length; at += 2) this.#simplified.set(pairs[at - 1], pairs[at]);
      this.#folded.clear();
    }
    const search = new Search(this, this.fold(query).text.trim(), filters);
    await search.narrow();
    return search;
  }

  /** The text as it is compared; `from` says of each unit of it where in `text.normalize()` it comes from. */
  fold(text) {
    const from = [];
    let folded = '';
    let at = 0;
    for (const char of text.normalize()) {
      for (const c of this.#fold(char)) {
        if (c === ' ' && folded.endsWith(' ')) continue;
        folded += c;
        for (let unit = 0; unit < c.length; unit++) from.push(at);
      }
      at += char.length;
    }
    return { text: folded, from: [...from, at] };
  }

  #fold(char) {
    if (!this.#folded.has(char)) {
      const plain = [...char.normalize('NFKC').toLowerCase().replace(/\p{White_Space}/gu, ' ').replace(/[•‧・∙⋅]/u, '·')];
      this.#folded.set(char, plain.map((c) => this.#simplified.get(c) ?? c).join(''));
    }
    return this.#folded.get(char);
  }

  /** Of each document the zones that have the key or, with `prefix`, a key that begins with it. */
  async mask({ key, prefix }) {
    const short = prefix && [...key].length <= (key[0] === '@' ? 1 + SHORT_READING : SHORT_WORD);
    const sought = binary(short ? `${key}*` : key);
    const fits = (key) => key === sought || (prefix && !short && key.startsWith(sought));
    const within = (files, keys) => {
      const start = Math.max(0, keys.findLastIndex((key) => key <= sought));
      return files.slice(start, Math.max(start, keys.findLastIndex(fits)) + 1);
    };
    const { first, node } = this.#manifest.grams;
    const [shards, keys] = [[], []];
    for (const file of await this.#all('nodes', within(node, first.map(binary)))) {
      for (const [key, reader] of entries(file)) {
        keys.push(key);
        shards.push(reader.name());
      }
    }
    const mask = new Uint8Array(this.size);
    for (const file of await this.#all('grams', within(shards, keys))) {
      for (const [key, reader] of entries(file)) reader.lists(fits(key) ? mask : NOWHERE);
    }
    return mask;
  }

  async document(id) {
    const { first, node } = this.#manifest.texts;
    const at = first.findLastIndex((start) => start <= id);
    const reader = new Reader(await this.#file(`nodes/${node[at]}`));
    for (let start = first[at]; ; ) {
      const end = start + reader.varint();
      const name = reader.name();
      if (id < end) return (await this.#json(`texts/${name}`))[id - start];
      start = end;
    }
  }

  #all(folder, names) {
    return Promise.all(names.map((name) => this.#file(`${folder}/${name}`)));
  }

  #json(path) {
    return this.#file(path, (file) => new Response(new Blob([file]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).json());
  }

  #file(path, decode = (file) => file) {
    if (!this.#files.has(path)) {
      const file = get(new URL(path, this.#base), 'default', 'gone').then((file) => {
        this.read += file.length;
        return decode(file);
      });
      file.catch(() => this.#files.delete(path));
      this.#files.set(path, file);
    }
    return this.#files.get(path);
  }
}

/** A query: `narrow` finds out which pages may have its terms, `next` reads them in order. */
class Search {
  #index;
  #whole;
  #filters;
  /** Documents to come, by rank: called as the query, then by zone. The last of each is next. */
  #ranks = [];
  /** How much may be read by the end of this step. */
  #until;

  constructor(index, whole, filters) {
    this.#index = index;
    this.#until = index.read + index.step;
    this.#whole = whole;
    /** Ways to meet each term. */
    this.terms = [...new Set(whole.split(' '))].filter((term) => term.match(RUNS)).map(waysOf);
    this.#filters = Object.entries(filters).map(([facet, value]) => asking([{ key: `=${facet}/${value}` }]));
  }

  /** How many documents are to come, at most. */
  get left() {
    return this.#ranks.flat().length;
  }

  /** Whether all of them are known to have the terms. */
  get sure() {
    return this.terms.flat().every((way) => way.exact && way.masks.length);
  }

  async narrow() {
    const index = this.#index;
    const called = asking(this.terms.length && this.#whole.length > 1 ? [{ key: `#${this.#whole}` }] : []);
    const ways = [called, ...this.#filters, ...this.terms.flat()];
    while (!this.#ranks.length || (this.left > 10 && this.#until - index.read > index.step * 0.6)) {
      // The first key of each way, then the second …
      const asked = ways.filter(({ masks, keys }) => masks.length < keys.length);
      asked.sort((a, b) => a.masks.length - b.masks.length).splice(LISTS);
      if (!asked.length) return;
      const masks = await Promise.all(asked.map(({ masks, keys }) => index.mask(keys[masks.length])));
      asked.forEach((way, at) => way.masks.push(masks[at]));
      this.#sort(called);
    }
  }

  #sort(called) {
    this.#ranks = [[], [], [], [], []];
    for (let id = 0; id < this.#index.size; id++) {
      const zones = (way) => way.masks.reduce((zones, mask) => zones & mask[id], way.zones);
      const rank = this.#filters.every(zones) && this.rank(zones);
      if (rank) this.#ranks[called.masks[0]?.[id] ? 0 : rank].push(id);
    }
  }

  /** The rank by the zones of the terms: that of the worst, which stands in its best zone; 0 where one has none. */
  rank(zonesOf) {
    const masks = this.terms.map((ways) => ways.reduce((zones, way) => zones | zonesOf(way), 0));
    return masks.every(Boolean) ? Math.max(1, ...masks.map((zones) => 32 - Math.clz32(zones & -zones))) : 0;
  }

  /** The next `count` documents, or fewer where they are far apart. `verify` says the true rank of one. */
  async next(count, verify) {
    const found = [];
    const index = this.#index;
    const room = () => (this.#until - index.read) / LEAF;
    for (let most = Math.max(LEAST, room()); found.length < count && most >= 1 && this.left; most = room()) {
      const rank = this.#ranks.findIndex((ids) => ids.length);
      const ids = this.#ranks[rank].splice(-Math.min(count - found.length, most)).reverse();
      const documents = await Promise.all(ids.map((id) => index.document(id)));
      documents.forEach((document, at) => {
        const real = this.sure || !rank ? rank : verify(document);
        if (real === rank) found.push(document);
        else if (real) this.#ranks[real] = [...this.#ranks[real], ids[at]].sort((a, b) => a - b);
      });
    }
    this.#until = index.read + index.step;
    return found;
  }
}

/** How a term may be met: as text in any zone, or as the reading of a name. */
function waysOf(term) {
  const way = (text, zones, sign) => {
    let joined;
    const keys = [...text.matchAll(RUNS)].flatMap(({ 0: run, index }) => {
      const chars = [...run];
      if (HAN.test(run)) return chars.length === 1 && index === joined ? [] : pairs(chars).map((key) => ({ key }));
      // A whole word goes with the Han character behind it: 2030年.
      const [next = ''] = text.slice(index + run.length);
      const whole = chars.length <= LONGEST_WORD;
      if (!sign && whole && HAN.test(next)) {
        joined = index + run.length;
        return { key: run + next };
      }
      return { key: sign + chars.slice(0, LONGEST_WORD).join(''), prefix: whole && (sign || !next) };
    });
    return { ...asking(keys, zones), text, exact: keys.length === 1 && keys[0].key === sign + text };
  };
  const spelt = term.replaceAll("'", '');
  const readable = /^(?=.*[a-z])(?:[a-z]|\p{sc=Han})+$/u.test(spelt);
  return [way(term, ALL, ''), ...(readable ? [way(spelt, NAME, '@')] : [])];
}

/** Keys that a document must have in one zone, and the masks of those that have been asked for. */
const asking = (keys, zones = ALL) => ({ keys, zones, masks: [] });

/** Neighbouring characters, two by two: first those that cover all, then those between. */
function pairs(chars) {
  if (chars.length < 3) return [chars.join('')];
  const between = (at) => at % 2 && at < chars.length - 2;
  const all = chars.slice(1).map((char, at) => [between(at), chars[at] + char]);
  return all.sort(([a], [b]) => a - b).map(([, pair]) => pair);
}

/** A key as a string of bytes, which compare as the index sorts them. */
const binary = (key) => String.fromCharCode(...new TextEncoder().encode(key));

class Reader {
  #file;
  #at = 0;

  constructor(file) {
    this.#file = file;
  }

  get more() {
    return this.#at < this.#file.length;
  }

  byte() {
    if (!this.more) throw failure('damaged');
    return this.#file[this.#at++];
  }

  varint() {
    const byte = this.byte();
    return byte < 128 ? byte : byte - 128 + this.varint() * 128;
  }

  take(length) {
    return this.#file.subarray(this.#at, (this.#at += length));
  }

  name() {
    return Array.from(this.take(8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** A list of documents for each zone, into `mask`. */
  lists(mask) {
    const zones = this.byte();
    for (let bit = 1; bit <= zones; bit *= 2) {
      if (!(zones & bit)) continue;
      const list = new Reader(this.take(this.varint()));
      const bitmap = list.varint() % 2;
      for (let id = bitmap ? list.varint() * 8 : -1; list.more; ) {
        if (!bitmap) mask[(id += list.varint() + 1)] |= bit;
        else for (let byte = list.byte(), end = id + 8; id < end; id++, byte >>= 1) if (byte & 1) mask[id] |= bit;
      }
    }
  }
}

/** The sorted entries of a file: each key, front-coded, and its rest. */
function* entries(file) {
  const reader = new Reader(file);
  for (let key = ''; reader.more; ) {
    key = key.slice(0, reader.varint()) + String.fromCharCode(...reader.take(reader.varint()));
    yield [key, reader];
  }
}
