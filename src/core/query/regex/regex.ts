import { type CharSet, contains, WORD } from './char-set.ts';
import { parseRegex, type RegexProblem } from './parse-regex.ts';
import { ASSERTIONS, compileProgram, OP, type Program } from './program.ts';

/** Bounds of the state table before it is begun anew, in states, in entries, and in instructions its states list. */
const MAX_STATES = 2000;
const MAX_ENTRIES = 4_000_000;
const MAX_LISTED = 1_000_000;
const TOO_LARGE: RegexProblem = { message: 'it is too large.', at: 0 };

const recent = new Map<string, Regex | RegexProblem>();

/** Patterns are compiled once, however often a query is checked and run. */
export function compileRegex(pattern: string): Regex | RegexProblem {
  const known = recent.get(pattern);
  if (known) return known;
  const node = parseRegex(pattern);
  const program = 'message' in node ? node : (compileProgram(node) ?? TOO_LARGE);
  const made = 'message' in program ? program : (Regex.of(program) ?? TOO_LARGE);
  if (recent.size >= 32) recent.clear();
  recent.set(pattern, made);
  return made;
}
/** What stands before a place; with what stands after it, it decides assertions. */
const BEFORE = { start: 0, newline: 1, word: 2, other: 3 } as const;

/**
 * A pattern matched against the whole of a text, in time linear in its length whatever the pattern: the states a
 * backtracking matcher would try one by one are followed together, and sets of them seen before are looked up.
 */
export class Regex {
  readonly #program: Program;
  /** Characters no set tells apart are one class. */
  readonly #bounds: Uint32Array;
  readonly #ascii = new Uint16Array(128);
  readonly #classes: number;
  /** Whether class c is in set s, at s * classes + c. */
  readonly #inSet: Uint8Array;
  readonly #states: { readonly pcs: Int32Array; readonly before: number }[] = [];
  readonly #ids = new Map<string, number>();
  #listed = 0;
  /** Next state of state s on class c, at s * classes + c; -1 where not yet known. */
  #next = new Int32Array(0);
  /** 1 accepting, 0 not, -1 not yet known. */
  #accept = new Int8Array(64).fill(-1);
  readonly #marks: Int32Array;
  #mark = 0;

  static of(program: Program): Regex | undefined {
    const bounds = boundsOf(program);
    return bounds.length * (program.sets.length + 16) > MAX_ENTRIES ? undefined : new Regex(program, bounds);
  }

  private constructor(program: Program, bounds: Uint32Array) {
    this.#program = program;
    this.#marks = new Int32Array(program.op.length);
    this.#bounds = bounds;
    this.#classes = bounds.length;
    for (let code = 0; code < 128; code++) this.#ascii[code] = this.#classOf(code);
    this.#inSet = new Uint8Array(program.sets.length * this.#classes);
    program.sets.forEach((set, s) => {
      for (let c = 0; c < this.#classes; c++)
        this.#inSet[s * this.#classes + c] = contains(set, this.#bounds[c] ?? 0) ? 1 : 0;
    });
    this.#restart();
  }

  test(text: string): boolean {
    return this.testUtf8(encoder.encode(text));
  }

  testUtf8(bytes: Uint8Array): boolean {
    let state = 0;
    for (let i = 0; i < bytes.length; ) {
      const byte = bytes[i] ?? 0;
      let cls: number;
      if (byte < 128) {
        cls = this.#ascii[byte] ?? 0;
        i++;
      } else {
        const size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        let code = byte & (0xff >> (size + 1));
        for (let k = 1; k < size; k++) code = (code << 6) | ((bytes[i + k] ?? 0) & 0x3f);
        cls = this.#classOf(code);
        i += size;
      }
      const next = this.#next[state * this.#classes + cls] ?? -1;
      state = next >= 0 ? next : this.#step(state, cls);
      if (state === DEAD) return false;
    }
    return this.#accepts(state);
  }

  #classOf(code: number): number {
    let low = 0;
    let high = this.#bounds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#bounds[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #restart(): void {
    this.#states.length = 0;
    this.#listed = 0;
    this.#ids.clear();
    this.#next = new Int32Array(64 * this.#classes).fill(-1);
    this.#accept.fill(-1);
    this.#state(Int32Array.of(0), BEFORE.start);
    this.#state(new Int32Array(0), BEFORE.other);
  }

