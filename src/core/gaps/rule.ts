/**
 * One row = one framework. Rows are data: the matcher dispatches on the name of a call, annotation or superclass, so
 * that a thousand rows cost what ten cost. How to add one: CONTRIBUTING.md, "A gap rule".
 */
import type { ParsedLanguage } from '../facts/facts.ts';
import type { SiteKind } from './model.ts';

export type RuleFamily = 'js' | 'python' | 'go' | 'jvm' | 'dotnet' | 'ruby' | 'php' | 'rust';

export type GapRule = {
  /** `js.express` */
  readonly id: string;
  /** As users call it. */
  readonly tech: string;
  /**
   * Modules, packages or namespaces that the call must come from; below them counts too. A trailing `*` is a prefix,
   * `<global>` what needs no import.
   */
  readonly modules: readonly string[];
  /** Names in manifests and lock files; needed where a file can use the framework without importing it. */
  readonly packages: readonly string[];
  readonly sites: readonly SiteRow[];
  /**
   * Instrumentations any of which covers the sites: ids of the evidence (packages, agent modules, signals). A second
   * set may be named per kind.
   */
  readonly coveredBy: readonly string[];
  readonly coveredByKind?: Partial<Readonly<Record<SiteKind, readonly string[]>>>;
  /** Scope names of spans that prove coverage, besides those that `coveredBy` names. */
  readonly observedScopes?: readonly string[];
  /** Of `coveredBy`, those that also know the route; with another one only, spans are there but all alike. */
  readonly routeBy?: readonly string[];
  /** What to install, and how to switch it on; none where nothing exists: then a span by hand is the fix. */
  readonly install?: { readonly package: string; readonly enable: string };
  /** Said with every finding of this row: what is special about it. */
  readonly note?: string;
  readonly tests: readonly RuleTest[];
};

export type RuleTest = {
  readonly code: string;
  readonly language?: ParsedLanguage;
  /** `kind@line`. */
  readonly expect: readonly string[];
  /** Path of the file, where it matters. */
  readonly file?: string;
};

/** A position (from 0, -1 the last) or a keyword or property name; the first that is there counts. */
export type ArgRef = readonly (number | string)[];

/**
 * `path`: a text that starts with a slash, a pattern, or a list of such; `handler`: a function, a name or a call;
 * `text`: any string; `function`: a function written in place; `object`: an object or call.
 */
export type ArgShape = 'path' | 'handler' | 'text' | 'function' | 'object' | 'any';

type Common = {
  readonly kind: SiteKind;
  readonly names: readonly string[];
  readonly keys?: Readonly<Record<string, ArgRef | 'name'>>;
  /** The call's own text, arguments included, that shows it is covered. */
  readonly coveredAt?: RegExp;
};

export type CallRow = Common & {
  readonly on: 'call' | 'new';
  /** Path from the module to the call: `().get` for `express().get`, `Router().get`, `Engine.GET`. */
  readonly path?: RegExp;
  readonly args?: readonly (readonly [at: number | string, shape: ArgShape])[];
  /** Where the handler is: its body may start the span. */
  readonly handler?: ArgRef;
  /** The receiver as written, where its origin is not in this file; counts only with one of `packages` in the manifest. */
  readonly receiver?: RegExp;
  /** One site a file, however many calls; the first is shown. */
  readonly once?: boolean;
  /** Only if the handler calls something that is outbound. */
  readonly ifOutbound?: boolean;
  /** Some import of the file must match too. */
  readonly needs?: RegExp;
  /** Neither of these may stand in the file. */
  readonly notIn?: RegExp;
  /** This must stand in the file, and the file must be called so. */
  readonly within?: RegExp;
  readonly file?: RegExp;
  /** The call's own text must match. */
  readonly text?: RegExp;
  /** Calls whose text matches are something else: `path('x/', include(...))`. */
  readonly skip?: RegExp;
  /** So unlike anything else that looks, and a package in the manifest, are as good as an import. */
  readonly sure?: boolean;
  /** A span started anywhere in the file covers it: loops that take messages have no handler to look into. */
  readonly spanInFile?: boolean;
};

export type AnnotationRow = Common & {
  readonly on: 'annotation';
  /** `method`: stands on a function; `class`: on a type. */
  readonly target: 'method' | 'class';
  /** Annotations of the class whose path comes first. */
  readonly prefix?: readonly string[];
  /** Classes with one of these declare a client, not a server. */
  readonly notOn?: readonly string[];
  /** The object before the name (`app` in `@app.get`) must come from the modules; otherwise the annotation itself. */
  readonly member?: boolean;
  /** The object as written, where its origin is not in this file. */
  readonly receiver?: RegExp;
  readonly sure?: boolean;
  /** Name of the function or type it stands on. */
  readonly declName?: RegExp;
  /** One of the arguments, as text or name, must match. */
  readonly argument?: RegExp;
  /** The origin's path, as in CallRow. */
  readonly path?: RegExp;
};

/** Methods of classes that extend or implement something. `names` are the supertypes' last names (may end in `*`, or begin). */
export type SuperRow = Common & {
  readonly on: 'super';
  /** Names of the methods that are entry points; without it all that are public. */
  readonly methods?: RegExp;
  /** Protected ones too: the framework calls them through its own class. */
  readonly anyVisibility?: boolean;
  /** Parameters as written. */
  readonly params?: RegExp;
  /** So unlike anything else that looks, and a package in the manifest, are as good as an import. */
  readonly sure?: boolean;
  /** Only if the method loops. */
  readonly ifLoop?: boolean;
  /** One site for the class. */
  readonly whole?: boolean;
  /** The supertype's written name must match in full. */
  readonly written?: RegExp;
  readonly needs?: RegExp;
};

/** Functions that a convention makes an entry point: by their file and name. */
export type ExportRow = Common & {
  readonly on: 'export';
  readonly file: RegExp;
  /** Parameters as written. */
  readonly params?: RegExp;
  readonly exported?: boolean;
};

export type SiteRow = CallRow | AnnotationRow | SuperRow | ExportRow;

const FAMILY: Readonly<Record<ParsedLanguage, RuleFamily>> = {
  typescript: 'js',
  tsx: 'js',
  javascript: 'js',
  python: 'python',
  go: 'go',
  java: 'jvm',
  kotlin: 'jvm',
  csharp: 'dotnet',
  ruby: 'ruby',
  php: 'php',
  rust: 'rust',
};

export const ruleFamily = (language: ParsedLanguage): RuleFamily => FAMILY[language];
