// Writes src/text/data/variants.txt from Unihan_Variants.txt and TSCharacters.txt of OpenCC (their paths are the arguments)
// and supplement.txt; see README.md.
import { readFileSync, writeFileSync } from "node:fs";

const DATA = new URL("../../src/text/data/", import.meta.url);
const standard = new Set(readFileSync(new URL("tongyong.txt", DATA), "utf8").replace(/\n/g, ""));

// In the order in which they are believed. A specialised variant shares only some meanings, so it is not asked.
const PROPERTIES = ["kSimplifiedVariant", "kSemanticVariant", "kZVariant"];

const forms = new Map(PROPERTIES.map((property) => [property, new Map()]));
for (const line of lines(process.argv[2])) {
  const [from, property, values] = line.split("\t");
  const to = values.split(" ").map((value) => char(value.split("<")[0]));
  forms.get(property)?.set(char(from), to);
}

const variants = new Map();
for (const line of lines(process.argv[3])) {
  const [from, to] = line.split("\t");
  const right = to.split(" ").find((form) => standard.has(form));
  if (!standard.has(from) && right) variants.set(from, right);
}
for (const property of PROPERTIES) {
  for (const [from, to] of forms.get(property)) {
    const right = to.filter((form) => standard.has(form));
    // What the standard knows is right as it stands (乾, 昇, 堃); where two forms may be meant, nobody can suggest one.
    if (!standard.has(from) && right.length === 1 && !variants.has(from)) variants.set(from, right[0] + (property === "kSimplifiedVariant" ? "" : "~"));
  }
}
for (const line of lines(new URL("supplement.txt", import.meta.url))) {
  const [from, to] = [...line];
  if (to === "-") variants.delete(from);
  else variants.set(from, to);
}

const written = [...variants].filter(([from]) => from.codePointAt(0) <= 0xffff).toSorted(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(new URL("variants.txt", DATA), written.map(([from, to]) => `${from}${to}\n`).join(""));
console.log(`${written.length} forms written`);

function char(codePoint) {
  return String.fromCodePoint(Number.parseInt(codePoint.slice(2), 16));
}

function lines(file) {
  return readFileSync(file, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
}
