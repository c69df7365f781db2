import {
  type CharSet,
  DIGIT,
  foldCase,
  negated,
  POSIX,
  SPACE,
  tidy,
  unicodeProperty,
  WORD,
} from './char-set.ts';
import { PatternError } from './pattern-error.ts';

type Found = { readonly set: CharSet; readonly end: number };

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const SETS: Readonly<Record<string, CharSet>> = { d: DIGIT, w: WORD, s: SPACE };

/** What a backslash at `at` begins, in or outside a class. */
export function parseEscape(text: string, at: number): Found {
  const char = text[at + 1] ?? '';
  if (char === '') throw new PatternError('it ends in a single \\.', at);
  const set = SETS[char.toLowerCase()];
  if (set) return { set: char === char.toLowerCase() ? set : negated(set), end: at + 2 };
  if (char === 'p' || char === 'P') return property(text, at);
  const control = CONTROLS[char];
  if (control !== undefined) return { set: [control, control], end: at + 2 };
  const hex = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(text.slice(at, at + 11));
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{2})/.exec(text.slice(at, at + 4));
  const code = hex
    ? Number.parseInt(hex[1] ?? hex[2] ?? '', 16)
    : octal
      ? Number.parseInt(octal[1] ?? '', 8)
      : undefined;
  if (code !== undefined && code <= 0x10ffff)
    return { set: [code, code], end: at + ((hex ?? octal)?.[0].length ?? 0) };
  if (/[1-9]/.test(char))
    throw new PatternError("referring back to a group is not part of Go's patterns, which TraceQL uses.", at);
  if (/[A-Za-z0]/.test(char)) throw new PatternError(`\\${char} means nothing.`, at);
  const literal = text.codePointAt(at + 1) ?? 0;
  return { set: [literal, literal], end: at + (literal > 0xffff ? 3 : 2) };
}

function property(text: string, at: number): Found {
  const found = /^\\[pP](?:([A-Z])|\{(\^?)(\w{1,40})\})/.exec(text.slice(at, at + 48));
  const set = found && unicodeProperty(found[1] ?? found[3] ?? '');
  if (!found || !set) throw new PatternError(`${text.slice(at, at + 12)} names no class of characters.`, at);
  const not = (text[at + 1] === 'P') !== (found[2] === '^');
  return { set: not ? negated(set) : set, end: at + found[0].length };
}

/** `[a-z\d[:alpha:]]`, the bracket at `at`. */
export function parseClass(text: string, at: number, ignoreCase: boolean): Found {
  let pos = at + 1;
  const not = text[pos] === '^';
  if (not) pos++;
  const ranges: number[] = [];
  for (let first = true; first || text[pos] !== ']'; first = false) {
    if (pos >= text.length) throw new PatternError('a closing ] is missing.', at);
    const posix = text[pos] === '[' ? /^\[:(\^?)(\w{1,10}):\]/.exec(text.slice(pos, pos + 16)) : null;
    if (posix) {
      const set = POSIX[posix[2] ?? ''];
      if (!set) throw new PatternError(`${posix[0]} names no class of characters.`, pos);
      ranges.push(...(posix[1] === '^' ? negated(set) : set));
      pos += posix[0].length;
      continue;
    }
    const from = member(text, pos);
    pos = from.end;
    if (text[pos] === '-' && pos + 1 < text.length && text[pos + 1] !== ']' && isSingle(from.set)) {
      const to = member(text, pos + 1);
      if (!isSingle(to.set) || (to.set[0] ?? 0) < (from.set[0] ?? 0))
        throw new PatternError(`${text.slice(at, to.end)} is a range that runs backwards.`, at);
      ranges.push(from.set[0] ?? 0, to.set[0] ?? 0);
      pos = to.end;
    } else for (const code of from.set) ranges.push(code);
  }
  const set = ignoreCase ? foldCase(tidy(ranges)) : tidy(ranges);
  return { set: not ? negated(set) : set, end: pos + 1 };
}

function member(text: string, at: number): Found {
  if (text[at] === '\\') return parseEscape(text, at);
  const code = text.codePointAt(at) ?? 0;
  return { set: [code, code], end: at + (code > 0xffff ? 2 : 1) };
}

const isSingle = (set: CharSet) => set.length === 2 && set[0] === set[1];
