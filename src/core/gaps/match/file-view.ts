import { type Call, type Decl, type FileFacts, positional, type Value } from '../../facts/facts.ts';
import { type ArgRef, type RuleFamily, ruleFamily } from '../rule.ts';
import { Origins } from './origins.ts';
import { annotationTraces, startsSpan } from './span-calls.ts';

const FUNCTIONS: ReadonlySet<Decl['kind']> = new Set(['function', 'method', 'constructor', 'lambda']);
const MAX_TEXT = 2000;

/** One file as the rules see it: facts, text, and the look-ups that several rules need. */
export class FileView {
  readonly facts: FileFacts;
  readonly source: string;
  readonly path: string;
  readonly family: RuleFamily;
  readonly origins: Origins;
  readonly modules: readonly string[];
  /** Calls that start a span, by index. */
  readonly spanStarts: readonly number[];
  /** The call that a function written in place is an argument of. */
  readonly #argumentOf = new Map<number, number>();

  constructor(facts: FileFacts, source: string, path: string) {
    this.facts = facts;
    this.source = source;
    this.path = path;
    this.family = ruleFamily(facts.language);
    this.origins = new Origins(facts);
    this.modules = this.origins.modules();
    for (const [i, call] of facts.calls.entries())
      for (const arg of call.args)
        for (const value of [arg, ...arg.items])
          if (value.kind === 'function' && value.ref >= 0) this.#argumentOf.set(value.ref, i);
    this.spanStarts = facts.calls.flatMap((call, i) => (this.startsSpan(call) ? [i] : []));
  }

  startsSpan(call: Call): boolean {
    return startsSpan(this.family, call, this.receiver(call));
  }

  /** The receiver as written; for a chain the inner call without its arguments: `otel.Tracer()`. */
  receiver(call: Call): string {
    if (call.receiverCall < 0) return call.receiver;
    const inner = this.facts.calls[call.receiverCall];
    if (!inner) return '';
    const before = this.receiverShort(inner);
    return `${before === '' ? '' : `${before}.`}${inner.name}()`;
  }

  private receiverShort(call: Call): string {
    if (call.receiverCall < 0) return call.receiver;
    const inner = this.facts.calls[call.receiverCall];
    return inner ? `${inner.name}()` : '';
  }

  argument(args: readonly Value[], at: ArgRef): Value | undefined {
    for (const where of at) {
      const value =
        typeof where === 'string'
          ? named(args, where)
          : where < 0
            ? args.filter((a) => a.name === '').at(where)
            : positional(args, where);
      if (value) return value;
    }
    return undefined;
  }

  /** A text known from this file: a literal, or a constant that holds one. */
  text(value: Value | undefined, hops = 0): string | undefined {
    if (!value || hops > 3) return undefined;
    if (value.kind === 'string' || value.kind === 'template') return value.text.slice(0, MAX_TEXT);
    if (value.kind !== 'name') return undefined;
    const found = this.facts.assigns.find((a) => a.target === value.text && a.value.kind === 'string');
    return found && this.text(found.value, hops + 1);
  }

  /** The named function or class around a declaration index, as `Type.method`. */
  symbol(owner: number): string {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const decl = this.facts.decls[i];
      if (decl && decl.name !== '' && decl.kind !== 'namespace' && !decl.name.startsWith('$')) {
        const type = decl.path
          .split('.')
          .filter((s) => s !== '' && !s.startsWith('$'))
          .at(-1);
        return type && FUNCTIONS.has(decl.kind) ? `${type}.${decl.name}` : decl.name;
      }
    }
    return '';
  }

  /** Index of the innermost function around, lambdas included; -1 at the top. */
  functionAround(owner: number): number {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const decl = this.facts.decls[i];
      if (decl && FUNCTIONS.has(decl.kind)) return i;
    }
    return -1;
  }

  classAround(owner: number): number {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const kind = this.facts.decls[i]?.kind;
      if (kind === 'class' || kind === 'interface' || kind === 'impl') return i;
    }
    return -1;
  }

  isFunction(decl: Decl): boolean {
    return FUNCTIONS.has(decl.kind);
  }

  /** The call that was given the function with this index. */
  givenTo(decl: number): Call | undefined {
    return this.facts.calls[this.#argumentOf.get(decl) ?? -1];
  }

  /** The declaration a handler is: written in place, or named and in this file. */
  handlerDecl(value: Value | undefined, depth = 0): number {
    if (!value || depth > 3) return -1;
    if (value.kind === 'function') return value.ref;
    if (value.kind === 'call') {
      const call = this.facts.calls[value.ref];
      for (const arg of call?.args ?? []) {
        const found = this.handlerDecl(arg, depth + 1);
        if (found >= 0) return found;
      }
      return -1;
    }
    if (value.kind === 'list') return this.handlerDecl(value.items.at(-1), depth + 1);
    if (value.kind !== 'name') return -1;
    const last = value.text.replace(/^.*[.:>]/, '');
    return this.facts.decls.findIndex((d) => d.name === last && FUNCTIONS.has(d.kind));
  }

  /** Line of a span started inside a declaration, 0 for none. */
  spanWithin(index: number): number {
    const decl = this.facts.decls[index];
    if (!decl) return 0;
    const start = this.spanStarts.find((i) => inside(this.facts.calls[i], decl));
    if (start !== undefined) return this.facts.calls[start]?.line ?? 0;
    // Rust's `#[instrument]` stands on the methods of an impl.
    const within = (d: number) =>
      d === index || (decl.kind === 'impl' && this.facts.decls[d]?.owner === index);
    return this.facts.annotations.find((a) => within(a.decl) && annotationTraces(a))?.line ?? 0;
  }

  importsMatch(pattern: RegExp): boolean {
    return this.modules.some((module) => pattern.test(module));
  }
}

const inside = (call: Call | undefined, decl: Decl): boolean =>
  call !== undefined && call.start >= decl.start && call.end <= decl.end;

/** A keyword argument, or a property of an object argument. */
function named(args: readonly Value[], name: string): Value | undefined {
  const direct = args.find((a) => a.name === name);
  if (direct) return direct;
  for (const arg of args)
    if (arg.kind === 'object') {
      const found = arg.items.find((item) => item.name === name);
      if (found) return found;
    }
  return undefined;
}
