import type { CodeFunction } from '../core/figures/measured-site.ts';
import type { Explanation } from '../core/mapping/explanation.ts';
import type { ReferencesAt } from '../core/mapping/references-at.ts';
import type { Resolution } from '../core/mapping/resolution.ts';
import type { SpanSite } from '../core/mapping/span-site.ts';
import type { StackFrame } from '../core/mapping/stack/frame.ts';
import type { UserMapping } from '../core/mapping/user-mapping.ts';
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

export type ResolvedFrame = { readonly frame: StackFrame; readonly resolution: Resolution };

export type KnownRoot = {
  readonly from: 'settings' | 'taught' | 'launch' | 'compose' | 'docker' | 'learned';
  /** '' for any. */
  readonly service: string;
  /** `/app`; '' for paths that are relative. */
  readonly runtime: string;
  /** Absolute. */
  readonly workspace: string;
  /** Where it is written, or what showed it. */
  readonly because: string;
};

export type KnownRoots = {
  /** In the order in which they are asked. */
  readonly roots: readonly KnownRoot[];
  /** Folders of the workspace, absolute, that a service may be taught to be in. */
  readonly folders: readonly string[];
};
export type IndexerRequests = GapRequests & {
  /** Lists and indexes in the background; answers at once. */
  'index.open': { params: IndexerConfig; result: undefined };
  /** Stops following the folders. */
  'index.close': { params: undefined; result: undefined };
  'index.status': { params: undefined; result: IndexStatus };
  'index.resolve': { params: { sites: readonly SpanSite[] }; result: readonly Resolution[] };
  'index.resolveSpans': { params: SpansToResolve; result: ResolvedSpans };
  /** What the user said about where code is; replaces what was said before. */
  'index.configure': { params: UserMapping; result: undefined };
  /** One span of a group: its answer, and all that was tried for it. */
  'index.explain': { params: SpansToResolve & { readonly span: number }; result: Explanation };
  /** The way back: what spans of the code at a line (from 1) carry. */
  'index.sitesAt': { params: { path: string; line: number }; result: ReferencesAt };
  /**
   * A stack trace as text, frame by frame, innermost first; none where the text is no stack trace. The site is that
   * of the span it was recorded on: its service, language and revision lead the frames.
   */
  'index.frames': {
    params: { text: string; site: SpanSite | undefined };
    result: readonly ResolvedFrame[];
  };
  /** Which folder of the workspace which folder of a running program is, and who said so. */
  'index.roots': { params: undefined; result: KnownRoots };
  /** By absolute path; empty for a file that is not indexed. */
  'index.functions': { params: { path: string }; result: readonly CodeFunction[] };
  /**
   * Lines of a file, as its text stands now, that differ from a commit of this clone; undefined where git cannot tell.
   * By absolute path.
   */
  'index.changedLines': {
    params: { path: string; revision: string };
    result: readonly { readonly line: number; readonly endLine: number }[] | undefined;
  };
  /** A file (absolute path) as it was at a commit; undefined where this clone cannot tell. */
  'index.atRevision': {
    params: { path: string; revision: string };
    result: { readonly path: string; readonly text: string } | undefined;
  };
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
