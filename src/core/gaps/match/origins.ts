import type { Assign, Call, FileFacts, Import } from '../../facts/facts.ts';
import { paramsOf } from './params.ts';

/**
 * Where a value comes from, as far as one file tells: the module, and the way from it. `express().get` has module
 * `express` and path `().get`; `Router()` imported from there `Router()`; a parameter of type `*gin.Engine` `Engine`.
 */
export type Origin = {
  /** More than one where wildcard imports leave the choice. */
  readonly modules: readonly string[];
  readonly path: string;
};

export const GLOBAL = '<global>';

const MAX_HOPS = 8;

export class Origins {
  readonly #facts: FileFacts;
  readonly #assigns = new Map<string, Assign[]>();
  readonly #imports = new Map<string, Import>();
  readonly #wildcards: string[] = [];
  /** Languages in which a local variable is known only where it was declared. */
  readonly #lexical: boolean;
  readonly #declared: ReadonlySet<string>;
  readonly #calls = new Map<number, Origin | undefined>();
  readonly #params = new Map<number, ReadonlyMap<string, string>>();

  constructor(facts: FileFacts) {
    this.#facts = facts;
    this.#lexical = /^(?:go|java|kotlin|csharp|rust)$/.test(facts.language);
    // `export * from 'x'` brings no name into the file.
    const isJs = /script|tsx/.test(facts.language);
    for (const one of facts.imports) {
      if (one.alias !== '') this.#imports.set(one.alias, one);
      if (facts.language === 'go') for (const name of goNames(one.alias)) this.#imports.set(name, one);
      if (one.name === '*' && one.alias === '' && !isJs) this.#wildcards.push(one.module);
    }
    for (const assign of facts.assigns) {
      for (const name of names(assign.target)) {
        const all = this.#assigns.get(name);
        if (all) all.push(assign);
        else this.#assigns.set(name, [assign]);
      }
    }
    this.#declared = new Set(facts.decls.filter((d) => d.kind === 'function').map((d) => d.name));
  }

  /** Modules the file imports, `require` included. */
  modules(): readonly string[] {
    const required = this.#facts.calls.flatMap((call) =>
      call.name === 'require' && call.args[0]?.kind === 'string' ? [call.args[0].text] : [],
    );
    return [...this.#facts.imports.map((i) => i.module), ...required];
  }

  /** Module a name of this file was imported from; '' for none. */
  importedFrom(name: string): string {
    const direct = this.#imports.get(name)?.module;
    if (direct !== undefined) return direct;
    for (const { value } of this.#assigns.get(name) ?? []) {
      const call = value.kind === 'call' ? this.#facts.calls[value.ref] : undefined;
      if (call?.name === 'require' && call.args[0]?.kind === 'string') return call.args[0].text;
    }
    return '';
  }

