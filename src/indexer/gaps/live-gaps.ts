import path from 'node:path';
import type { GapConfig } from '../../core/gaps/config.ts';
import type { TraceFacts } from '../../core/gaps/traces/trace-facts.ts';
import type { IndexerConfig } from '../../protocol/indexer.ts';
import type { GapRequests, FolderGaps as Report } from '../../protocol/indexer-gaps.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { grammarsDir } from '../parsing/grammars-dir.ts';
import { createParser } from '../parsing/parser.ts';
import { FolderGaps } from './folder-gaps.ts';
import { loadGaps, saveGaps } from './gap-cache.ts';

export type LiveGaps = {
  readonly handlers: Handlers<{ requests: GapRequests; events: Record<never, never> }>;
  open(config: IndexerConfig): void;
  setUnsaved(file: string, text: string | undefined): void;
  changed(paths: readonly string[]): void;
};

type Events = {
  updated(paths: readonly string[]): void;
  log(level: 'debug' | 'warn', text: string): void;
};

const CLOSED = 'No folder is open. Open a folder to look for instrumentation gaps.';

/** The gaps of the opened folders; nothing is read before somebody asks. */
export function liveGaps(events: Events): LiveGaps {
  let config: IndexerConfig | undefined;
  let folders: FolderGaps[] = [];
  let rules: GapConfig['rules'] = {};
  let traces: TraceFacts | undefined;
  /** One scan after the other: a second one joins in where the first left off. */
  let last: Promise<unknown> = Promise.resolve();
  const unsaved = new Map<string, string>();

  const create = async (): Promise<void> => {
    const parser = createParser(grammarsDir());
    const { storageDir } = config ?? { storageDir: '' };
    folders = outermost(config?.folders ?? []).map(
      (folder) => new FolderGaps({ folder, parser, unsaved: (file) => unsaved.get(file) }),
    );
    for (const one of folders) one.restore(await loadGaps(storageDir, one.folder));
  };
  const reports = (): Report[] => folders.map((one) => toReport(one, rules, traces));
  const follow = async (paths: readonly string[]): Promise<void> => {
    const seen: string[] = [];
    for (const one of folders) {
      const own = paths.filter((p) => p.startsWith(`${one.folder}${path.sep}`));
      if (own.length === 0 || !one.finished) continue;
      await one.changed(own.map((p) => path.relative(one.folder, p).split(path.sep).join('/')));
      seen.push(...own);
    }
    if (seen.length > 0) events.updated(seen);
  };

  return {
    handlers: {
      'gaps.scan': async (options, { signal, part }) => {
        if (!config) throw new Error(CLOSED);
        const before = last;
        let done = () => {};
        last = new Promise<void>((resolve) => {
          done = resolve;
        });
        try {
          await before;
          signal.throwIfAborted();
          rules = options.rules ?? {};
          if (folders.length === 0) await create();
          if (options.fresh === true) folders = folders.map((one) => one.anew());
          const sums = folders.map(() => ({ done: 0, total: 0 }));
          for (const [i, one] of folders.entries()) {
            const read = await one.run(signal, (at, total) => {
              sums[i] = { done: at, total };
              part({
                done: sums.reduce((n, s) => n + s.done, 0),
                total: sums.reduce((n, s) => n + s.total, 0),
              });
            });
            if (read > 0) await keep(config.storageDir, one, events);
          }
          return reports();
        } finally {
          done();
        }
      },
      'gaps.report': () => (folders.some((one) => one.finished) ? reports() : undefined),
      'gaps.sites': ({ path: file }) => {
        const one = folders.find((f) => file.startsWith(`${f.folder}${path.sep}`));
        return one ? one.sites(path.relative(one.folder, file).split(path.sep).join('/')) : [];
      },
      'gaps.fix': async ({ folder, fingerprint, choice }) => {
        const one = folders.find((f) => f.folder === folder);
        return one ? one.fix(fingerprint, choice, rules, traces) : { refused: CLOSED };
      },
      'gaps.traces': (given) => {
        traces = given.traces;
        events.updated([]);
        return undefined;
      },
    },
    open(next) {
      config = next;
      folders = [];
    },
    setUnsaved(file, text) {
      if (text === undefined) unsaved.delete(file);
      else unsaved.set(file, text);
      void follow([file]);
    },
    changed: (paths) => void follow(paths),
  };
}

async function keep(storageDir: string, one: FolderGaps, events: Events): Promise<void> {
  try {
    await saveGaps(storageDir, one.folder, one.kept());
  } catch (error) {
    events.log('warn', `What the gap scan found could not be kept: ${(error as Error).message}`);
  }
}

function toReport(one: FolderGaps, rules: GapConfig['rules'], traces: TraceFacts | undefined): Report {
  const { verdicts: _, ...report } = one.report(rules, traces);
  return { folder: one.folder, ...report, config: one.config, traced: traces !== undefined };
}

/** A folder inside another one is looked at with that. */
const outermost = (folders: readonly string[]): string[] => {
  const all = [...new Set(folders.map((f) => path.resolve(f)))];
  return all.filter((f) => !all.some((other) => other !== f && f.startsWith(`${other}${path.sep}`)));
};
