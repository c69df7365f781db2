import { ANY, type CharSet, foldCase, MAX_CODE } from './char-set.ts';
import { parseClass, parseEscape } from './parse-class.ts';
import { PatternError } from './pattern-error.ts';

/** `line-start` and the like take no character. */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'not-word';

export type RegexNode =
  | { readonly is: 'set'; readonly set: CharSet }
  | { readonly is: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly is: 'choice'; readonly items: readonly RegexNode[] }
  | { readonly is: 'repeat'; readonly item: RegexNode; readonly min: number; readonly max: number }
  | { readonly is: 'assert'; readonly kind: Assertion };

export type RegexProblem = { readonly message: string; readonly at: number };

const MAX_DEPTH = 200;
const MAX_REPEAT = 1000;

/** Go's pattern syntax (RE2): what TraceQL takes, and all of it can be matched in linear time. */
export function parseRegex(pattern: string): RegexNode | RegexProblem {
  try {
    return new RegexParser(pattern).whole();
  } catch (error) {
    if (error instanceof PatternError) return { message: error.message, at: error.at };
    throw error;
  }
}

type Flags = { readonly i: boolean; readonly m: boolean; readonly s: boolean };

class RegexParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** A dot also takes line ends, as Tempo has it: statements in spans have several lines. */
  #flags: Flags = { i: false, m: false, s: true };

  constructor(text: string) {
    this.#text = text;
  }

  whole(): RegexNode {
    const node = this.#choice();
    if (this.#at < this.#text.length) throw new PatternError('there is no ( for this ).', this.#at);
    return node;
  }

  #choice(): RegexNode {
    const items = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at++;
      items.push(this.#sequence());
    }
    return items.length === 1 && items[0] ? items[0] : { is: 'choice', items };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== '|' && this.#text[this.#at] !== ')') {
      const start = this.#at;
      const atom = this.#text.startsWith('\\Q', start) ? this.#quoted(items) : this.#atom();
      if (atom) items.push(this.#repeated(atom, start));
    }
    return items.length === 1 && items[0] ? items[0] : { is: 'sequence', items };
  }

  #repeated(item: RegexNode, start: number): RegexNode {
    const range = this.#repeat();
    if (!range) return item;
    if (this.#text[this.#at] === '?') this.#at++;
    if (this.#repeat()) throw new PatternError('one repetition directly follows another.', start);
    return { is: 'repeat', item, ...range };
  }

  #repeat(): { min: number; max: number } | undefined {
    const char = this.#text[this.#at];
    const simple =
      char === '*' ? [0, Infinity] : char === '+' ? [1, Infinity] : char === '?' ? [0, 1] : undefined;
    if (simple) {
      this.#at++;
      return { min: simple[0] ?? 0, max: simple[1] ?? 1 };
    }
    const counted =
      char === '{' ? /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(this.#text.slice(this.#at, this.#at + 16)) : null;
    if (!counted) return undefined;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Infinity;
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
      throw new PatternError(`a repetition may count to ${MAX_REPEAT} at most.`, this.#at);
    if (max < min) throw new PatternError(`${counted[0]} counts backwards.`, this.#at);
    this.#at += counted[0].length;
    return { min, max };
  }

  /** Undefined for `(?i)`, which only changes what follows. */
  #atom(): RegexNode | undefined {
    const char = this.#text[this.#at] ?? '';
    switch (char) {
      case '(':
        return this.#group();
      case '[': {
        const found = parseClass(this.#text, this.#at, this.#flags.i);
        this.#at = found.end;
        return { is: 'set', set: found.set };
      }
      case '.':
        this.#at++;
        return { is: 'set', set: this.#flags.s ? ANY : [0, 9, 11, MAX_CODE] };
      case '^':
        this.#at++;
        return { is: 'assert', kind: this.#flags.m ? 'line-start' : 'text-start' };
      case '$':
        this.#at++;
        return { is: 'assert', kind: this.#flags.m ? 'line-end' : 'text-end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError(`there is nothing before ${char} to repeat.`, this.#at);
    }
    const code = this.#text.codePointAt(this.#at) ?? 0;
    this.#at += code > 0xffff ? 2 : 1;
    return this.#literal(code);
  }

  #literal(code: number): RegexNode {
    return { is: 'set', set: this.#flags.i ? foldCase([code, code]) : [code, code] };
  }

  /** `\Q...\E`: its characters, of which a repetition takes the last. */
  #quoted(items: RegexNode[]): RegexNode | undefined {
    const end = this.#text.indexOf('\\E', this.#at);
    const quoted = this.#text.slice(this.#at + 2, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 2;
    const literals = Array.from(quoted, (c) => this.#literal(c.codePointAt(0) ?? 0));
    items.push(...literals.slice(0, -1));
    return literals.at(-1);
  }

  #escape(): RegexNode {
    const next = this.#text[this.#at + 1] ?? '';
    const kinds: Record<string, Assertion> = { A: 'text-start', z: 'text-end', b: 'word', B: 'not-word' };
    const kind = kinds[next];
    if (kind) {
      this.#at += 2;
      return { is: 'assert', kind };
    }
    const found = parseEscape(this.#text, this.#at);
    this.#at = found.end;
    return { is: 'set', set: this.#flags.i ? foldCase(found.set) : found.set };
  }

  #group(): RegexNode | undefined {
    const start = this.#at;
    if (++this.#depth > MAX_DEPTH)
      throw new PatternError(`groups are nested more than ${MAX_DEPTH} deep.`, start);
    const outer = this.#flags;
    if (this.#text[start + 1] === '?') {
      if (/^\(\?<?[=!]/.test(this.#text.slice(start, start + 4)))
        throw new PatternError(
          "looking ahead or behind is not part of Go's patterns, which TraceQL uses.",
          start,
        );
      const named = /^\(\?P?<\w{1,64}>/.exec(this.#text.slice(start, start + 70));
      const flags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(this.#text.slice(start, start + 20));
      if (!named && !flags) throw new PatternError('this group is not known: (?:...) and (?i) are.', start);
      this.#at += (named ?? flags)?.[0].length ?? 0;
      if (flags) {
        const set = (on: string, off: string, name: keyof Flags) =>
          off.includes(name) ? false : on.includes(name) || outer[name];
        const [on, off] = [flags[1] ?? '', flags[2] ?? ''];
        this.#flags = { i: set(on, off, 'i'), m: set(on, off, 'm'), s: set(on, off, 's') };
        if (flags[3] === ')') {
          this.#depth--;
          return undefined;
        }
      }
    } else this.#at++;
    const inner = this.#choice();
    if (this.#text[this.#at] !== ')') throw new PatternError('a closing ) is missing.', start);
    this.#at++;
    this.#depth--;
    this.#flags = outer;
    return inner;
  }
}
