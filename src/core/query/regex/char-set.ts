/** Code points as a flat list of inclusive ranges: [from, to, from, to ...], sorted and apart after `tidy`. */
export type CharSet = readonly number[];

export const MAX_CODE = 0x10ffff;
export const ANY: CharSet = [0, MAX_CODE];
export const DIGIT: CharSet = [48, 57];
/** ASCII, as in Go. */
export const WORD: CharSet = [48, 57, 65, 90, 95, 95, 97, 122];
export const SPACE: CharSet = [9, 10, 12, 13, 32, 32];

export function tidy(ranges: CharSet): CharSet {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] ?? 0, ranges[i + 1] ?? 0]);
  pairs.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [from, to] of pairs) {
    const end = out.at(-1);
    if (end !== undefined && from <= end + 1) out[out.length - 1] = Math.max(end, to);
    else out.push(from, to);
  }
  return out;
}

export function negated(set: CharSet): CharSet {
  const out: number[] = [];
  let next = 0;
  const sorted = tidy(set);
  for (let i = 0; i < sorted.length; i += 2) {
    const [from, to] = [sorted[i] ?? 0, sorted[i + 1] ?? 0];
    if (from > next) out.push(next, from - 1);
    next = to + 1;
  }
  if (next <= MAX_CODE) out.push(next, MAX_CODE);
  return out;
}

export function contains(set: CharSet, code: number): boolean {
  for (let i = 0; i < set.length; i += 2) {
    if (code < (set[i] ?? 0)) return false;
    if (code <= (set[i + 1] ?? 0)) return true;
  }
  return false;
}

/** Longer ranges are not folded code by code; such a class has both cases already, or none. */
const MAX_FOLDED = 4096;

/** With the other case of every letter. */
export function foldCase(set: CharSet): CharSet {
  const out = [...set];
  for (let i = 0; i < set.length; i += 2) {
    const [from, to] = [set[i] ?? 0, set[i + 1] ?? 0];
    if (to - from > MAX_FOLDED) continue;
    for (let code = from; code <= to; code++) {
      const char = String.fromCodePoint(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        const folded = other.codePointAt(0) ?? code;
        if (folded !== code && String.fromCodePoint(folded) === other) out.push(folded, folded);
      }
    }
  }
  return tidy(out);
}

export const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: [48, 57, 65, 90, 97, 122],
  alpha: [65, 90, 97, 122],
  ascii: [0, 127],
  blank: [9, 9, 32, 32],
  cntrl: [0, 31, 127, 127],
  digit: DIGIT,
  graph: [33, 126],
  lower: [97, 122],
  print: [32, 126],
  punct: [33, 47, 58, 64, 91, 96, 123, 126],
  space: [9, 13, 32, 32],
  upper: [65, 90],
  word: WORD,
  xdigit: [48, 57, 65, 70, 97, 102],
};

const properties = new Map<string, CharSet>();

/** `L`, `Lu`, `Greek`: a general category or a script. Scans Unicode once for each name. */
export function unicodeProperty(name: string): CharSet | undefined {
  const known = properties.get(name);
  if (known) return known;
  const pattern = propertyPattern(name);
  if (!pattern) return undefined;
  const out: number[] = [];
  for (let code = 0; code <= MAX_CODE; code++) {
    if ((code >= 0xd800 && code <= 0xdfff) || !pattern.test(String.fromCodePoint(code))) continue;
    if (out.at(-1) === code - 1) out[out.length - 1] = code;
    else out.push(code, code);
  }
  properties.set(name, out);
  return out;
}

function propertyPattern(name: string): RegExp | undefined {
  if (!/^[A-Za-z_]{1,40}$/.test(name)) return undefined;
  for (const property of [name, `Script=${name}`]) {
    try {
      // The name is letters only, so nothing of the user's pattern reaches this one.
      return new RegExp(`^\\p{${property}}$`, 'u');
    } catch {
      // Not a name of that kind.
    }
  }
  return undefined;
}
