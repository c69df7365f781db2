import { type Call, HOLE, type Value } from '../../core/facts/facts.ts';
import type { RouterCode } from './code-site.ts';
import { type FactsView, variable } from './facts-view.ts';
import { argument, chainBefore, chainRoot, type RouterRow, type ScopeRow } from './rows.ts';

export type Root = {
  /** All that stands before the route in this file. */
  readonly prefix: string;
  /** Variable the chain of prefixes starts at; mounts elsewhere may put more in front. */
  readonly router: string;
  /** Function whose parameter that variable is. */
  readonly within: string;
};

type Scope = { readonly prefix: string; readonly call: Call };

const MAX_HOPS = 12;

/** What routers are usually called; clients and caches have the same methods. */
export const ROUTER_NAME =
  /^(?:app|api|server|router|fastify|instance|route[sr]?|rg|mux|group|blueprint|bp|r|e|g|v\d)$|(?:[rR]outer|[rR]outes?|[aA]pp|[aA]pi|[sS]erver|[gG]roup|Mux|mux)$/;

/** Knows the prefixes that variables, chains and enclosing calls of one file put before a route. */
export class RoutePrefixes {
  readonly routers: RouterCode[] = [];
  readonly #view: FactsView;
  readonly #rows: Map<string, RouterRow[]>;
  /** By the declaration index of the function argument. */
  readonly #scopes = new Map<number, Scope>();
  readonly #byName = new Map<string, RouterCode>();

  constructor(view: FactsView, routers: Map<string, RouterRow[]>, scopes: Map<string, ScopeRow[]>) {
    this.#view = view;
    this.#rows = routers;
    const { calls, assigns } = view.facts;
    for (const call of calls) {
      const row = scopes.get(call.name)?.find((r) => !r.receiver || r.receiver.test(call.receiver));
      const body = row && call.args.find((arg) => arg.kind === 'function');
      if (!row || !body) continue;
      const prefix = argument(call.args, row.prefix);
      const text = prefix ? prefixText(view, prefix) + (row.suffix ?? '') : '';
      this.#scopes.set(body.ref, { prefix: text, call });
    }
    for (const { target, value, owner } of assigns) {
      if (value.kind !== 'call') continue;
      const made = view.call(value.ref);
      if (!made || !this.#isRouter(made)) continue;
      const chain = [...chainBefore(calls, made), made];
      const root = chain.some((call) => this.#row(call)?.derives) ? chainRoot(calls, made) : '';
      const code: RouterCode = {
        name: variable(target.replace(/,.*$/, '')),
        prefix: this.#chainPrefix(chain),
        parent: variable(root),
        within: this.#within(root, owner),
      };
      this.routers.push(code);
      this.#byName.set(code.name, code);
    }
  }

  isKnown(name: string): boolean {
    return this.#byName.has(variable(name));
  }

  /** What stands before a route registered by this call. */
  before(call: Call): Root {
    const { calls } = this.#view.facts;
    const chain = this.#chainPrefix(chainBefore(calls, call));
    return this.of(chainRoot(calls, call), call.owner, chain);
  }

  /** What stands before something registered on a variable at a place. */
  of(receiver: string, owner: number, own = ''): Root {
    let prefix = own;
    let router = variable(receiver);
    let at = owner;
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const scope = this.#scopeAround(at);
      if (scope) {
        const { calls } = this.#view.facts;
        const chain = this.#chainPrefix(chainBefore(calls, scope.call));
        prefix = joinRoute(chain, scope.prefix, prefix);
        const root = variable(chainRoot(calls, scope.call));
        // In a closure over its own parameter the outer router counts; a receiver-less one has none.
        router = root || router;
        at = scope.call.owner;
        continue;
      }
      const known = this.#byName.get(router);
      if (!known) break;
      prefix = joinRoute(known.prefix, prefix);
      if (known.parent === '' || known.parent === router) break;
      router = known.parent;
    }
    return { prefix, router, within: this.#within(router, at) };
  }

  #scopeAround(owner: number): Scope | undefined {
    for (let i = owner; i >= 0; i = this.#view.decl(i)?.owner ?? -1) {
      const scope = this.#scopes.get(i);
      if (scope) return scope;
    }
    return undefined;
  }

  #isRouter(call: Call): boolean {
    return (
      this.#row(call) !== undefined || chainBefore(this.#view.facts.calls, call).some((c) => this.#row(c))
    );
  }

  #row(call: Call): RouterRow | undefined {
    const { imports } = this.#view.facts;
    return this.#rows
      .get(call.name)
      ?.find(
        (r) =>
          (!r.receiver || r.receiver.test(call.receiver)) &&
          (!r.needs || imports.some((i) => r.needs?.test(i.module))),
      );
  }

  #chainPrefix(chain: readonly Call[]): string {
    let prefix = '';
    for (const call of chain) {
      const row = this.#row(call);
      const value = row && argument(call.args, row.prefix);
      if (value) prefix = joinRoute(prefix, prefixText(this.#view, value));
    }
    return prefix;
  }

  /** The function that has this variable as a parameter. */
  #within(receiver: string, owner: number): string {
    const name = variable(receiver);
    if (name === '') return '';
    const pattern = new RegExp(`(?:^|[^\\w.])${name.replace(/[^\w]/g, '')}(?:$|[^\\w])`);
    for (let i = owner; i >= 0; i = this.#view.decl(i)?.owner ?? -1) {
      const decl = this.#view.decl(i);
      if (decl && decl.params !== '' && pattern.test(decl.params)) return decl.name || '<function>';
    }
    return '';
  }
}

/** A prefix that is written out; unknown parts of one become parameters. */
function prefixText(view: FactsView, value: Value): string {
  const { kind, text } = view.text(value);
  return kind === 'literal' || kind === 'template' ? text.replaceAll(HOLE, ':x') : '';
}

/** Joins path parts with single slashes; a Django part may bring its own `^`. */
export function joinRoute(...parts: readonly string[]): string {
  let out = '';
  for (const part of parts) {
    if (part === '') continue;
    const clean = out === '' ? part : part.replace(/^[\^~]/, '');
    if (out !== '' && !out.endsWith('/') && !clean.startsWith('/')) out += '/';
    out += out.endsWith('/') ? clean.replace(/^\/+/, '') : clean;
  }
  return out;
}
