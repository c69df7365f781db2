import { FLAG } from '../../../src/core/trace/columns.ts';
import { formatDuration, formatInteger, formatOffset, formatPercent } from '../../../src/core/trace/units.ts';
import type { UsualTimes } from '../../../src/protocol/waterfall.ts';
import { el } from '../../shared/dom.ts';
import type { Doc } from '../doc.ts';
import { durationText } from '../row-data.ts';
import { slowText } from '../slow.ts';
import { absoluteLabel } from '../time-labels.ts';
import { pairs, section } from './section.ts';

/** When and how long, against the trace and against what is usual for this function. */
export function timeSection(
  doc: Doc,
  span: number,
  usual: UsualTimes | undefined,
  path: Float64Array | undefined,
): HTMLElement {
  const { trace, starts } = doc;
  const duration = Math.max(0, trace.duration[span] ?? 0);
  const start = starts[span] ?? 0;
  const rows: (readonly [string, Node | string])[] = [];
  rows.push(['duration', durationCell(doc, span, usual)]);
  if (doc.selfTime) rows.push(['self', selfText(doc.selfTime[span] ?? 0, duration)]);
  rows.push(['start', `${formatOffset(start)}, ${absoluteLabel(trace.epoch, start, 1000)}`]);
  rows.push(['share of trace', shareText(doc, path, duration)]);
  const moved = start - (trace.start[span] ?? 0);
  if (moved !== 0)
    rows.push([
      'clock skew',
      `moved by ${formatOffset(moved)}; sent as ${formatOffset(trace.start[span] ?? 0)}`,
    ]);
  if (usual)
    rows.push([
      'usual',
      `p50 ${formatDuration(usual.p50)} · p95 ${formatDuration(usual.p95)} · p99 ${formatDuration(usual.p99)} · ${formatInteger(usual.count)} calls in the last ${usual.window}`,
    ]);
  const flags = flagTexts(trace.flags[span] ?? 0);
  return section('Time', pairs(rows), ...flags.map((text) => el('p', { class: 'warning' }, text)));
}

function durationCell(doc: Doc, span: number, usual: UsualTimes | undefined): Node {
  const { trace } = doc;
  const cell = el('span', {}, durationText(trace, span));
  const slow = slowText(trace.duration[span] ?? 0, usual);
  if (slow) cell.append(' ', el('span', { class: 'slow' }, slow));
  return cell;
}

function selfText(self: number, duration: number): string {
  return duration > 0
    ? `${formatDuration(self)}, ${formatPercent(self / duration)} of the span`
    : formatDuration(self);
}

function shareText(doc: Doc, path: Float64Array | undefined, duration: number): string {
  const share = doc.trace.length > 0 ? formatPercent(duration / doc.trace.length) : '–';
  if (!doc.findings || !path) return share;
  let ns = 0;
  for (let k = 0; k < path.length; k += 2) ns += (path[k + 1] ?? 0) - (path[k] ?? 0);
  return ns > 0
    ? `${share}, ${formatDuration(ns)} of its own on the critical path`
    : `${share}, not on the critical path`;
}

function flagTexts(flags: number): string[] {
  const texts: [number, string][] = [
    [
      FLAG.missingEnd,
      'No end was recorded: it is still running, or its end was lost. Refresh after some seconds.',
    ],
    [FLAG.missingStart, 'No start was recorded; the earliest known moment stands for it.'],
    [FLAG.negativeDuration, 'It ends before it starts: the clock was set back while it ran.'],
    [FLAG.missingParent, 'Its parent is not in this trace: dropped by sampling, lost, or not yet arrived.'],
    [FLAG.cycleBroken, 'Its parents form a circle; the link was cut here.'],
    [FLAG.truncated, 'Parts of it were cut at a limit when it was read.'],
    [FLAG.merged, 'It was delivered more than once; the deliveries were merged.'],
  ];
  return texts.filter(([flag]) => (flags & flag) !== 0).map(([, text]) => text);
}
