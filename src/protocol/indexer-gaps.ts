import type { GapConfig } from '../core/gaps/config.ts';
import type { IgnoreScope } from '../core/gaps/fixes/ignore.ts';
import type { TextEdit } from '../core/gaps/fixes/text-edit.ts';
import type { FixKind } from '../core/gaps/model.ts';
import type { CoverageReport, GapReport, SiteVerdict } from '../core/gaps/report.ts';
import type { TraceFacts } from '../core/gaps/traces/trace-facts.ts';

/** The gaps of one opened folder. Files in it are relative to the folder, with `/`. */
export type FolderGaps = {
  /** Absolute, as it was opened. */
  readonly folder: string;
  readonly findings: GapReport['findings'];
  /** Those without findings too, with what was looked at (`lookedAt`, `instrumentations`). */
  readonly services: GapReport['services'];
  readonly coverage: CoverageReport;
  /** Findings that a comment, the configuration or the baseline takes out. */
  readonly ignored: number;
  /** Sentences: files that were not read, mistakes in `.spanlight/gaps.json`. */
  readonly notes: readonly string[];
  /** What `.spanlight/gaps.json` says now. */
  readonly config: GapConfig;
  /** Whether traces were joined in. */
  readonly traced: boolean;
};

export type GapProgress = { readonly done: number; readonly total: number };

export type GapRequests = {
  /**
   * Looks at every source file of the folders that `index.open` named, in slices: other requests are answered between.
   * Cancelled, it keeps what it has, and the next call goes on from there; what did not change since is not read again.
   * Edits and saves are followed from then on (`gaps.updated`).
   */
  'gaps.scan': { params: GapScanOptions; result: readonly FolderGaps[]; part: GapProgress };
  /** As things stand now, without reading anything; undefined before the first scan has finished. */
  'gaps.report': { params: undefined; result: readonly FolderGaps[] | undefined };
  /** Every site of a file (absolute path) with what was decided about it, covered ones included: for coverage. */
  'gaps.sites': { params: { path: string }; result: readonly SiteVerdict[] };
  /** The text edits of a fix, checked: what would not parse is refused. Nothing is written. */
  'gaps.fix': { params: FixRequest; result: GapFix };
  /** What traces say, for ranking and the rules that need them; undefined takes them away. */
  'gaps.traces': { params: { traces: TraceFacts | undefined }; result: undefined };
};

export type GapScanOptions = {
  /** Forgets what is kept and reads everything again. */
  readonly fresh?: boolean | undefined;
  /** Opt-in rules switched on, or rules off, besides what the folder's own configuration says. */
  readonly rules?: GapConfig['rules'] | undefined;
};

export type FixChoice =
  | { readonly kind: Exclude<FixKind, 'ignore'> }
  | { readonly kind: 'ignore'; readonly scope: IgnoreScope; readonly reason: string };

export type FixRequest = {
  /** As in `FolderGaps`. */
  readonly folder: string;
  readonly fingerprint: string;
  readonly choice: FixChoice;
};

/** Paths are relative to the folder. */
export type GapFix =
  | {
      readonly files: readonly FixedFile[];
      /** Sentences: what an editor cannot do. */
      readonly notes: readonly string[];
      /** To run afterwards, in a folder relative to the opened one. */
      readonly command?: { readonly folder: string; readonly line: string };
    }
  | { readonly refused: string };

export type FixedFile = {
  readonly file: string;
  readonly created: boolean;
  /** Length of the text the edits are for, in UTF-16 units: an editor with another text must not apply them. */
  readonly before: number;
  readonly edits: readonly TextEdit[];
  /** The whole text afterwards, for a preview. */
  readonly after: string;
};

export type GapEvents = {
  /** Findings may be different: ask `gaps.report`. Absolute paths of what changed; empty for everything. */
  'gaps.updated': { readonly paths: readonly string[] };
};
