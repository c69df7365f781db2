import type { SpanSite } from '../../core/mapping/span-site.ts';
import { sqlFingerprint } from '../../core/trace/sql-fingerprint.ts';

/** What a database span says it ran. */
export type Statement = {
  readonly text: string;
  /** '' for a statement that is only an operation's name. */
  readonly fingerprint: string;
  /** Upper case: SELECT, INSERT, GET, FIND. */
  readonly operation: string;
  readonly table: string;
  readonly system: string;
  /** What sqlcommenter put into it: route, controller, action, db_driver. */
  readonly comment: ReadonlyMap<string, string>;
};

export function statementOf(site: SpanSite): Statement | undefined {
  const { attributes: a } = site;
  const system = (a['db.system.name'] ?? a['db.system'] ?? '').toLowerCase();
  const written = a['db.query.text'] ?? a['db.statement'] ?? '';
  if (system === '' && written === '') return undefined;
  const { text, comment } = splitComment(written);
  const operation = (
    a['db.operation.name'] ??
    a['db.operation'] ??
    firstWord(text) ??
    firstWord(site.name) ??
    ''
  )
    .replace(/(?<=\w)\s[\s\S]*$/, '')
    .toUpperCase();
  const table = a['db.collection.name'] ?? a['db.sql.table'] ?? tableOf(text);
  return {
    text,
    fingerprint: text.length >= 12 ? sqlFingerprint(text) : '',
    operation,
    table: table.replace(/^.*\./, ''),
    system,
    comment,
  };
}

const firstWord = (text: string) => /^\s*([A-Za-z]+)/.exec(text)?.[1];

const tableOf = (text: string) => /\b(?:from|into|update|join)\s+["`[]?([\w.]+)/i.exec(text)?.[1] ?? '';

/** sqlcommenter: key='value' pairs, URL-encoded, in a comment at the end. */
function splitComment(written: string): { text: string; comment: ReadonlyMap<string, string> } {
  const comment = new Map<string, string>();
  const m =
    /\/\*([\s\S]{1,4000}?)\*\/\s*;?\s*$/.exec(written) ?? /^\s*\/\*([\s\S]{1,4000}?)\*\//.exec(written);
  if (!m) return { text: written, comment };
  for (const pair of (m[1] ?? '').matchAll(/(\w+)='([^']*)'/g))
    comment.set(pair[1] ?? '', safeDecode(pair[2] ?? ''));
  if (comment.size === 0) return { text: written, comment };
  return { text: written.replace(m[0], ' ').trim(), comment };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
