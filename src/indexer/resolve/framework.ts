import type { Family } from '../../core/mapping/language.ts';
import { parseSymbol } from '../../core/mapping/parse-symbol.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { type SymbolName, symbolName } from '../../core/mapping/symbols/symbol-name.ts';
import { findSymbol } from '../indexes/find-symbol.ts';
import type { Collector } from './collector.ts';
import { declCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/** Attributes by which a framework names the code it ran. */
type FrameworkRow = {
  readonly family: Family;
  readonly what: string;
  readonly name: (a: Readonly<Record<string, string>>) => SymbolName | undefined;
  /** A bare function name proves little. */
  readonly weak?: boolean;
};

const ROWS: readonly FrameworkRow[] = [
  {
    family: 'js',
    what: 'nestjs.controller and nestjs.callback',
    name: (a) => both(a['nestjs.controller'], a['nestjs.callback']),
  },
  {
    family: 'beam',
    what: 'phoenix.plug and phoenix.action',
    name: (a) => {
      const plug = a['phoenix.plug']?.replace(/^Elixir\./, '');
      return plug && a['phoenix.action']
        ? symbolName(plug.split('.'), a['phoenix.action'].replace(/^:/, ''))
        : undefined;
    },
  },
  {
    family: 'python',
    what: 'celery.task_name',
    name: (a) => parseSymbol(a['celery.task_name'] ?? '', 'python'),
  },
  {
    family: 'ruby',
    what: 'messaging.sidekiq.job_class',
    name: (a) => {
      const job = a['messaging.sidekiq.job_class'];
      return job ? symbolName(job.split('::'), 'perform') : undefined;
    },
  },
  {
    family: 'js',
    what: 'hook.callback.name',
    weak: true,
    name: (a) => bare(a['hook.callback.name']),
  },
  {
    family: 'js',
    what: 'express.name',
    weak: true,
    name: (a) => (a['express.type'] === 'middleware' ? bare(a['express.name']) : undefined),
  },
  {
    family: 'js',
    what: 'router.name',
    weak: true,
    name: (a) => bare(a['router.name']),
  },
  {
    family: 'js',
    what: 'koa.name',
    weak: true,
    name: (a) => (a['koa.type'] === 'middleware' ? bare(a['koa.name']) : undefined),
  },
];

const both = (owner: string | undefined, member: string | undefined) =>
  owner && member ? symbolName([owner], member) : undefined;

const bare = (name: string | undefined) =>
  name &&
  /^[A-Za-z_$][\w$]{2,}$/.test(name) &&
  !/^(anonymous|router|query|expressInit|patched|bound)$/.test(name)
    ? symbolName([], name)
    : undefined;

export function resolveFramework(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  for (const row of ROWS) {
    const name = row.name(site.attributes);
    if (!name) continue;
    const { files, symbols, modules } = ctx.index;
    const hits = findSymbol({ files, symbols, modules }, name, row.family);
    const said = [...name.scope, name.member].join('.');
    if (hits.length === 0) {
      out.reason(`${said} (${row.what}) is not declared in this workspace.`);
      out.reject('framework', said, 'It is not declared in this workspace.');
    }
    for (const hit of hits.slice(0, 20)) {
      const entry = files.get(hit.row.file);
      if (!entry) continue;
      const sure = hits.length === 1 && hit.quality !== 'member';
      out.add(
        declCandidate(ctx.index, entry, hit.row, {
          strategy: 'framework',
          source: 'framework',
          level: row.weak || !sure ? 'guess' : hit.quality === 'full' ? 'exact' : 'likely',
          why: `The span says ${said} in ${row.what}.`,
        }),
      );
    }
  }
  namedTasks(ctx, site, out);
}

/** Celery tasks with a name of their own. */
function namedTasks(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const name = site.attributes['celery.task_name'];
  if (!name || out.candidates.some((c) => c.strategy === 'framework')) return;
  for (const { entry, sites } of ctx.index.filesWith('tasks'))
    for (const task of sites.tasks) {
      if (task.name !== name || task.handler.kind !== 'here') continue;
      const row = ctx.index.symbols.around(entry.id, task.handler.line);
      const why = `The span says ${name} in celery.task_name; a task of that name is declared here.`;
      if (row)
        out.add(
          declCandidate(ctx.index, entry, row, {
            strategy: 'framework',
            source: 'framework',
            level: 'exact',
            why,
          }),
        );
    }
}
