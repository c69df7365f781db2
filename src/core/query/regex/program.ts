import type { CharSet } from './char-set.ts';
import type { Assertion, RegexNode } from './parse-regex.ts';

/** A pattern as instructions: `take` a character of a set, `split` into two ways, `jump`, `assert`, `match`. */
export const OP = { take: 0, split: 1, jump: 2, assert: 3, match: 4 } as const;

export const ASSERTIONS: readonly Assertion[] = [
  'text-start',
  'text-end',
  'line-start',
  'line-end',
  'word',
  'not-word',
];

export type Program = {
  readonly op: Uint8Array;
  /** Set of a take, first way of a split, target of a jump, index into ASSERTIONS. */
  readonly x: Int32Array;
  /** Second way of a split. */
  readonly y: Int32Array;
  readonly sets: readonly CharSet[];
  readonly asserts: boolean;
};

/** Counted repetitions are written out; this bounds what they may come to. */
const MAX_PROGRAM = 20_000;

/** Undefined when the pattern is too large. Recursion is bounded by the parser's nesting limit. */
export function compileProgram(node: RegexNode): Program | undefined {
  const code = new Code();
  code.add(node);
  code.emit(OP.match, 0, 0);
  return code.size > MAX_PROGRAM ? undefined : code.program();
}

class Code {
  readonly #op: number[] = [];
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #sets: CharSet[] = [];
  readonly #setIds = new Map<string, number>();
  #asserts = false;

  get size(): number {
    return this.#op.length;
  }

  emit(op: number, x: number, y: number): number {
    this.#op.push(op);
    this.#x.push(x);
    this.#y.push(y);
    return this.#op.length - 1;
  }

  program(): Program {
    return {
      op: Uint8Array.from(this.#op),
      x: Int32Array.from(this.#x),
      y: Int32Array.from(this.#y),
      sets: this.#sets,
      asserts: this.#asserts,
    };
  }

  add(node: RegexNode): void {
    // Past the limit nothing more is needed: the program is refused.
    if (this.size > MAX_PROGRAM) return;
    switch (node.is) {
      case 'set':
        this.emit(OP.take, this.#setId(node.set), 0);
        return;
      case 'assert':
        this.#asserts = true;
        this.emit(OP.assert, ASSERTIONS.indexOf(node.kind), 0);
        return;
      case 'sequence':
        for (const item of node.items) this.add(item);
        return;
      case 'choice':
        this.#choice(node.items);
        return;
      case 'repeat':
        this.#repeat(node.item, node.min, node.max);
    }
  }

  #choice(items: readonly RegexNode[]): void {
    const jumps: number[] = [];
    items.forEach((item, i) => {
      const last = i === items.length - 1;
      const split = last ? -1 : this.emit(OP.split, this.size + 1, 0);
      this.add(item);
      if (last) return;
      jumps.push(this.emit(OP.jump, 0, 0));
      this.#y[split] = this.size;
    });
    for (const jump of jumps) this.#x[jump] = this.size;
  }

  #repeat(item: RegexNode, min: number, max: number): void {
    for (let i = 0; i < min && this.size <= MAX_PROGRAM; i++) this.add(item);
    if (max === Infinity) {
      const split = this.emit(OP.split, this.size + 1, 0);
      this.add(item);
      this.emit(OP.jump, split, 0);
      this.#y[split] = this.size;
      return;
    }
    const splits: number[] = [];
    for (let i = min; i < max && this.size <= MAX_PROGRAM; i++) {
      splits.push(this.emit(OP.split, this.size + 1, 0));
      this.add(item);
    }
    for (const split of splits) this.#y[split] = this.size;
  }

  #setId(set: CharSet): number {
    const key = set.join();
    const known = this.#setIds.get(key);
    if (known !== undefined) return known;
    this.#setIds.set(key, this.#sets.length);
    return this.#sets.push(set) - 1;
  }
}