  /** The callee's origin, its own name included. */
  ofCall(index: number): Origin | undefined {
    if (this.#calls.has(index)) return this.#calls.get(index);
    this.#calls.set(index, undefined);
    const origin = this.#ofCall(index);
    this.#calls.set(index, origin);
    return origin;
  }

  #ofCall(index: number): Origin | undefined {
    const call = this.#facts.calls[index];
    if (!call) return undefined;
    if (call.receiverCall >= 0) return step(this.#result(call.receiverCall, 0), call.name);
    if (call.receiver !== '') return step(this.ofName(call.receiver, call.owner), call.name);
    return this.#bare(call);
  }

  #bare(call: Call): Origin | undefined {
    const found = this.#lookup(call.name, call.owner, 0);
    if (found) return found;
    if (this.#declared.has(call.name)) return undefined;
    return { modules: [GLOBAL, ...this.#wildcards], path: call.name };
  }

  /** What a call gives back. `require('x')` and `import('x')` give the module. */
  #result(index: number, hops: number): Origin | undefined {
    const call = this.#facts.calls[index];
    if (!call || hops > MAX_HOPS) return undefined;
    if ((call.name === 'require' || call.name === 'import') && call.receiver === '') {
      const [module] = call.args;
      if (module?.kind === 'string') return { modules: [module.text], path: '' };
    }
    const origin = this.ofCall(index);
    return origin && { modules: origin.modules, path: `${origin.path}()` };
  }

  /** Origin of `app`, `this.app.router`, `pg.Pool` as seen from inside declaration `owner`. */
  ofName(text: string, owner: number, hops = 0): Origin | undefined {
    if (hops > MAX_HOPS) return undefined;
    const clean = text.replace(/^\$?(?:this|self|cls|static)(?:\.|->|::)/, '').replace(/^[@$&*]+/, '');
    if (!/^[\w$]+(?:(?:\?\.|\.|::|->|\\)[\w$]+)*$/.test(clean)) return undefined;
    const parts = clean.split(/\?\.|\.|::|->|\\/);
    // Python's `import a.b` is called by its whole name.
    for (let n = parts.length; n > 1; n--) {
      const dotted = this.#imports.get(parts.slice(0, n).join('.'));
      if (dotted) return parts.slice(n).reduce<Origin>(step, imported(dotted));
    }
    const [root = '', ...rest] = parts;
    const origin = this.#lookup(root, owner, hops);
    if (!origin && rest.length > 0) {
      const field = this.#field(rest[0] ?? '');
      if (field) return rest.slice(1).reduce<Origin | undefined>(step, field);
    }
    return rest.reduce<Origin | undefined>(step, origin ?? this.#rootModule(root));
  }

  /** `s.router` where `s` is a receiver of this file's own type: the field of that name. */
  #field(name: string): Origin | undefined {
    for (const assign of this.#assigns.get(name) ?? []) {
      const kind = this.#facts.decls[assign.owner]?.kind;
      if ((kind === 'class' || kind === 'impl') && assign.type !== '') return this.ofType(assign.type);
    }
    return undefined;
  }

  /** Crates need no `use`, Ruby's constants no import at all. */
  #rootModule(root: string): Origin | undefined {
    const { language } = this.#facts;
    if (language === 'rust' && /^[a-z]/.test(root)) return { modules: [root], path: '' };
    if ((language === 'ruby' || language === 'php') && /^[A-Z]/.test(root))
      return { modules: [root], path: '' };
    if (/^[A-Z]/.test(root) && this.#wildcards.length > 0) return { modules: this.#wildcards, path: root };
    return undefined;
  }

  #lookup(root: string, owner: number, hops: number): Origin | undefined {
    for (const assign of this.#nearest(root, owner)) {
      const { value, type } = assign;
      const member = destructured(assign.target, root);
      const from =
        value.kind === 'call'
          ? this.#result(value.ref, hops + 1)
          : value.kind === 'name' && value.text !== root
            ? this.ofName(value.text, assign.owner, hops + 1)
            : value.kind === 'object' && value.text !== ''
              ? this.ofType(value.text)
              : undefined;
      const origin = from ?? (type === '' ? undefined : this.ofType(type));
      if (origin) return member === '' ? origin : step(origin, member);
    }
    for (let i = owner; i >= 0; i = this.#facts.decls[i]?.owner ?? -1) {
      const type = this.#paramType(i, root);
      if (type !== undefined) return type === '' ? undefined : this.ofType(type);
    }
    const one = this.#imports.get(root);
    return one && imported(one);
  }

  /** Assignments to a name, those in scope first, the innermost in front. */
  #nearest(name: string, owner: number): readonly Assign[] {
    const known = this.#assigns.get(name);
    if (!known) return [];
    const rank = new Map<number, number>();
    for (let i = owner, n = 0; i >= 0; i = this.#facts.decls[i]?.owner ?? -1) rank.set(i, n++);
    rank.set(-1, rank.size);
    const all = this.#lexical ? known.filter((a) => rank.has(a.owner) || this.#isField(a)) : known;
    if (all.length < 2) return all;
    return [...all].sort((a, b) => (rank.get(a.owner) ?? 99) - (rank.get(b.owner) ?? 99));
  }

  /** Fields are seen from everywhere, variables of other functions from nowhere. */
  #isField(assign: Assign): boolean {
    const kind = this.#facts.decls[assign.owner]?.kind;
    return kind === 'class' || kind === 'interface' || kind === 'impl' || assign.target.includes('.');
  }

