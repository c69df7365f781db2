/**
 * Places in code that spans point to by something else than their position: a name, a route, a topic. Found in the
 * facts of a file by the rows of its language; joined across files by the indexes.
 */

/** A text in code: known, known but for some expressions, or held by a constant that may live elsewhere. */
export type CodeText = {
  readonly kind: 'literal' | 'template' | 'constant' | 'unknown';
  /** The text, the template with HOLEs, or the constant's name as written (`names.SPAN`). */
  readonly text: string;
  /** Line of the constant's definition in the same file, 0 for none. */
  readonly definedAt: number;
};

export const UNKNOWN: CodeText = { kind: 'unknown', text: '', definedAt: 0 };

/** The named function or class a place lies in; line 0 for the file's top level. */
export type Unit = { readonly line: number; readonly endLine: number; readonly symbol: string };

/** Code that runs a route, a message, a call: here, or by a name to look up. */
export type HandlerRef =
  | { readonly kind: 'here'; readonly line: number; readonly endLine: number; readonly symbol: string }
  /** `show`, `views.year`, `UserController::class`, `this.users.find`. */
  | { readonly kind: 'name'; readonly name: string }
  /** `[UserController::class, 'show']`, `users#show`: any of `methods` that the class has. */
  | { readonly kind: 'method'; readonly owner: string; readonly methods: readonly string[] };

type Place = { readonly line: number; readonly unit: Unit };

/** A span started here. */
export type SpanCode = Place & {
  readonly name: CodeText;
  /** Name the tracer was made with; unknown where the tracer comes from elsewhere. */
  readonly scope: CodeText;
  /** `wrapper`: a call that looks as if it started a span of this name. */
  readonly how: 'call' | 'annotation' | 'wrapper';
};

export type RouteCode = Place & {
  /** Upper case; empty for any. */
  readonly methods: readonly string[];
  /** As the framework writes it, with what encloses it in this file in front. */
  readonly path: string;
  /** The framework's name for the route (Symfony, Django, Laravel); '' for none. */
  readonly name: string;
  /** Variable it is registered on; '' where it stands on its own (annotations). */
  readonly router: string;
  /** Function whose parameter `router` is; '' for none. */
  readonly within: string;
  readonly handler: HandlerRef;
  /** Prefixes may come from elsewhere (a mount, a context path). */
  readonly open: boolean;
};

/** A variable that holds a router: its own prefix, and the router it was made from. */
export type RouterCode = {
  readonly name: string;
  readonly prefix: string;
  readonly parent: string;
  readonly within: string;
};

/** `parent.use(prefix, child)`; `child` is a variable, `module.variable`, or a module path with `asModule`. */
export type MountCode = {
  readonly parent: string;
  readonly within: string;
  readonly prefix: string;
  readonly child: string;
  readonly asModule: boolean;
  /** The child is a function that is given the parent (`register(router)`). */
  readonly asCall: boolean;
  readonly line: number;
};

export type RpcCode = Place & {
  /** Simple name of the service: `Shop` of `acme.v1.Shop`. */
  readonly service: string;
  /** '' where the whole class serves it: its methods are looked up by name. */
  readonly method: string;
  readonly handler: HandlerRef;
};

export type MessageCode = Place & {
  /** Topics, queues, subjects; may hold placeholders `${...}`. */
  readonly destination: CodeText;
  readonly direction: 'consume' | 'produce';
  readonly handler: HandlerRef;
};

export type GraphqlCode = Place & {
  readonly type: string;
  readonly field: string;
  readonly handler: HandlerRef;
};

/** Tasks and jobs by the name their framework gives them. */
export type TaskCode = Place & { readonly name: string; readonly handler: HandlerRef };

export type SqlCode = Place & { readonly fingerprint: string };

export type HttpCallCode = Place & { readonly method: string; readonly url: CodeText };

export type FileSites = {
  readonly spans: readonly SpanCode[];
  readonly routes: readonly RouteCode[];
  readonly routers: readonly RouterCode[];
  readonly mounts: readonly MountCode[];
  readonly rpc: readonly RpcCode[];
  readonly messages: readonly MessageCode[];
  readonly graphql: readonly GraphqlCode[];
  readonly tasks: readonly TaskCode[];
  readonly sql: readonly SqlCode[];
  readonly httpCalls: readonly HttpCallCode[];
};
