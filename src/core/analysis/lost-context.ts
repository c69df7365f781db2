import { FLAG, KIND, type Trace } from '../trace/columns.ts';
import { plural } from '../trace/units.ts';
import type { HealthNote } from './health.ts';
import { serviceLabel, spanLabel } from './labels.ts';
import { isTrueRoot, rootsOf } from './roots.ts';
import { listOf } from './sentence.ts';

const EXAMPLES = 100;

/**
 * Where the tree is torn: no root, orphans (their parent is not in the trace), several roots. Each with the usual
 * reason for what the torn ends are: a server without its caller, a consumer, work on another thread.
 */
export function lostContext(trace: Trace): HealthNote[] {
  const roots = rootsOf(trace);
  const orphans = roots.filter((i) => (trace.flags[i] ?? 0) & FLAG.missingParent);
  const own = roots.filter((i) => isTrueRoot(trace, i));
  const notes: HealthNote[] = [];
  if (trace.count > 0 && own.length === 0) notes.push(missingRoot());
  if (orphans.length > 0) notes.push(orphanNote(trace, orphans));
  if (own.length > 1) notes.push(disconnected(trace, own));
  return notes;
}

function missingRoot(): HealthNote {
  const text =
    'The root span is missing: it is still running, has not arrived yet, or was dropped by sampling. ' +
    'Backends take 10 to 30 s to take spans in; refresh to see whether it comes.';
  return { kind: 'missing-root', text, count: 1, spans: [], incomplete: true };
}

function orphanNote(trace: Trace, orphans: readonly number[]): HealthNote {
  const parents = new Map<string, number[]>();
  for (const i of orphans) {
    const d = trace.details;
    const key = d ? `${d.parentId[i * 2]}:${d.parentId[i * 2 + 1]}` : 'unknown';
    const siblings = parents.get(key);
    if (siblings) siblings.push(i);
    else parents.set(key, [i]);
  }
  const services = [...new Set(orphans.map((i) => serviceLabel(trace, i)))];
  const text =
    `${plural(orphans.length, 'span')} of ${listOf(services)} ${orphans.length === 1 ? 'names' : 'name'} ` +
    `${parents.size === 1 ? 'a parent' : `${parents.size} parents`} not in the trace. ${orphanReason(trace, [...parents.values()])}`;
  return { kind: 'orphan', text, count: orphans.length, spans: orphans.slice(0, EXAMPLES), incomplete: true };
}

function orphanReason(trace: Trace, families: readonly (readonly number[])[]): string {
  const first = families[0]?.[0] ?? 0;
  const service = serviceLabel(trace, first);
  const incoming = families
    .flat()
    .every((i) => trace.kind[i] === KIND.server || trace.kind[i] === KIND.consumer);
  if (incoming)
    return `The callers of ${service} are missing: they export to another place, were sampled out, or have not arrived yet.`;
  return (
    `Their parents are most likely spans of ${service} that are still running, were never ended, or were dropped: ` +
    `look at what starts ${spanLabel(trace, first)}.`
  );
}

/** Why a trace has this further root: what the usual instrumentation mistake for its kind is. */
const REASONS: Readonly<Record<number, string>> = {
  [KIND.consumer]: 'the consumer does not take the context out of the message',
  [KIND.server]: 'the caller does not send the context along, or in another format (B3, W3C) than is read',
  [KIND.client]: 'the call was made where no span was active: on another thread, in a timer or a callback',
  [KIND.producer]:
    'the message was sent where no span was active: on another thread, in a timer or a callback',
};
const INNER = 'it was started on another thread or task without the context';

function disconnected(trace: Trace, roots: readonly number[]): HealthNote {
  const further = roots.slice(1);
  const reasons = new Map<string, number>();
  for (const i of further) {
    const reason = REASONS[trace.kind[i] ?? 0] ?? INNER;
    if (!reasons.has(reason)) reasons.set(reason, i);
  }
  const examples = [...reasons]
    .slice(0, 2)
    .map(([reason, i]) => `${spanLabel(trace, i)} (${serviceLabel(trace, i)}): ${reason}`);
  const text = `The trace has ${roots.length} roots that nothing connects. ${examples.join('; ')}.`;
  return {
    kind: 'disconnected',
    text,
    count: further.length,
    spans: further.slice(0, EXAMPLES),
    incomplete: false,
  };
}
