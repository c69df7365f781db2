/** Where a version lies with respect to a range as npm, PyPI, Maven or NuGet write it. */
export type Fit = 'in' | 'below' | 'above' | 'unknown';

type Bound = {
  readonly min?: readonly number[];
  readonly minOpen?: boolean;
  readonly max?: readonly number[];
  readonly maxOpen?: boolean;
};

/** `4.18.2`, `v1.9.0-rc.1`, `^5.1.0` (what it begins with): the numbers; undefined when there are none. */
export function versionOf(text: string): readonly number[] | undefined {
  const m = /(\d+(?:\.\d+)*)/.exec(text);
  return m?.[1]?.split('.').map(Number);
}

export function fits(version: string, ranges: readonly string[]): Fit {
  const at = versionOf(version);
  if (!at || /^(?:workspace|catalog|link|file|git|http|\*|latest|next)/.test(version.trim()))
    return 'unknown';
  const bounds = ranges.flatMap(parse);
  if (bounds.length === 0) return 'unknown';
  let below = true;
  let above = true;
  for (const bound of bounds) {
    const low = bound.min ? compare(at, bound.min) : 1;
    const high = bound.max ? compare(at, bound.max) : -1;
    const isBelow = low < 0 || (low === 0 && bound.minOpen === true);
    const isAbove = high > 0 || (high === 0 && bound.maxOpen === true);
    if (!isBelow && !isAbove) return 'in';
    if (!isBelow) below = false;
    if (!isAbove) above = false;
  }
  return above ? 'above' : below ? 'below' : 'unknown';
}

function parse(range: string): Bound[] {
  const text = range.trim();
  if (text === '' || text === '*') return [{}];
  if (/^[[(]/.test(text)) return maven(text);
  return text.split('||').map(conjunction);
}

/** `[1.0,2.0)`, `(,3)`, `[1.2]` */
function maven(text: string): Bound[] {
  return [...text.matchAll(/([[(])([^\])]*)([\])])/g)].map(([, open, body = '', close]): Bound => {
    const [low = '', high] = body.split(',');
    const min = versionOf(low);
    const max = high === undefined ? min : versionOf(high);
    return {
      ...(min ? { min, minOpen: open === '(' } : {}),
      ...(max ? { max, maxOpen: close === ')' } : {}),
    };
  });
}

/** `>=4.0.0 <6`, `>=1.8.2,<3.0.0`, `~=3.25`, `^1.2.3`, `~1.2`, `1.x`, `2` */
function conjunction(text: string): Bound {
  let bound: Bound = {};
  for (const [, op = '', number = ''] of text.matchAll(/(>=|<=|~=|==|>|<|\^|~|=)?\s*v?([\dx*][\w.*-]*)/g)) {
    const at = versionOf(number) ?? [];
    if (op === '>=') bound = { ...bound, min: at };
    else if (op === '>') bound = { ...bound, min: at, minOpen: true };
    else if (op === '<') bound = { ...bound, max: at, maxOpen: true };
    else if (op === '<=') bound = { ...bound, max: at };
    else bound = { ...bound, min: at, max: bump(at, op, number), maxOpen: true };
  }
  return bound;
}

/** First version that is too new for `^`, `~`, `~=`, `1.x` or an exact one. */
function bump(at: readonly number[], op: string, written: string): readonly number[] {
  const [major = 0, minor = 0, patch = 0] = at;
  if (op === '^') return major > 0 ? [major + 1] : minor > 0 ? [0, minor + 1] : [0, 0, patch + 1];
  if (op === '~=') return at.length > 2 ? [major, minor + 1] : [major + 1];
  if (op === '~') return at.length > 1 ? [major, minor + 1] : [major + 1];
  if (/[x*]/.test(written) || at.length < 3) return [...at.slice(0, -1), (at.at(-1) ?? 0) + 1];
  return [major, minor, patch + 1];
}

export function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}
