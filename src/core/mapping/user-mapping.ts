import { fingerprint } from './fingerprint.ts';
import type { CodeLocation } from './resolution.ts';
import type { SpanSite } from './span-site.ts';

/** Says that what a program has below `runtime` is what the workspace has below `workspace`. */
export type RootSetting = {
  /** Glob of service names; all when absent. */
  readonly service?: string;
  /** Folder in the running program: `/app`. */
  readonly runtime: string;
  /** Folder of the workspace: absolute, or relative to the first one that has it. */
  readonly workspace: string;
};

/** The folder of the workspace, absolute, that a service's code is in. */
export type TaughtFolder = { readonly service: string; readonly folder: string };

/** A place that the user chose for the spans of one fingerprint. */
export type Pick = CodeLocation & {
  readonly service: string;
  readonly fingerprint: string;
  /** The span's name when it was picked, to list it by. */
  readonly label: string;
};

/** Everything the user said about where code is; settings first, then what was taught by a click. */
export type UserMapping = {
  readonly settings: readonly RootSetting[];
  readonly roots: readonly RootSetting[];
  readonly folders: readonly TaughtFolder[];
  readonly picks: readonly Pick[];
};

export const NO_USER_MAPPING: UserMapping = { settings: [], roots: [], folders: [], picks: [] };

const MAX_ROOTS = 500;

export function pickOf(site: SpanSite, place: CodeLocation): Pick {
  const { folder, file, line, endLine, symbol } = place;
  return {
    service: site.service,
    fingerprint: fingerprint(site),
    label: site.name.slice(0, 200),
    folder,
    file,
    line,
    endLine,
    symbol,
  };
}

/** Settings are written by hand: entries that are none are left out. */
export function readRoots(value: unknown): RootSetting[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_ROOTS).flatMap((entry: unknown): RootSetting[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { service, runtime, workspace } = entry as Record<string, unknown>;
    if (typeof runtime !== 'string' || runtime.trim() === '' || typeof workspace !== 'string') return [];
    if (service !== undefined && typeof service !== 'string') return [];
    return [{ runtime, workspace, ...(service !== undefined && { service }) }];
  });
}