  #paramType(decl: number, name: string): string | undefined {
    let known = this.#params.get(decl);
    if (!known) {
      const of = this.#facts.decls[decl];
      known = new Map(of ? paramsOf(of, this.#facts.language).map((p) => [p.name, p.type]) : []);
      this.#params.set(decl, known);
    }
    return known.get(name);
  }

  /** `*gin.Engine`, `Optional[Redis]`, `IProducer<K, V>?`, `RestTemplate`. */
  ofType(written: string): Origin | undefined {
    const type = written
      .replace(/^[*&?\s]+|^(?:mut|final|readonly|val|var|private|public)\s+/g, '')
      .replace(/[?!]$/, '')
      .replace(/^(?:Optional|Arc|Option|Promise|Lazy|Depends)[[<(]\s*([\w.:]+)[\s\S]*$/, '$1')
      .replace(/\s*[<[({|&][\s\S]*$/, '')
      .trim();
    if (!/^[\w$]+(?:(?:\.|::|\\)[\w$]+)*$/.test(type)) return undefined;
    const [root = '', ...rest] = type.split(/\.|::|\\/);
    const one = this.#imports.get(root);
    const origin = one
      ? imported(one)
      : this.#wildcards.length > 0
        ? { modules: this.#wildcards, path: root }
        : this.#rootModule(root);
    return rest.reduce<Origin | undefined>(step, origin);
  }
}

/** What a Go package may be called whose path ends in something that is no name: `kafka-go`, `nats.go`, `yaml.v3`. */
function goNames(last: string): string[] {
  if (!/[.-]/.test(last)) return [];
  const plain = last.replace(/\.v\d+$/, '').replace(/^go-|[.-]go$/g, '');
  return [plain, ...plain.split('-')].filter((n) => /^[a-z]\w*$/.test(n) && n !== 'go');
}

function imported(one: Import): Origin {
  const whole = one.name === '' || one.name === 'default' || one.name === '*';
  return { modules: [one.module], path: whole ? '' : one.name };
}

function step(origin: Origin, name: string): Origin;
function step(origin: Origin | undefined, name: string): Origin | undefined;
function step(origin: Origin | undefined, name: string): Origin | undefined {
  return origin && { modules: origin.modules, path: origin.path === '' ? name : `${origin.path}.${name}` };
}

/** Variables that an assignment sets: `a`, `this.a`, `a, err`, `{ a, b: c }`. */
function names(target: string): string[] {
  if (target.startsWith('{')) return pattern(target).map(([, alias]) => alias);
  const first = target.split(',')[0] ?? '';
  return [
    first
      .replace(/^\$?(?:this|self|cls)(?:\.|->)/, '')
      .replace(/^[@$*&]+|^mut\s+/g, '')
      .trim(),
  ];
}

const pattern = (target: string): [name: string, alias: string][] =>
  target
    .replace(/^\{|\}$/g, '')
    .split(',')
    .flatMap((part): [string, string][] => {
      const m = /^\s*([\w$]+)\s*(?::\s*([\w$]+))?/.exec(part);
      return m?.[1] ? [[m[1], m[2] ?? m[1]]] : [];
    });

/** The property that a destructuring takes for a variable; '' for a plain assignment. */
const destructured = (target: string, name: string): string =>
  target.startsWith('{') ? (pattern(target).find(([, alias]) => alias === name)?.[0] ?? name) : '';

/** Whether a module is the pattern or below it. `a*` is a prefix; Go's major versions and `node:` do not matter. */
export function moduleMatches(pattern: string, module: string): boolean {
  if (pattern.endsWith('*')) return module.startsWith(pattern.slice(0, -1));
  const plain = module.replace(/^node:/, '').replace(/\/v\d+(?=\/|$)/, '');
  if (!plain.startsWith(pattern)) return false;
  return plain.length === pattern.length || /^[/.:\\]/.test(plain.slice(pattern.length));
}
