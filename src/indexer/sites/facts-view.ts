import {
  type Assign,
  type Call,
  type Decl,
  type FileFacts,
  HOLE,
  type Value,
} from '../../core/facts/facts.ts';
import { formatHoles } from '../parsing/read-value.ts';
import { type CodeText, UNKNOWN, type Unit } from './code-site.ts';

const FORMATTERS = new Set(['Sprintf', 'sprintf', 'format', 'Format', 'formatted', 'format_args']);
/** Calls on a literal that leave its text as it is. */
const SAME_TEXT = new Set([
  'freeze',
  'toString',
  'to_string',
  'to_owned',
  'into',
  'strip',
  'trim',
  'dedent',
  'String',
  'trimIndent',
  'trimMargin',
]);
const MAX_HOPS = 4;

const CLASS_KINDS = new Set<Decl['kind']>(['class', 'interface', 'impl', 'namespace']);

/** Facts with the look-ups that reading sites needs. */
export class FactsView {
  /** Types of parameters by name, as they were asked for. */
  readonly #params = new Map<string, string>();
  readonly facts: FileFacts;
  readonly #assigns = new Map<string, Assign[]>();

  constructor(facts: FileFacts) {
    this.facts = facts;
    for (const assign of facts.assigns) {
      const name = variable(assign.target);
      const all = this.#assigns.get(name);
      if (all) all.push(assign);
      else this.#assigns.set(name, [assign]);
    }
  }

  decl(index: number): Decl | undefined {
    return this.facts.decls[index];
  }

  call(index: number): Call | undefined {
    return this.facts.calls[index];
  }

