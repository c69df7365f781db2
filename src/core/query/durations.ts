/** ns of each unit; m is minutes, as in Go and Prometheus. */
const UNITS: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400e9],
  ['w', 7 * 86_400e9],
  ['d', 86_400e9],
  ['h', 3600e9],
  ['m', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
];

const NS = new Map<string, number>([...UNITS, ['µs', 1e3], ['μs', 1e3]]);

/** `1h30m`, `1.5s`, `100us`: a run of numbers with units. Sticky, so that a lexer can use it in place. */
export const DURATION = /(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w|y))+/y;

/** `text` as DURATION matches it. Whole ns. */
export function durationNs(text: string): number {
  let sum = 0;
  for (const [, number = '0', unit = 'ns'] of text.matchAll(/([\d.]+)([a-zµμ]+)/g))
    sum += Number(number) * (NS.get(unit) ?? 1);
  return Math.round(sum);
}

/** The largest unit (hours at most) that needs no fraction, so that reading it back gives the same number. */
export function durationText(ns: number): string {
  if (ns === 0) return '0s';
  for (const [unit, size] of UNITS) if (size <= 3600e9 && ns % size === 0) return `${ns / size}${unit}`;
  return `${ns}ns`;
}
