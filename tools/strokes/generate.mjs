// Writes src/text/data/strokes.txt from cnchar-order, cnchar-trad, supplement.txt and what compose.mjs puts together; see
// README.md. Arguments: all_word.json of cn-sort, Unihan_IRGSources.txt.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compare, compose } from "./compose.mjs";

const require = createRequire(import.meta.url);
const DATA = new URL("../../src/text/data/", import.meta.url);

// The simplified table comes first and is not overridden: it is the one that can be checked against the standard.
const SOURCES = [
  ["cnchar-order", "3dbe473a9496d43c1ed8d782bc8673c500bac32d29cb3d72be72b25e82cdea38", (module) => module.dict.orders],
  ["cnchar-trad", "a328be4b8143bae79ca2ea00558a3b65c411d456cef4ed75d5a59c52c9e9cc98", (module) => module.dict.order],
];

const CHECKED = {
  decompositions: "f59baa0bccce361771211d603a7507cf0a5f97022910fc49a37df1fa6780b7ff",
  order: "47d377d5d5997dd1a1844c86b54755e3b5bed3794c3958072a1b8b8a21ecd84f",
  totals: "74db7b610541b7785e0e1b16b77ef8e768498712d52f8ef8a8dbbea302d650aa",
};

const BLOCKS = [
  ["base", 0x4e00, 0x9fff, 20992],
  ["extension A", 0x3400, 0x4dbf, 6592],
  ["extension B", 0x20000, 0x2a6df, 42720],
  ["extension C", 0x2a700, 0x2b73f, 4153],
  ["extension D", 0x2b740, 0x2b81f, 222],
  ["extension E", 0x2b820, 0x2ceaf, 5762],
  ["extension F", 0x2ceb0, 0x2ebef, 7473],
];

// The letters of cnchar: j 横, i 提 → 1; f 竖, g 竖钩 → 2; s 撇 → 3; k 点, d 左点, l 捺 → 4; any other turns → 5.
const CLASS = { j: 1, i: 1, f: 2, g: 2, s: 3, k: 4, d: 4, l: 4 };
const TURNING = "abcehmnopqrtuvwxyz";

// What 通用规范汉字表 prints at a place that is not that of its strokes; supplement.txt has them last.
const MISPLACED = new Set("麀𦝼𨱇");

const table = new Map();
const standard = lines(new URL("tongyong.txt", DATA)).map((line) => [...line]);
SOURCES.forEach(addPackage);
lines(new URL("supplement.txt", import.meta.url)).forEach(addSupplement);
checkOrder();
addComposed();
write();

function addPackage([name, sha256, orders]) {
  const file = require.resolve(name);
  checked(file, sha256);
  for (const [char, letters] of Object.entries(orders(require(name)))) {
    if (!letters || [...char].length !== 1 || table.has(char)) continue;
    table.set(char, [...letters].map((letter) => classOf(letter, char)).join(""));
  }
}

// The text of a file, which must be the one that was looked at.
function checked(file, sha256) {
  const bytes = readFileSync(file);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== sha256) fail(`${file} has changed (sha256 ${found}): check the data again`);
  return bytes.toString("utf8");
}

function addComposed() {
  const [orderFile, totalsFile] = process.argv.slice(2);
  if (!totalsFile) fail("give the paths of all_word.json and Unihan_IRGSources.txt");
  const decompositions = checked(require.resolve("hanzi/lib/data/cjk-decomp.txt.js"), CHECKED.decompositions);
  const order = new Map();
  for (const { chinese, stroke_increment_level: level } of JSON.parse(checked(orderFile, CHECKED.order)).all_word) {
    if ([...chinese].length === 1 && chinese >= "\u3400") order.set(chinese, level);
  }
  const totals = new Map();
  for (const line of checked(totalsFile, CHECKED.totals).split("\n")) {
    const [code, property, value] = line.split("\t");
    if (property !== "kTotalStrokes" || !code.startsWith("U+")) continue;
    totals.set(String.fromCodePoint(Number.parseInt(code.slice(2), 16)), value.split(" ").map(Number));
  }
  const composed = compose(table, decompositions, order, totals);
  // What 通用规范汉字表 has is for supplement.txt to settle.
  for (const char of standard.flat()) composed.delete(char);
  for (const [char, strokes] of composed) table.set(char, strokes);
  console.log(`${composed.size} put together from their parts`);
}

