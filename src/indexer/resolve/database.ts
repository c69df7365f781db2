import { familyOf, familyOfSdk } from '../../core/mapping/language.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { KIND } from '../../core/trace/columns.ts';
import { FILE } from '../files/classify-file.ts';
import { railsController } from '../sites/handlers.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';
import { statementOf } from './statement.ts';

const MAX_HITS = 30;

/** The statement's shape, wherever code has one of that shape; and what sqlcommenter tells of the caller. */
export function resolveDatabase(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  if (site.kind === KIND.server || site.kind === KIND.consumer) return;
  const statement = statementOf(site);
  if (!statement) return;
  const family = familyOfSdk(site.language);
  const prefer = ctx.roots.preferenceOf(site);
  const hits = statement.fingerprint === '' ? [] : ctx.index.sqlSites(statement.fingerprint);
  for (const { entry, code } of hits.slice(0, MAX_HITS)) {
    if (family && entry.language && familyOf(entry.language) !== family) continue;
    const test = entry.flags & FILE.test ? ' (a test)' : '';
    out.add(
      lineCandidate(ctx.index, entry, code.line, {
        strategy: 'database',
        source: 'call',
        level: 'guess',
        bonus: prefer(entry) * 5,
        why: `${entry.path}:${code.line} holds a statement of the same shape${test}.`,
      }),
    );
  }
  if (hits.length === 0 && statement.fingerprint !== '')
    out.reason('No statement of this shape was found in the code: an ORM or a builder may have made it.');
  fromComment(ctx, statement.comment, out);
}

/** `controller='users',action='show'` of marginalia and sqlcommenter: who asked for the statement. */
function fromComment(ctx: ResolveContext, comment: ReadonlyMap<string, string>, out: Collector): void {
  const controller = comment.get('controller');
  const action = comment.get('action');
  if (!controller || !action) return;
  const owner = (/Controller$/.test(controller) ? controller : railsController(controller))
    .split(/[.:]+/)
    .at(-1);
  const rows = ctx.index.symbols.named(action).filter((row) => row.path.split('.').at(-1) === owner);
  for (const row of rows) {
    const entry = ctx.index.files.get(row.file);
    if (!entry) continue;
    out.add(
      declCandidate(ctx.index, entry, row, {
        strategy: 'called-from',
        source: 'ancestor',
        level: 'guess',
        role: 'called from',
        why: `A comment in the statement names ${controller}#${action} as its caller.`,
      }),
    );
  }
}
