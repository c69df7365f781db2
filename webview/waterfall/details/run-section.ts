import { STATUS } from '../../../src/core/trace/columns.ts';
import { formatDuration, formatInteger, plural } from '../../../src/core/trace/units.ts';
import { data, el } from '../../shared/dom.ts';
import type { Doc } from '../doc.ts';
import { pairs, section } from './section.ts';

/** What a run of alike siblings comes to. */
export function runSection(doc: Doc, head: number): HTMLElement {
  const { trace, starts } = doc;
  const members = doc.model.folds.get(head)?.members ?? Uint32Array.of(head);
  const durations = Float64Array.from(members, (m) => Math.max(0, trace.duration[m] ?? 0)).sort();
  const at = (q: number) => formatDuration(durations[Math.max(0, Math.ceil(q * durations.length) - 1)] ?? 0);
  let [from, to, failed] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const member of members) {
    from = Math.min(from, starts[member] ?? 0);
    to = Math.max(to, (starts[member] ?? 0) + Math.max(0, trace.duration[member] ?? 0));
    if (trace.status[member] === STATUS.error) failed++;
  }
  const sum = durations.reduce((total, d) => total + d, 0);
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'details-head' },
      el('h2', {}, `${formatInteger(members.length)} × `, data(trace.strings.get(trace.name[head] ?? 0))),
      el(
        'div',
        { class: 'dim' },
        data(trace.strings.get(trace.service[head] ?? 0)),
        ' · a run of alike spans, → opens it',
      ),
    ),
    section(
      'Time',
      pairs([
        ['from first to last', formatDuration(to - from)],
        ['all durations', formatDuration(sum)],
        ['each', `p50 ${at(0.5)} · p95 ${at(0.95)} · max ${at(1)}`],
        ['failed', failed === 0 ? 'none' : plural(failed, 'span')],
      ]),
    ),
  );
}
