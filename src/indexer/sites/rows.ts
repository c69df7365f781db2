import { type Call, keyword, positional, type Value } from '../../core/facts/facts.ts';

/** Where in the arguments something stands: a position, or a keyword; the first that is there counts. */
export type ArgRef = readonly (number | string)[];

export function argument(args: readonly Value[], at: ArgRef): Value | undefined {
  for (const where of at) {
    const value = typeof where === 'number' ? positional(args, where) : inObjects(args, where);
    if (value) return value;
  }
  return undefined;
}

/** A keyword argument, or a property of an object literal argument (`{ method: 'GET' }`). */
function inObjects(args: readonly Value[], name: string): Value | undefined {
  const direct = keyword(args, name);
  if (direct) return direct;
  for (const arg of args) {
    if (arg.kind !== 'object') continue;
    const found = keyword(arg.items, name);
    if (found) return found;
  }
  return undefined;
}

export type SpanRow = {
  readonly on: 'call' | 'annotation';
  readonly names: readonly string[];
  /** The name's argument. */
  readonly name: ArgRef;
  /** Name where none is given: by the method, or not a span. */
  readonly otherwise?: DefaultName;
  /** Receiver (as written) it must have; for names that many APIs use. */
  readonly receiver?: RegExp;
  /** Some module imported by the file must match. */
  readonly needs?: RegExp;
};

/** `Class.method`, `Class::method`, `method`, Micrometer's `class-name#method-name`, Sleuth's `method-name`. */
export type DefaultName = 'class.method' | 'class::method' | 'method' | 'kebab-class#method' | 'kebab-method';

export type TracerRow = {
  readonly names: readonly string[];
  readonly scope: ArgRef;
  readonly isNew?: boolean;
  readonly receiver?: RegExp;
};

export type RouteRow = {
  readonly on: 'call' | 'annotation';
  readonly names: readonly string[];
  /** `name`: the callee's name is the verb; `chain`: verbs are calls in the handler argument (`get(show)`). */
  readonly method: 'name' | 'any' | 'chain' | { readonly at: ArgRef } | { readonly is: string };
  readonly path: ArgRef;
  /** Another annotation of the same declaration that holds the path (JAX-RS). */
  readonly pathAnnotation?: string;
  /** `last`: the last function or name among the arguments; `decl`: what the annotation stands on. */
  readonly handler: 'last' | 'decl' | ArgRef;
  readonly routeName?: ArgRef;
  readonly receiver?: RegExp;
  readonly needs?: RegExp;
  /** The path may be missing: the route is then the prefix itself. */
  readonly pathOptional?: boolean;
  /** The receiver must be known as a router in this file, or be called like one. */
  readonly onRouter?: boolean;
  /** `post 'y' => 'z#w'`: the first keyword is the path, its value the handler. */
  readonly pairs?: boolean;
  /** Paths need not start with a slash. */
  readonly bare?: boolean;
};

/** A call on a route that adds to it: `.Methods("GET")`, `->name('users.show')`. */
export type RouteModifier = {
  readonly names: readonly string[];
  readonly sets: 'methods' | 'name';
  readonly at: ArgRef;
};

/** One call that stands for the usual actions of a controller. */
export type ResourceRow = {
  readonly names: readonly string[];
  readonly path: ArgRef;
  /** Without one the controller is named after the path, as Rails does. */
  readonly controller: ArgRef;
  readonly actions: Readonly<Record<string, readonly [method: string, suffix: string]>>;
  readonly receiver?: RegExp;
};

/** A call that makes a router or puts a prefix before what is called on it. */
export type RouterRow = {
  readonly names: readonly string[];
  readonly prefix: ArgRef;
  /** The receiver is a router too, and its prefixes come first. */
  readonly derives?: boolean;
  readonly needs?: RegExp;
  readonly receiver?: RegExp;
};

/** A call whose function argument registers routes below a prefix. */
export type ScopeRow = {
  readonly names: readonly string[];
  readonly prefix: ArgRef;
  readonly receiver?: RegExp;
  /** Appended to the prefix: `/:user_id` of nested Rails resources is `/:id`. */
  readonly suffix?: string;
};

export type MountRow = {
  readonly names: readonly string[];
  readonly prefix: ArgRef;
  readonly child: 'last' | ArgRef;
  readonly receiver?: RegExp;
  readonly needs?: RegExp;
};

