/** What spans of the code at a position would carry, as far as the code tells: for asking a backend for them. */
export type ReferencesAt = {
  /** The function around the position, with what it is nested in; '' outside of any. */
  readonly symbol: string;
  readonly line: number;
  readonly endLine: number;
  /** Forms of `code.function.name` that runtimes of the language write, the usual one first. */
  readonly functions: readonly string[];
  /** `code.namespace` and `code.function`, as older instrumentation writes them. */
  readonly legacy: readonly { readonly namespace: string; readonly function: string }[];
  /** The end that any `code.file.path` of it has: the path in its repository, without the folders in front. */
  readonly pathTail: string;
  readonly routes: readonly { readonly methods: readonly string[]; readonly pattern: string }[];
  /** Names of spans started in it, each with its scope where the code tells. */
  readonly spans: readonly { readonly name: string; readonly scope: string }[];
  /** `Service/Method` of remote calls it serves. */
  readonly rpc: readonly string[];
  /** Topics and queues it listens to or sends to. */
  readonly destinations: readonly string[];
  /** Fingerprints of statements in it. */
  readonly statements: readonly string[];
};

export const NO_REFERENCES: ReferencesAt = {
  symbol: '',
  line: 0,
  endLine: 0,
  functions: [],
  legacy: [],
  pathTail: '',
  routes: [],
  spans: [],
  rpc: [],
  destinations: [],
  statements: [],
};
