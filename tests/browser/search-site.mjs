// An invented city for the tests of search: its records, what its index says of each page, and a search that reads
// everything and is too simple to be wrong.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { siteIn } from './site.mjs';

const PROGRAM = process.env.HONORROLL ?? fileURLToPath(new URL('../../target/debug/honorroll', import.meta.url));

/** Numbers that look random and are the same in every run. */
export function dice(seed) {
  const roll = (sides) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * sides);
  };
  return { roll, pick: (list) => list[roll(list.length)] };
}

const SURNAMES = ['张', '王', '李', '赵', '谢', '欧阳', '单', '仇', '吕', '区', '解', '诸葛'];
const GIVEN = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'];
const WORDS = ['示例', '值守', '防汛', '社区', '夜班', '抢修', '群众', '队员', '登記', '國旗', '東門', '里程', '著作', '乾坤', '于是'];
const LATIN = ['2030年', '15号', 'A1', 'alpha', 'Beta', 'ＣＮＣ', '７２小时', '3.5', 'x', 'zhang', '〔2031〕8号'];
const MARKS = ['，', '。', '、', ' ', '　', '“', '”', '·', '・', '•', '——', '（', '）', '-'];

/** Words of an invented text. */
export function words(count, { roll, pick }) {
  return Array.from({ length: count }, () => pick([WORDS, WORDS, WORDS, LATIN, MARKS, GIVEN][roll(6)])).join('');
}

/** The files of a city with so many people. */
export function city(people) {
  const { roll, pick } = dice(people);
  const units = Array.from({ length: 12 }, (_, at) => ({ id: `unit-${at}`, name: `示例市测试${GIVEN[at]}局`, ...(at > 5 ? { parent: `unit-${at - 6}` } : {}) }));
  const places = [{ id: 'city', name: '示例市' }, { id: 'east', name: '东门区', parent: 'city' }, { id: 'west', name: '西门县', parent: 'city' }];
  const files = {
    'content/site.yaml': 'title: 示例光荣榜\ndefault_status: published\n',
    'content/units.yaml': JSON.stringify(units),
    'content/places.yaml': JSON.stringify(places),
    // Records are hostile until checked, and may only ever be text.
    'content/people/hostile.yaml': JSON.stringify({ name: '张三', summary: '<img src=x onerror="window.hit=1"> & <script>window.hit=1</script> 恶意' }),
    'content/people/draft.yaml': JSON.stringify({ name: '草稿某', status: 'draft', summary: '不可见' }),
  };
  const named = [];
  for (let at = 0; at < people; at++) {
    const id = `p${at}`;
    const name = pick(SURNAMES) + pick(GIVEN) + (roll(3) ? pick(GIVEN) : '');
    named.push({ id, name });
    files[`content/people/${id}.yaml`] = JSON.stringify({ name, unit: pick(units).id, place: pick(places).id, post: `${pick(WORDS)}组组员`, summary: words(3 + roll(8), { roll, pick }) });
    files[`content/people/${id}.md`] = `${words(5 + roll(60), { roll, pick }).replace(/^\W+/u, '')}\n`;
  }
  for (let at = 0; at < people / 20; at++) {
    const honors = [{ title: `示例${pick(WORDS)}标兵`, recipients: Array.from({ length: 1 + roll(8) }, () => ({ person: pick(named).id })) }];
    honors[0].recipients = honors[0].recipients.filter(({ person }, place, all) => all.findIndex((other) => other.person === person) === place);
    const date = `${2028 + roll(4)}-0${1 + roll(9)}-1${roll(10)}`;
    files[`content/commendations/c${at}.yaml`] = JSON.stringify({ title: `关于表彰${pick(WORDS)}先进第${at}号的决定`, number: `示委发〔${date.slice(0, 4)}〕${at}号`, issuer: pick(units).id, date, honors });
  }
  return files;
}