  /** The named function or class around a declaration index. */
  unit(owner: number): Unit {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const decl = this.facts.decls[i];
      if (decl && decl.name !== '' && decl.kind !== 'namespace') return unitOf(decl);
    }
    return { line: 0, endLine: 0, symbol: '' };
  }

  /** The innermost function, lambdas included. */
  functionAround(owner: number): Decl | undefined {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const decl = this.facts.decls[i];
      if (decl && !CLASS_KINDS.has(decl.kind)) return decl;
    }
    return undefined;
  }

  classAround(owner: number): Decl | undefined {
    for (let i = owner; i >= 0; i = this.facts.decls[i]?.owner ?? -1) {
      const decl = this.facts.decls[i];
      if (decl && (decl.kind === 'class' || decl.kind === 'interface' || decl.kind === 'impl')) return decl;
    }
    return undefined;
  }

  assigned(name: string): readonly Assign[] {
    return this.#assigns.get(variable(name)) ?? [];
  }

  /** Declared type of a variable, field or parameter, '' when unknown. */
  typeOf(name: string): string {
    for (const assign of this.assigned(name)) if (assign.type !== '') return assign.type;
    const known = this.#params.get(name) ?? this.#paramType(variable(name));
    this.#params.set(name, known);
    return known;
  }

  /** `carts: CartClient` or `CartClient carts` where all parameters of that name in the file agree. */
  #paramType(name: string): string {
    if (!/^\w{2,60}$/.test(name)) return '';
    const written = new RegExp(`\\b${name}\\??\\s*:\\s*([A-Z]\\w*)|\\b([A-Z]\\w*)\\s+${name}\\b(?!\\s*:)`);
    const types = new Set<string>();
    for (const { params } of this.facts.decls) {
      const [, after, before] = written.exec(params) ?? [];
      const type = after ?? before;
      if (type !== undefined) types.add(type);
    }
    const [only] = types;
    return types.size === 1 ? (only ?? '') : '';
  }

  /** The call a variable holds the result of. */
  madeBy(name: string): Call | undefined {
    for (const { value } of this.assigned(name)) {
      if (value.kind === 'call') return this.call(value.ref);
    }
    return undefined;
  }

  /** What a value says as text, following variables and constants of this file. */
  text(value: Value | undefined, hops = 0): CodeText {
    if (!value || hops > MAX_HOPS) return UNKNOWN;
    switch (value.kind) {
      case 'string':
        return { kind: 'literal', text: value.text, definedAt: 0 };
      case 'template':
        return this.#filled(value, hops);
      case 'name':
        return this.#named(value.text, hops);
      case 'call':
        return this.#called(this.call(value.ref), hops);
      default:
        return UNKNOWN;
    }
  }

  /** A list of texts: a list literal, or a single value. */
  texts(value: Value | undefined): CodeText[] {
    if (!value) return [];
    const items = value.kind === 'list' || value.kind === 'object' ? value.items : [value];
    return items.map((item) => this.text(item)).filter((text) => text.kind !== 'unknown');
  }

  #filled(value: Value, hops: number): CodeText {
    let text = value.text;
    // `PREFIX + "/users"`: the parts are kept, and constants among them may be known here.
    if (value.items.length > 0) {
      text = value.items
        .map((part) => {
          if (part.kind !== 'name') return part.text;
          const known = this.#named(part.text, hops + 1);
          return known.kind === 'literal' ? known.text : HOLE;
        })
        .join('');
    }
    return { kind: text.includes(HOLE) ? 'template' : 'literal', text, definedAt: 0 };
  }

  #named(name: string, hops: number): CodeText {
    for (const { value, line } of this.assigned(name)) {
      if (value.kind === 'string') return { kind: 'literal', text: value.text, definedAt: line };
      if (value.kind === 'template' || value.kind === 'call') {
        const text = this.text(value, hops + 1);
        if (text.kind !== 'unknown' && text.kind !== 'constant') return { ...text, definedAt: line };
      }
    }
    // `Names.CHECKOUT` of an object literal in this file.
    const at = name.lastIndexOf('.');
    if (at > 0)
      for (const { value } of this.assigned(name.slice(0, at))) {
        const item = value.items.find((i) => i.name === name.slice(at + 1));
        if (item?.kind === 'string') return { kind: 'literal', text: item.text, definedAt: 0 };
      }
    return { kind: 'constant', text: name, definedAt: 0 };
  }

  #called(call: Call | undefined, hops: number): CodeText {
    if (!call) return UNKNOWN;
    const [first] = call.args;
    if (FORMATTERS.has(call.name)) {
      const quoted = /^["']([\s\S]*)["']$/.exec(call.receiver)?.[1];
      const pattern = quoted ?? this.text(first, hops + 1).text;
      const text = formatHoles(pattern);
      return pattern === ''
        ? UNKNOWN
        : { kind: text.includes(HOLE) ? 'template' : 'literal', text, definedAt: 0 };
    }
    if (SAME_TEXT.has(call.name)) {
      const quoted = /^(["'])([\s\S]*)\1$/.exec(call.receiver)?.[2];
      if (quoted !== undefined) return { kind: 'literal', text: quoted, definedAt: 0 };
      if (first) return this.text(first, hops + 1);
    }
    if (call.name === 'nameof' && first)
      return { kind: 'literal', text: first.text.replace(/^.*\./, ''), definedAt: 0 };
    // `Foo.class.getName()`: the package is known to whoever asks.
    const className = /^(\w+)(?:\.class|::class(?:\.java)?)$/.exec(call.receiver)?.[1];
    if (className && /^(getName|getSimpleName|getCanonicalName)$/.test(call.name))
      return { kind: 'literal', text: this.#qualify(className, call.name === 'getSimpleName'), definedAt: 0 };
    return UNKNOWN;
  }

  #qualify(name: string, simple: boolean): string {
    if (simple) return name;
    const imported = this.facts.imports.find((i) => i.alias === name);
    const pkg = imported?.module ?? this.facts.package;
    return pkg ? `${pkg}.${name}` : name;
  }
}

export function unitOf(decl: Decl): Unit {
  const owner = decl.path
    .split('.')
    .filter((s) => !s.startsWith('$'))
    .at(-1);
  return { line: decl.line, endLine: decl.endLine, symbol: owner ? `${owner}.${decl.name}` : decl.name };
}

/** `this.tracer`, `self.tracer`, `$this->tracer`, `@tracer` and `tracer` are one variable to us. */
export function variable(name: string): string {
  return name
    .replace(/^\$/, '')
    .replace(/^(?:this|self|cls|static)(?:\.|->|::)/, '')
    .replace(/^[@$]+/, '')
    .replace(/^\*|^&|^mut\s+/, '');
}
