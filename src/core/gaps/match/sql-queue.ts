import { HOLE } from '../../facts/facts.ts';
import type { CodeSite } from '../model.ts';
import { carriesContext } from './carries-context.ts';
import { coveredCall } from './covered-here.ts';
import type { FileView } from './file-view.ts';

/** A table used as a queue. Rows carry no trace context unless somebody puts it there (spec/gaps.md 2.4). */
export const SQL_QUEUE = 'sql.queue';

const INSERT = /\binsert\s+(?:ignore\s+)?into\s+["`[]?([\w.]+)/i;
const TAKE = /\bfrom\s+["`[]?([\w.]+)["`\]]?[\s\S]*?\bskip\s+locked\b/i;
const MIGHT = /insert\s+into|skip\s+locked/i;

/** Writes to tables, and reads that take rows as jobs (`FOR UPDATE SKIP LOCKED`); which belong together is decided later. */
export function sqlQueueSites(view: FileView): CodeSite[] {
  if (!MIGHT.test(view.source)) return [];
  return view.facts.calls.flatMap((call): CodeSite[] => {
    for (const arg of call.args.slice(0, 3)) {
      const sql = view.text(arg)?.replaceAll(HOLE, '?');
      if (sql === undefined || sql.length < 12) continue;
      const taken = TAKE.exec(sql)?.[1];
      const inserted = taken ? undefined : INSERT.exec(sql)?.[1];
      const table = taken ?? inserted;
      if (!table) continue;
      return [
        {
          rule: SQL_QUEUE,
          kind: taken ? 'entry.queue' : 'outbound.queue',
          line: call.line,
          column: call.column,
          endLine: call.endLine,
          symbol: view.symbol(call.owner),
          keys: { table: table.toLowerCase().replace(/^.*\./, '') },
          known: 'import',
          covered: '',
          helpers: coveredCall(view, call).helpers,
          uses: 1,
          carries: carriesContext(view, call.owner, undefined),
        },
      ];
    }
    return [];
  });
}
