import type { TimeRange } from '../../core/ports.ts';
import type { Field, IntrinsicName } from '../../core/query/ast.ts';
import { intrinsicNamed } from '../../core/query/fields.ts';
import { parseQuery } from '../../core/query/parse-query.ts';
import { printField } from '../../core/query/print.ts';
import { fieldTextReader } from '../../core/query/read-field.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { textHash } from './bloom.ts';
import type { Segments } from './read-trace.ts';
import { isRelational, needsExtras } from './search-seeds.ts';
import { viewOf } from './segment-view.ts';

const MAX_VALUES = 1000;
/** ms after which what was found so far is the answer: the newest segments come first. */
const PATIENCE_MS = 400;

/** Attribute keys of the window as the query language writes them. */
export function listKeys(segments: Segments, range: TimeRange): string[] {
  const seen = new Map<string, { scope: 'span' | 'resource'; key: string }>();
  for (const { id } of segments.catalogue.in(range)) {
    const summary = segments.catalogue.summary(id);
    for (const key of summary?.spanKeys ?? []) seen.set(`s${key}`, { scope: 'span', key });
    for (const key of summary?.resourceKeys ?? []) seen.set(`r${key}`, { scope: 'resource', key });
  }
  return [...seen.values()]
    .map(({ scope, key }) =>
      printField({ node: 'attribute', scope, key, parent: false, range: { start: 0, end: 0 } }),
    )
    .sort();
}

/** Values of an attribute or intrinsic in the window, most frequent first. */
export function listValues(segments: Segments, text: string, range: TimeRange): string[] {
  const field = fieldNamed(text);
  const root = field?.node === 'intrinsic' ? ROOTS[field.name] : undefined;
  if (!field || (!root && isRelational(field))) return [];
  const hashes = field.node === 'attribute' ? [textHash(field.key)] : [];
  const counts = new Map<string, number>();
  const started = performance.now();
  const newest = segments.catalogue.in(range).sort((a, b) => b.lastMs - a.lastMs);
  for (const { id } of newest) {
    if (counts.size >= MAX_VALUES || performance.now() - started > PATIENCE_MS) break;
    if (!segments.filters.mayHold(id, hashes)) continue;
    const spans = segments.cache.get(id, needsExtras([field]));
    if (!spans) continue;
    const { batch } = spans;
    const view = viewOf(batch);
    const read = root ? (row: number) => root(view, row) : fieldTextReader(field, view);
    for (let row = 0; row < batch.count && counts.size < MAX_VALUES; row++) {
      if (root && (batch.parentHi.at(row) !== 0 || batch.parentLo.at(row) !== 0)) continue;
      const value = read(row);
      if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value);
}

/** What a root span says of its trace. */
const ROOTS: Partial<Record<IntrinsicName, (view: Trace, row: number) => string>> = {
  rootName: (view, row) => view.strings.get(view.name[row] ?? 0),
  rootServiceName: (view, row) => view.strings.get(view.service[row] ?? 0),
};

const RANGE = { start: 0, end: 0 };

/** `span.http.route`, `name`; a key without a scope is looked for in every one. */
function fieldNamed(text: string): Field | undefined {
  const name = intrinsicNamed(text);
  if (name) return { node: 'intrinsic', name, parent: false, range: RANGE };
  for (const candidate of [text, `.${text}`])
    try {
      const [stage] = parseQuery(`{ ${candidate} != nil }`).stages;
      const where = stage?.node === 'filter' ? stage.where : undefined;
      if (where?.node === 'binary' && where.left.node === 'attribute') return where.left;
    } catch {}
  return undefined;
}
