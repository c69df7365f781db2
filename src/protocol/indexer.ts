import type { Resolution } from '../core/mapping/resolution.ts';
import type { SpanSite } from '../core/mapping/span-site.ts';
import type { GapEvents, GapRequests } from './indexer-gaps.ts';

/** Absolute paths, in the order of the workspace. */
export type IndexerConfig = {
  readonly folders: readonly string[];
  /** Folder for what is kept between sessions. */
  readonly storageDir: string;
};

export type IndexStatus = {
  readonly state: 'idle' | 'listing' | 'indexing' | 'ready';
  readonly indexed: number;
  readonly files: number;
  /** For the doctor and the status line: folders that could not be read, files left out. */
  readonly notes: readonly string[];
};

/** Distinct sites, and for each span its site and its parent span (-1 for none), parents first. */
export type SpansToResolve = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: Uint32Array;
  readonly parents: Int32Array;
};

/** Entries are shared by the spans that have the same answer: `of[span]` is an index into `resolutions`. */
export type ResolvedSpans = { readonly resolutions: readonly Resolution[]; readonly of: Uint32Array };

/** A function or method of a file, as its text stands now (unsaved changes included). */
export type CodeFunction = {
  /** With what it is nested in, joined by '.'. */
  readonly symbol: string;
  readonly name: string;
  /** 1-based line of the name. */
  readonly line: number;
  readonly column: number;
  /** 1-based first line, decorators included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Loops in it, outer before inner. */
  readonly loops: readonly { readonly line: number; readonly endLine: number }[];
};

export type IndexerRequests = GapRequests & {
  /** Lists and indexes in the background; answers at once. */
  'index.open': { params: IndexerConfig; result: undefined };
  /** Stops following the folders. */
  'index.close': { params: undefined; result: undefined };
  'index.status': { params: undefined; result: IndexStatus };
  'index.resolve': { params: { sites: readonly SpanSite[] }; result: readonly Resolution[] };
  'index.resolveSpans': { params: SpansToResolve; result: ResolvedSpans };
  /** By absolute path; empty for a file that is not indexed. */
  'index.functions': { params: { path: string }; result: readonly CodeFunction[] };
  /** Text that the editor holds and the disk does not have yet; undefined once saved or closed. */
  'index.unsaved': { params: { path: string; text: string | undefined }; result: undefined };
  /** Files that were created, changed or deleted, by absolute path. */
  'index.changed': { params: { paths: readonly string[] }; result: undefined };
};

export type IndexerApi = {
  requests: IndexerRequests;
  events: GapEvents & {
    'index.status': IndexStatus;
    /** Answers given before may be different now. */
    'index.updated': { readonly paths: readonly string[] };
    log: { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly text: string };
  };
};

export type IndexerHostApi = { requests: Record<never, never>; events: Record<never, never> };
