import type { FileFacts } from '../../core/facts/facts.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Pick } from '../../core/mapping/user-mapping.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { PropertyValues } from '../indexes/property-values.ts';
import type { SourceMaps } from '../revision/source-maps.ts';
import type { WorkspaceRoots } from '../roots/workspace-roots.ts';

/** A recorded line led to today's text. */
export type MappedLine = {
  readonly line: number;
  /** `same`: nothing moved or nothing is known to have; `gone`: the line was deleted. */
  readonly state: 'same' | 'moved' | 'gone' | 'unverified';
  /** For the user, where it moved, went, or could not be checked. */
  readonly note: string | null;
  /** Where the line can be seen as it was. */
  readonly revision: string | null;
};

export type LineMapper = (entry: FileEntry, line: number, site: SpanSite) => Promise<MappedLine>;

/** What strategies work with. */
export type ResolveContext = {
  readonly index: CodeIndex;
  readonly facts: (entry: FileEntry) => FileFacts | undefined;
  readonly mapLine: LineMapper;
  /** Current files by the path they had at the span's revision, where that was another. */
  readonly renamed: (
    site: SpanSite,
  ) => Promise<readonly { readonly oldPath: string; readonly entry: FileEntry }[]>;
  readonly sourceMaps: SourceMaps;
  /** Values of configuration files, read when first asked for. */
  readonly properties: () => PropertyValues;
  readonly roots: WorkspaceRoots;
  /** What the user chose for such spans. */
  readonly pick: (site: SpanSite) => Pick | undefined;
};