/** A folder with a site of these files; `build` makes it and says where its output is, `write` changes it. */
export function folderOf(files) {
  const folder = mkdtempSync(join(tmpdir(), 'honorroll-search-'));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const build = () => {
    execFileSync(PROGRAM, ['build', '--quiet', '--site', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    return siteIn(join(folder, 'output'));
  };
  return { write, build, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every document of an index in the order of their numbers, and the fold table. */
export function documents(site) {
  const manifest = JSON.parse(site.read('search/index.json'));
  const json = (path) => JSON.parse(inflateRawSync(site.bytes(path)));
  const found = [];
  for (const node of manifest.texts.node) {
    const bytes = site.bytes(`search/nodes/${node}`);
    for (let at = 0; at < bytes.length; at += 8) {
      while (bytes[at++] > 127);
      found.push(...json(`search/texts/${bytes.subarray(at, at + 8).toString('hex')}`));
    }
  }
  const pairs = manifest.fold ? [...json(`search/tables/${manifest.fold}`)] : [];
  const simplified = new Map(pairs.flatMap((char, at) => (at % 2 ? [] : [[char, pairs[at + 1]]])));
  return { found, simplified };
}

const HAN = /\p{sc=Han}/u;
const isWord = (c) => c !== undefined && !HAN.test(c) && /[\p{Alpha}\p{N}]/u.test(c);

/** Search by reading everything: the rules of docs/search.md and nothing to make them fast. */
export class Oracle {
  constructor({ found, simplified }) {
    this.simplified = simplified;
    this.pages = found.map((page) => ({ ...page, zones: page.z.map((text) => this.fold(text)) }));
  }

  fold(text) {
    const plain = Array.from(text.normalize('NFC'), (c) => c.normalize('NFKC').toLowerCase());
    return Array.from(plain.join(''), (c) => this.simplified.get(c) ?? c).join('').replace(/\p{White_Space}+/gu, ' ').replace(/[•‧・∙⋅]/gu, '·');
  }

  /** The addresses of the pages with every term of the query, in order. */
  search(query) {
    const whole = this.fold(query).trim();
    const terms = whole.split(' ').filter((term) => [...term].some((c) => isWord(c) || HAN.test(c)));
    if (terms.length === 0) return [];
    const ranked = this.pages.map((page, id) => ({ page, id, rank: this.#rank(page, whole, terms) }));
    return ranked.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank || b.id - a.id).map(({ page }) => page.u);
  }

  #rank(page, whole, terms) {
    const zones = terms.map((term) => (this.#reads(page, term) ? 0 : page.zones.findIndex((text) => holds(text, term))));
    if (zones.includes(-1)) return -1;
    return [...whole].length > 1 && this.fold(page.t).trim() === whole ? 0 : 1 + Math.max(...zones);
  }

  #reads({ t: name, r: readings }, term) {
    const spelt = term.replaceAll("'", '');
    if (!readings || !/[a-z]/.test(spelt) || !/^(?:[a-z]|\p{sc=Han})+$/u.test(spelt)) return false;
    const chars = [...this.fold(name)].filter((c) => !/[\s·•‧・･∙⋅．]/u.test(c));
    return chars.some((_, at) => read(chars.slice(at), readings.slice(at), spelt));
  }
}

function holds(text, term) {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (!(isWord([...term][0]) && isWord([...text.slice(0, at)].at(-1)))) return true;
  }
  return false;
}

/** Whether the name begins as it was typed: each character as itself, its syllable or its initial. */
function read([char, ...chars], [syllable, ...readings], typed) {
  if (typed === '') return true;
  if (char === undefined) return false;
  const syllables = syllable ? [syllable, syllable.replace(/^([nl])v/, '$1u')] : [];
  if (syllables.some((syllable) => syllable.startsWith(typed))) return true;
  const ways = [char, ...syllables, ...syllables.map((syllable) => syllable[0])];
  return ways.some((way) => typed.startsWith(way) && read(chars, readings, typed.slice(way.length)));
}
