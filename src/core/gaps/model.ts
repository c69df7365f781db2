/** What a gap is: the words that every part of the gap analysis shares (spec/gaps.md). Lines count from 1. */
import type { ParsedLanguage } from '../facts/facts.ts';

export const SITE_KINDS = [
  'entry.http',
  'entry.grpc',
  'entry.queue',
  'entry.scheduled',
  'entry.cli',
  'entry.graphql',
  'entry.faas',
  'entry.websocket',
  'outbound.http',
  'outbound.db',
  'outbound.cache',
  'outbound.queue',
  'outbound.rpc',
  'outbound.llm',
] as const;
/** Places where a span of kind SERVER or CONSUMER (entry), CLIENT or PRODUCER (outbound) is expected. */
export type SiteKind = (typeof SITE_KINDS)[number];

export const isEntry = (kind: string): boolean => kind.startsWith('entry.');

export type Confidence = 'high' | 'medium' | 'low';
export type Severity = 'warning' | 'info' | 'hint';

/** A sentence with the line that proves it. */
export type Because = { readonly text: string; readonly file: string; readonly line: number };

/** Route, method, topic, job ...: what joins a place in code with spans. */
export type Keys = Readonly<Record<string, string>>;

/**
 * How it is known that the call belongs to the framework: by what the file imports or declares, by looks that nothing
 * else has (`sure`), or by looks alone. Looks count only where a package of the rule is in the manifest.
 */
export type Known = 'import' | 'sure' | 'name';

/** A place where a span is expected, found by a rule in one file; whether it is covered is decided later. */
export type CodeSite = {
  readonly rule: string;
  readonly kind: SiteKind;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** The named function around it, or that it is; '' at the top level. */
  readonly symbol: string;
  readonly keys: Keys;
  readonly known: Known;
  /** Rules of the same kind that fit by looks as well; the one with a package in the manifest counts. */
  readonly others?: readonly string[];
  /** Sentence that says why a span exists here all the same; '' when nothing in this file says so. */
  readonly covered: string;
  /** Functions of this project around it or handed to it, any of which may start the span. */
  readonly helpers: readonly Helper[];
  /** Calls that go through this client, for one made once. */
  readonly uses: number;
  /** For queues: the sentence that says the trace context travels with the message; '' for no. */
  readonly carries: string;
};

/** A function by name, and the module it was imported from; '' for this file. */
export type Helper = { readonly name: string; readonly module: string };

/** A call that sets tracing up: `new ExpressInstrumentation()`, `otelhttp.NewHandler(...)`, `AddSource("x")`. */
export type Signal = { readonly id: string; readonly text: string; readonly line: number };

/** A finding that needs nothing but its file: context and span rules. */
export type CodeIssue = {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly title: string;
  readonly why: readonly string[];
  readonly confidence: Confidence;
  /** Only a gap when the service does not trace this by itself: an executor under an agent. */
  readonly unless?: 'agent' | 'no-tracer' | undefined;
};

/** A function that makes or should make a span, with the calls in it: where time without a span may go. */
export type Body = {
  readonly symbol: string;
  readonly line: number;
  readonly endLine: number;
  readonly calls: readonly { readonly text: string; readonly line: number }[];
};

/** A span started by hand: joined with traces by its name. */
export type SpanStart = { readonly name: string; readonly line: number; readonly symbol: string };

/** Comments that switch findings off: of the next line, of their own line, or of the whole file. */
export type Suppression = {
  readonly line: number;
  readonly scope: 'line' | 'file';
  /** Empty for all rules. */
  readonly rules: readonly string[];
  readonly reason: string;
};

/** A file that starts tracing is loaded here, after these modules. */
export type Load = { readonly module: string; readonly line: number; readonly after: readonly string[] };

/** All the gap analysis keeps of one file; plain data, so that it can be cached and sent. */
export type FileGaps = {
  readonly language: ParsedLanguage;
  readonly sites: readonly CodeSite[];
  readonly signals: readonly Signal[];
  readonly issues: readonly CodeIssue[];
  readonly spans: readonly SpanStart[];
  readonly bodies: readonly Body[];
  /** Named functions that start a span themselves. */
  readonly traced: readonly string[];
  readonly suppressions: readonly Suppression[];
  /** JavaScript only: where files that may start tracing are loaded, and libraries of interest that are imported. */
  readonly loads: readonly Load[];
  readonly libraries: readonly string[];
};

export type FixKind =
  | 'install'
  | 'wrap'
  | 'pass-context'
  | 'inject'
  | 'extract'
  | 'end-span'
  | 'set-status'
  | 'ignore';

export type FixRef = { readonly kind: FixKind; readonly title: string };

export type Finding = {
  readonly rule: string;
  readonly service: string;
  readonly tech: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly line: number;
  /** From 0, where the call or declaration begins; unknown for findings about a service or a span. */
  readonly column?: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly title: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly why: readonly string[];
  readonly evidence: readonly string[];
  readonly keys: Keys;
  /** What traces say of it; undefined without traces. */
  readonly observed: Observed | undefined;
  readonly fixes: readonly FixRef[];
  /** Survives line moves: rule, file, symbol and keys. */
  readonly fingerprint: string;
  /** What would close it together with others: the package to install. '' for none. */
  readonly remedy: string;
  /** The higher, the more a span here would tell. */
  readonly value: number;
};

/** Figures of the operation, or of the nearest one observed around it. Times in ns. */
export type Observed = {
  readonly calls: number;
  readonly errors: number;
  readonly p95Ns: number | undefined;
  /** Share of the operation's time that no span explains, 0 to 1. */
  readonly unexplained: number | undefined;
  readonly sentence: string;
};

export type InstrumentationState = 'installed' | 'enabled' | 'disabled' | 'observed' | 'unknown';

export type Instrumentation = {
  /** The package, agent module or tool. */
  readonly id: string;
  readonly version: string;
  readonly state: InstrumentationState;
  readonly because: readonly Because[];
};
