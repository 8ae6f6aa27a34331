// What a search finds: reads the pages that search-reader.js names, makes sure that they hold the terms, and shows each
// with its title, its lines and a passage. What records say becomes text, never markup.

const BEGINS_WORD = /^(?!\p{sc=Han})[\p{Alpha}\p{N}]/u;
const ENDS_WORD = /(?!\p{sc=Han})[\p{Alpha}\p{N}]$/u;
const NOT_IN_NAME = /[\p{White_Space}·•‧・･∙⋅．]/u;
/** The zone of names, which are met by their reading too. */
const NAME = 1;
/** Of a passage: what is shown before its first match, and all of it; less than the last is not worth a cut. Characters. */
const BEFORE = 16;
const LENGTH = 80;
const SLACK = 6;

export class Results {
  #index;
  #search;

  constructor(index, search) {
    this.#index = index;
    this.#search = search;
  }

  /** How many are still to come, at most; with `sure`, exactly. */
  get left() {
    return this.#search.left;
  }

  get sure() {
    return this.#search.sure;
  }

  /** The next `count`, or fewer where they are far apart. */
  next(count) {
    return this.#search.next(count, (document) => this.#rank(document));
  }

  /** The rank that a document truly has; 0 where it lacks a term. */
  #rank({ t: title, r: readings, z: zones }) {
    const texts = zones.map((text) => this.#index.fold(text).text);
    return this.#search.rank(({ text: term, zones }) => {
      if (zones === NAME) return this.#reading(term, title, readings).length;
      return texts.reduce((zones, text, zone) => zones | (places(text, term).length && 1 << zone), 0);
    });
  }

  /** One of them as the page's template has it; `kind` names its kind. */
  item({ k, u, t: title, s: lines, z: zones, r: readings }, { template, home, kind }) {
    const shown = template.content.cloneNode(true);
    const slot = (name) => shown.querySelector(`[data-slot="${name}"]`);
    slot('kind').textContent = kind(k);
    slot('title').href = new URL(u, home);
    slot('title').textContent = '';
    const terms = new Set(write(slot('title'), title, this.#marks(title, readings)));
    const line = (parent) => parent.appendChild(document.createElement('span'));
    for (const text of lines) write(line(slot('lines')), text, this.#marks(text)).forEach((term) => terms.add(term));
    const pieces = zones.flatMap((text) => text.split('\n')).filter((text) => text && text !== title && !lines.includes(text));
    for (const passage of this.#passages(pieces, terms)) write(line(slot('passage')), ...passage);
    for (const name of ['lines', 'passage']) slot(name).hidden = !slot(name).hasChildNodes();
    return shown;
  }

  /** Pieces with terms that have not been shown, two at most; else the first with any. */
  #passages(pieces, shown) {
    const found = pieces.map((text) => ({ text: text.normalize(), marks: this.#marks(text) })).filter(({ marks }) => marks.length);
    const chosen = [];
    while (chosen.length < 2) {
      const news = ({ marks }) => new Set(marks.map(([, , term]) => term).filter((term) => !shown.has(term))).size;
      const best = found.reduce((best, piece) => (news(piece) > (best ? news(best) : 0) ? piece : best), undefined);
      if (!best) break;
      chosen.push(best);
      best.marks.forEach(([, , term]) => shown.add(term));
    }
    if (!chosen.length) chosen.push(...found.slice(0, 1));
    return found.filter((piece) => chosen.includes(piece)).map(cut);
  }

  /** Where terms stand in `text.normalize()`: `[from, to, term]` each; in a name also by its readings. */
  #marks(text, readings) {
    const { text: folded, from } = this.#index.fold(text);
    const mark = ({ text: term, zones }) => {
      if (zones === NAME) return this.#reading(term, text, readings);
      return places(folded, term).map((at) => {
        let end = at + term.length;
        while (from[end] === from[end - 1]) end++;
        return [from[at], from[end]];
      });
    };
    const marks = this.#search.terms.flatMap((ways, term) => ways.flatMap(mark).map((place) => [...place, term]));
    return marks.sort(([a], [b]) => a - b);
  }

  /** The part of a name that is read as the term, if any: each character as itself, its syllable or its initial. */
  #reading(term, name, readings) {
    const chars = readings ? [...name.normalize().matchAll(/./gsu)].filter(([char]) => !NOT_IN_NAME.test(char)) : [];
    const end = (at, rest) => {
      if (!rest || at === chars.length) return rest ? 0 : at;
      const syllable = readings[at] || '-';
      const spelt = [syllable, syllable.replace(/^([nl])v/, '$1u')];
      if (spelt.some((syllable) => syllable.startsWith(rest))) return at + 1;
      const ways = [this.#index.fold(chars[at][0]).text, ...spelt, syllable[0]].filter((way) => rest.startsWith(way));
      return ways.reduce((found, way) => found || end(at + 1, rest.slice(way.length)), 0);
    };
    for (const at of chars.keys()) {
      const last = chars[end(at, term) - 1];
      if (last) return [[chars[at].index, last.index + last[0].length]];
    }
    return [];
  }
}

/** Where `term` stands in a folded text; it does not begin inside a word. */
function places(text, term) {
  const found = [];
  const word = BEGINS_WORD.test(term);
  for (let at = -1; (at = text.indexOf(term, at + 1)) >= 0; ) {
    if (!word || !ENDS_WORD.test(text.slice(Math.max(0, at - 2), at))) found.push(at);
  }
  return found;
}

/** A piece around its first match. */
function cut({ text, marks }) {
  const start = marks[0][0] < BEFORE + SLACK ? 0 : marks[0][0] - BEFORE;
  const end = start + LENGTH + SLACK > text.length ? text.length : start + LENGTH;
  const before = start ? '…' : '';
  const move = (at) => Math.min(at, end) - start + before.length;
  const moved = marks.filter(([from]) => from < end).map(([from, to, term]) => [move(from), move(to), term]);
  return [before + text.slice(start, end) + (end < text.length ? '…' : ''), moved];
}

/** Adds the text with its matches in `<mark>`; which terms these are. */
function write(element, text, marks) {
  const plain = text.normalize();
  let at = 0;
  for (const [from, to] of marks) {
    if (to <= at) continue;
    const start = Math.max(at, from);
    element.append(plain.slice(at, start));
    element.appendChild(document.createElement('mark')).textContent = plain.slice(start, to);
    at = to;
  }
  element.append(plain.slice(at));
  return marks.map(([, , term]) => term);
}