/** Annotations on a class whose path is in front of its methods' routes. */
export type PrefixRow = { readonly names: readonly string[]; readonly path: ArgRef; readonly name?: ArgRef };

export type RpcRow =
  /** A superclass or trait that generated code provides; the group is the service. */
  | { readonly on: 'super'; readonly pattern: RegExp; readonly annotated?: RegExp }
  | {
      readonly on: 'annotation';
      readonly names: readonly string[];
      readonly service: ArgRef;
      readonly method: ArgRef;
    }
  /** `server.addService(proto.Shop.service, { placeOrder })` */
  | {
      readonly on: 'call';
      readonly names: readonly string[];
      readonly service: ArgRef;
      readonly handlers: ArgRef;
    };

export type MessageRow = {
  readonly on: 'call' | 'annotation' | 'new';
  readonly names: readonly string[];
  readonly direction: 'consume' | 'produce';
  readonly destination: ArgRef;
  readonly handler: 'last' | 'decl' | 'enclosing' | ArgRef;
  readonly receiver?: RegExp;
  readonly needs?: RegExp;
};

export type GraphqlRow =
  | {
      readonly on: 'annotation';
      readonly names: readonly string[];
      readonly type: string;
      readonly field: ArgRef;
      readonly typeAt?: ArgRef;
    }
  /** Methods of a class of that name (`class Query`), with a prefix taken off (`resolve_`). */
  | { readonly on: 'class'; readonly pattern: RegExp; readonly prefix?: RegExp };

export type TaskRow = {
  readonly on: 'annotation' | 'super';
  readonly names: readonly string[];
  /** Explicit name; without one the framework's default is `module.function` or the class's name. */
  readonly name: ArgRef;
  readonly methods?: readonly string[];
};

export type HttpCallRow = {
  readonly names: readonly string[];
  readonly method: 'name' | { readonly at: ArgRef } | { readonly is: string };
  readonly url: ArgRef;
  readonly receiver?: RegExp;
};

/** Everything a language knows of frameworks. Adding one is adding a row. */
export type LanguageRows = {
  readonly spans: readonly SpanRow[];
  readonly tracers: readonly TracerRow[];
  /** Callee names of wrappers that take a span's name and a function. */
  readonly wrappers: RegExp;
  readonly routes: readonly RouteRow[];
  readonly routeModifiers: readonly RouteModifier[];
  readonly resources: readonly ResourceRow[];
  readonly routers: readonly RouterRow[];
  readonly scopes: readonly ScopeRow[];
  readonly mounts: readonly MountRow[];
  readonly prefixes: readonly PrefixRow[];
  readonly rpc: readonly RpcRow[];
  readonly messages: readonly MessageRow[];
  readonly graphql: readonly GraphqlRow[];
  readonly tasks: readonly TaskRow[];
  readonly httpCalls: readonly HttpCallRow[];
};

/** Rows by the name they wait for, so that a call costs one look-up however many rows there are. */
export function byName<R extends { readonly names: readonly string[] }>(
  rows: readonly R[],
): Map<string, R[]> {
  const map = new Map<string, R[]>();
  for (const row of rows)
    for (const name of row.names) {
      const all = map.get(name);
      if (all) all.push(row);
      else map.set(name, [row]);
    }
  return map;
}

/** Receiver as written; for a chain the inner call without its arguments: `app.route()`. */
export function receiverText(calls: readonly Call[], call: Call): string {
  if (call.receiverCall < 0) return call.receiver;
  const inner = calls[call.receiverCall];
  return inner ? `${inner.receiver ? `${inner.receiver}.` : ''}${inner.name}()` : '';
}

/** The variable at the left end of a chain of calls: `app` in `app.route('/x').get(h)`. */
export function chainRoot(calls: readonly Call[], call: Call): string {
  let at: Call | undefined = call;
  for (let hops = 0; at && at.receiverCall >= 0 && hops < 50; hops++) at = calls[at.receiverCall];
  return at?.receiver ?? '';
}

/** The calls of a chain before this one, outermost prefix first. */
export function chainBefore(calls: readonly Call[], call: Call): Call[] {
  const chain: Call[] = [];
  for (let at = call.receiverCall; at >= 0 && chain.length < 50; at = calls[at]?.receiverCall ?? -1) {
    const inner = calls[at];
    if (inner) chain.unshift(inner);
  }
  return chain;
}
