/** How sure a location is. `exact` jumps, `likely` jumps and says so, `guess` is always named as one. */
export type Confidence = 'exact' | 'likely' | 'guess';

/** Every way a location can be found, the table of spec/mapping.md section 5. */
export type Strategy =
  | 'file-line'
  | 'source-map'
  | 'built-file'
  | 'symbol'
  | 'framework'
  | 'span-name'
  | 'route'
  | 'rpc'
  | 'messaging'
  | 'graphql'
  | 'faas'
  | 'database'
  | 'http-call'
  | 'code-origin'
  | 'stack'
  | 'picked'
  | 'called-from';

/** A place in the workspace. `file` is relative to its folder, with `/`; lines count from 1. */
export type CodeLocation = {
  readonly folder: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly symbol: string;
};

/** What the target is to the span: its own code, or something that leads there. */
export type Role = 'code' | 'registration' | 'definition' | 'called from' | 'threw here' | 'started here';

export type Alternative = CodeLocation & {
  readonly confidence: Confidence;
  readonly strategy: Strategy;
  readonly role: Role;
  readonly why: string;
};

export type ResolvedCode = CodeLocation & {
  /** 0-based UTF-16 column of the name, where one is known. */
  readonly column: number | undefined;
  readonly confidence: Confidence;
  readonly strategy: Strategy;
  readonly role: Role;
  readonly evidence: readonly string[];
  /** Why the place may have moved since the span was recorded: "Line 42 is now line 52 ..." */
  readonly stale: string | null;
  /** The revision at which the recorded line can be shown as it was. */
  readonly revision: string | null;
  /** False: a click must ask, there is more than one answer. */
  readonly jump: boolean;
};

export type Rejected = { readonly what: string; readonly strategy: Strategy; readonly why: string };

export type Library = { readonly name: string; readonly file: string };

export type Resolution = {
  readonly result: ResolvedCode | null;
  /** Why there is no result. */
  readonly reason: string | null;
  readonly alternatives: readonly Alternative[];
  readonly library: Library | null;
  /** What was looked at and turned down: the doctor's "why not?". */
  readonly rejected: readonly Rejected[];
  /** The index was still being built: asking again may give more. */
  readonly provisional: boolean;
};