function classOf(letter, char) {
  if (!(letter in CLASS) && !TURNING.includes(letter)) fail(`${char}: unknown stroke letter ${letter}`);
  return CLASS[letter] ?? 5;
}

// `喆 = 吉吉`: see the head of supplement.txt.
function addSupplement(line) {
  const [, char, sign, parts] = line.match(/^(\S+) (:?=) (\S+)$/u) ?? fail(`not understood: ${line}`);
  if (table.has(char) !== (sign === ":=")) fail(`${char}: “=” adds a character, “:=” replaces one`);
  const strokes = parts.replace(/@(.)-(.)|([^1-5])/gu, (_, whole, without, part) =>
    part ? known(part, char) : remainder(known(whole, char), known(without, char), char));
  table.set(char, strokes);
}

function known(part, char) {
  return table.get(part) ?? fail(`${char}: the part ${part} is not known`);
}

function remainder(whole, part, char) {
  if (whole.startsWith(part)) return whole.slice(part.length);
  if (whole.endsWith(part)) return whole.slice(0, -part.length);
  return fail(`${char}: nothing can be taken away`);
}

// Each of the three parts of 通用规范汉字表 is in the order of GF 3003-1999: count, then classes. So must our data be.
function checkOrder() {
  let wrong = 0;
  for (const part of standard) {
    const known = part.filter((char) => table.has(char) && !MISPLACED.has(char));
    for (let i = 1; i < known.length; i++) {
      if (compare(table.get(known[i - 1]), table.get(known[i])) <= 0) continue;
      console.error(`${known[i - 1]} ${table.get(known[i - 1])} stands before ${known[i]} ${table.get(known[i])}`);
      wrong++;
    }
    const missing = part.filter((char) => !table.has(char));
    console.log(`${part.length - missing.length} of ${part.length} known; missing: ${missing.join("") || "none"}`);
  }
  if (wrong) fail(`${wrong} places differ from the order of 通用规范汉字表`);
}

// One line a character, by code point: `土121`. Of characters with equal strokes the second ends in `b`, the third in
// `c` …: in the order of 通用规范汉字表, characters outside it last and by code point.
function write() {
  const place = new Map(standard.flat().map((char, index) => [char, index]));
  const rank = (char) => place.get(char) ?? standard.flat().length + char.codePointAt(0);
  const equals = new Map();
  const written = [...table.keys()].filter((char) => /^[\p{Unified_Ideograph}〇]$/u.test(char));
  for (const char of written.toSorted((a, b) => rank(a) - rank(b))) {
    const strokes = table.get(char);
    equals.set(strokes, [...(equals.get(strokes) ?? []), char]);
  }
  const suffix = (char) => {
    const index = equals.get(table.get(char)).indexOf(char);
    if (index > 25) fail(`${char}: more than 26 characters with the same strokes`);
    return index ? String.fromCharCode(97 + index) : "";
  };
  const chars = written.toSorted((a, b) => a.codePointAt(0) - b.codePointAt(0));
  writeFileSync(new URL("strokes.txt", DATA), chars.map((char) => `${char}${table.get(char)}${suffix(char)}\n`).join(""));
  for (const [block, from, to, size] of BLOCKS) {
    const count = chars.filter((char) => char.codePointAt(0) >= from && char.codePointAt(0) <= to).length;
    console.log(`${block}: ${count} of ${size}`);
  }
  console.log(`${chars.length} characters written; GB 2312: ${gb2312().filter((char) => table.has(char)).length} of 6763`);
}

function gb2312() {
  const decoder = new TextDecoder("gb2312");
  const chars = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell++) chars.push(decoder.decode(Uint8Array.of(row, cell)));
  }
  return chars;
}

function lines(url) {
  return readFileSync(url, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