  /** Computes and remembers where `state` goes on a class. */
  #step(state: number, cls: number): number {
    const from = this.#states[state];
    if (!from) return DEAD;
    const code = this.#bounds[cls] ?? 0;
    const { op, x } = this.#program;
    const out: number[] = [];
    const seen = new Set<number>();
    for (const pc of this.#closure(from.pcs, from.before, code)) {
      if (op[pc] !== OP.take || this.#inSet[(x[pc] ?? 0) * this.#classes + cls] !== 1 || seen.has(pc + 1))
        continue;
      seen.add(pc + 1);
      out.push(pc + 1);
    }
    if (out.length === 0) {
      this.#next[state * this.#classes + cls] = DEAD;
      return DEAD;
    }
    const before = !this.#program.asserts
      ? BEFORE.other
      : code === 10
        ? BEFORE.newline
        : contains(WORD, code)
          ? BEFORE.word
          : BEFORE.other;
    const pcs = Int32Array.from(out).sort();
    const full =
      this.#states.length >= MAX_STATES ||
      this.#states.length * this.#classes >= MAX_ENTRIES ||
      this.#listed + pcs.length > MAX_LISTED;
    if (full && !this.#ids.has(keyOf(pcs, before))) {
      this.#restart();
      return this.#state(pcs, before);
    }
    const next = this.#state(pcs, before);
    this.#next[state * this.#classes + cls] = next;
    return next;
  }

  #state(pcs: Int32Array, before: number): number {
    const key = keyOf(pcs, before);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#states.push({ pcs, before }) - 1;
    this.#listed += pcs.length;
    this.#ids.set(key, id);
    if ((id + 1) * this.#classes > this.#next.length) {
      const grown = new Int32Array(this.#next.length * 2).fill(-1);
      grown.set(this.#next);
      this.#next = grown;
    }
    if (id >= this.#accept.length) {
      const grown = new Int8Array(this.#accept.length * 2).fill(-1);
      grown.set(this.#accept);
      this.#accept = grown;
    }
    return id;
  }

  #accepts(state: number): boolean {
    const known = this.#accept[state] ?? -1;
    if (known >= 0) return known === 1;
    const from = this.#states[state];
    const { op } = this.#program;
    const yes =
      from !== undefined && this.#closure(from.pcs, from.before, -1).some((pc) => op[pc] === OP.match);
    this.#accept[state] = yes ? 1 : 0;
    return yes;
  }

  /** All instructions reached without taking a character, given what stands before and after (-1: the end). */
  #closure(pcs: Int32Array, before: number, after: number): number[] {
    const { op, x, y } = this.#program;
    const mark = ++this.#mark;
    const stack = [...pcs];
    const reached: number[] = [];
    for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
      if (this.#marks[pc] === mark) continue;
      this.#marks[pc] = mark;
      if (op[pc] === OP.split) stack.push(x[pc] ?? 0, y[pc] ?? 0);
      else if (op[pc] === OP.jump) stack.push(x[pc] ?? 0);
      else if (op[pc] === OP.assert) {
        if (holds(x[pc] ?? 0, before, after)) stack.push(pc + 1);
      } else reached.push(pc);
    }
    return reached;
  }
}

/** The state without instructions: nothing can match any more. */
const DEAD = 1;
const encoder = new TextEncoder();

const keyOf = (pcs: Int32Array, before: number) => `${before}:${pcs.join()}`;

function holds(assertion: number, before: number, after: number): boolean {
  switch (ASSERTIONS[assertion]) {
    case 'text-start':
      return before === BEFORE.start;
    case 'text-end':
      return after < 0;
    case 'line-start':
      return before === BEFORE.start || before === BEFORE.newline;
    case 'line-end':
      return after < 0 || after === 10;
    default: {
      const edge = (before === BEFORE.word) !== (after >= 0 && contains(WORD, after));
      return edge === (ASSERTIONS[assertion] === 'word');
    }
  }
}

/** First code of each class, ascending. */
function boundsOf(program: Program): Uint32Array {
  const starts = new Set<number>([0]);
  const sets: readonly CharSet[] = program.asserts ? [...program.sets, WORD, [10, 10]] : program.sets;
  for (const set of sets)
    for (let i = 0; i < set.length; i += 2) {
      starts.add(set[i] ?? 0);
      starts.add((set[i + 1] ?? 0) + 1);
    }
  return Uint32Array.from(starts).sort();
}
