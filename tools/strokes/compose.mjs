// Strokes of rare characters, put together from those of their parts; see README.md.
//
// A character is taken only where its number of strokes is the one that Unihan states, and where something else agrees:
// in the base block its place in a published order of 20,902 characters; beyond it, that the parts it is made of were
// right in the same position wherever that order or the table could tell.

const BASE = /^[\u4e00-\u9fff]$/u;

// How often a part was wrong among the times that it was seen, and how often it must have been seen.
const TOLERANCE = 0.02;
const SEEN = 2;

export function compose(table, decompositions, order, totals) {
  const parts = readParts(decompositions);
  const strokesOf = reader(table, parts);
  const fits = placeIn(order, table);
  const candidates = new Map();
  for (const char of totals.keys()) {
    const strokes = parts.has(char) ? strokesOf(char) : undefined;
    if (strokes && totals.get(char).includes(strokes.length)) candidates.set(char, strokes);
  }
  const record = new Map();
  const composed = new Map();
  for (const [char, strokes] of candidates) {
    if (!BASE.test(char) || !order.has(char)) continue;
    const known = table.get(char);
    const isRight = known ? known === strokes : fits(char, strokes);
    if (isRight && !known) composed.set(char, strokes);
    for (const key of keys(parts.get(char))) {
      const seen = record.get(key) ?? { right: 0, wrong: 0 };
      seen[isRight ? "right" : "wrong"]++;
      record.set(key, seen);
    }
  }
  const isTrusted = (key) => {
    const { right, wrong } = record.get(key) ?? { right: 0, wrong: 0 };
    return right >= SEEN && wrong / (right + wrong) <= TOLERANCE;
  };
  for (const [char, strokes] of candidates) {
    if (!BASE.test(char) && !table.has(char) && keys(parts.get(char)).every(isTrusted)) composed.set(char, strokes);
  }
  return composed;
}

// `相:a(木,目)`: the way in which the parts are joined, whether they touch, and the parts.
function readParts(decompositions) {
  const parts = new Map();
  for (const [, char, way, joint, list] of decompositions.matchAll(/(?:^|`|\n)(\S+?):([a-z0-9]*)(\/[tmso])?\(([^)]*)\)/gu)) {
    parts.set(char, { way, joint, list: list ? list.split(",") : [] });
  }
  return parts;
}

function keys({ way, list }) {
  return [...new Set(list)].map((part) => `${way} ${part}`);
}

// Only joints in which one part is finished before the next begins: side by side, one below the other, below a roof, repeated.
function reader(table, parts) {
  const known = new Map();
  const read = (char, above) => {
    if (above.length && table.has(char)) return table.get(char);
    if (known.has(char)) return known.get(char);
    const { way, joint, list } = parts.get(char) ?? {};
    if (!way || above.includes(char)) return undefined;
    const of = (part) => read(part, [...above, char]);
    const times = { ra: 2, rd: 2, r3a: 3, r3d: 3, r3tr: 3, r3gw: 3, me: 1 }[way];
    let strokes;
    if (times) strokes = of(list[0])?.repeat(times);
    else if (!joint && (["a", "d"].includes(way) || (["stl", "str"].includes(way) && list.length === 2))) {
      const all = list.map(of);
      if (all.every(Boolean)) strokes = all.join("");
    }
    if (strokes && above.length) known.set(char, strokes);
    return strokes;
  };
  return (char) => read(char, []);
}

// Whether strokes lie between those of the nearest characters of the order that are known.
function placeIn(order, table) {
  const known = [...order.keys()].filter((char) => table.has(char)).toSorted((a, b) => order.get(a) - order.get(b));
  return (char, strokes) => {
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order.get(known[middle]) <= order.get(char)) low = middle + 1;
      else high = middle;
    }
    const before = known[low - 1];
    const after = known[low];
    return (!before || compare(table.get(before), strokes) <= 0) && (!after || compare(strokes, table.get(after)) <= 0);
  };
}

export function compare(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
