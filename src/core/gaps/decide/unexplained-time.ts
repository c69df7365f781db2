import type { Service } from '../evidence/service.ts';
import type { Body, Finding } from '../model.ts';
import { isEntry } from '../model.ts';
import { operationsOfSpan } from '../traces/match-operations.ts';
import { observedOf, percent } from '../traces/rank.ts';
import { scopeIds } from '../traces/scope-ids.ts';
import type { HoleFacts, OperationFacts, Place } from '../traces/trace-facts.ts';
import { lookUp } from './coverage-of.ts';
import type { Decided } from './decide-sites.ts';
import type { DecideInput, ScannedFile } from './input.ts';
import { familyOfFile, isLookedAt, serviceIndex } from './input.ts';
import { traceFinding } from './trace-finding.ts';
import type { Joined } from './with-traces.ts';

const MIN_SPANS = 20;
const MIN_SHARE = 0.2;

/** Operations much of whose time lies in one hole between two of their children (spec/gaps.md 2.6). */
export function unexplainedTime(input: DecideInput, decided: readonly Decided[], joined: Joined): Finding[] {
  const findings: Finding[] = [];
  for (const service of input.services) {
    const facts = joined.services.get(service.id);
    for (const operation of facts?.operations ?? [])
      for (const hole of operation.holes) {
        if (hole.of < MIN_SPANS || hole.spans / hole.of < MIN_SHARE) continue;
        findings.push(finding(service, operation, hole, input, decided, joined));
      }
  }
  return findings;
}

function finding(
  service: Service,
  operation: OperationFacts,
  hole: HoleFacts,
  input: DecideInput,
  decided: readonly Decided[],
  joined: Joined,
): Finding {
  const place = locate(service, operation, input, decided, joined);
  const mean = hole.totalNs / hole.spans;
  const spread = Math.sqrt(Math.max(0, hole.squares / hole.spans - (mean / 1e9) ** 2));
  const share = hole.totalNs / Math.max(1, hole.parentNs);
  const between = place && linesOf(place, hole, service, decided);
  const callees = between ? suspects(place.body, between, place.file) : [];
  const where =
    hole.after.name === '' && hole.before.name === ''
      ? 'it'
      : hole.after.name === ''
        ? `its start and ${hole.before.name}`
        : hole.before.name === ''
          ? `${hole.after.name} and its end`
          : `${hole.after.name} and ${hole.before.name}`;
  const observed = { ...observedOf([operation], operation.name), unexplained: share };
  const line = callees[0]?.line ?? between?.from ?? place?.line;
  return traceFinding(joined.traces, {
    rule: 'trace.self-time-gap',
    service,
    at: place && { file: place.file.path, line: line ?? place.line, symbol: place.body.symbol },
    title: `${milliseconds(mean)} of ${operation.name} have no span`,
    why: [
      `Between ${where}: ${milliseconds(mean)} on average, ${percent(share)} of its time, in ${hole.spans} of ${hole.of} spans (spread ${milliseconds(spread * 1e9)}).`,
      callees.length > 0
        ? `Called there without a span: ${callees
            .slice(0, 5)
            .map((c) => `${c.text} (line ${c.line})`)
            .join(', ')}.`
        : place
          ? 'Nothing is called there by name: work of its own, or a wait.'
          : 'The code of this operation was not found in the workspace.',
      'Computation, waiting for messages, locks and garbage collection look the same: a profile settles it.',
    ],
    confidence: share > 0.3 && callees.length > 0 ? 'high' : 'medium',
    observed,
    about: [operation.kind, operation.name, hole.after.name, hole.before.name],
    fixes: callees.length > 0 ? [{ kind: 'wrap', title: `Wrap ${callees[0]?.text ?? 'it'} in a span` }] : [],
  });
}

const milliseconds = (ns: number): string =>
  ns >= 10e9
    ? `${(ns / 1e9).toFixed(0)} s`
    : ns >= 1e9
      ? `${(ns / 1e9).toFixed(1)} s`
      : `${Math.round(ns / 1e6)} ms`;

type Located = { readonly file: ScannedFile; readonly body: Body; readonly line: number };

/** The function that an operation is: an entry point that was seen as it, or a span started by hand. */
function locate(
  service: Service,
  operation: OperationFacts,
  input: DecideInput,
  decided: readonly Decided[],
  { operations, services }: Joined,
): Located | undefined {
  for (const [one, found] of operations) {
    if (one.service !== service || !found.includes(operation)) continue;
    const body = bodyAt(one.file, one.site.line, one.site.symbol);
    if (body) return { file: one.file, body, line: one.site.line };
    // A handler that is named here and written in another file.
    for (const other of decided)
      if (other.service === service && one.site.symbol !== '') {
        const elsewhere = other.file.gaps.bodies.find((b) => b.symbol === one.site.symbol);
        if (elsewhere) return { file: other.file, body: elsewhere, line: elsewhere.line };
      }
  }
  const serviceOf = serviceIndex(input.services);
  const facts = services.get(service.id);
  if (!facts) return undefined;
  for (const file of input.files) {
    if (file.gaps.spans.length === 0 || !isLookedAt(file, input.config)) continue;
    if (serviceOf(file.path, familyOfFile(file))?.id !== service.id) continue;
    const span = file.gaps.spans.find((s) => operationsOfSpan(s, facts).includes(operation));
    const body = span && bodyAt(file, span.line, span.symbol);
    if (span && body) return { file, body, line: span.line };
  }
  return undefined;
}

const bodyAt = (file: ScannedFile, line: number, symbol: string): Body | undefined =>
  file.gaps.bodies.find((b) => b.line <= line && line <= b.endLine) ??
  file.gaps.bodies.find((b) => symbol !== '' && b.symbol === symbol);

type Between = { readonly from: number; readonly to: number };

/** Lines of the calls that make the children on both sides of the hole; the whole function where they are not found. */
function linesOf(place: Located, hole: HoleFacts, service: Service, decided: readonly Decided[]): Between {
  const { body } = place;
  const after = hole.after.name === '' ? undefined : lineOf(hole.after, place, service, decided, 'last');
  const before = hole.before.name === '' ? undefined : lineOf(hole.before, place, service, decided, 'first');
  return { from: after ?? body.line, to: before ?? body.endLine };
}

/** Where a child is made: a span of its name, a client of its scope, or a call of that name. */
function lineOf(
  child: Place,
  { file, body }: Located,
  service: Service,
  decided: readonly Decided[],
  which: 'first' | 'last',
): number | undefined {
  const inside = (line: number) => line >= body.line && line <= body.endLine;
  const lines = [
    ...file.gaps.spans.filter((s) => s.name === child.name && inside(s.line)).map((s) => s.line),
    ...(child.keys.line > 0 && file.path.endsWith(child.keys.file) && inside(child.keys.line)
      ? [child.keys.line]
      : []),
  ];
  if (lines.length === 0) {
    const ids = new Map(
      scopeIds(child.scope, child.kind, service.family).map((id) => [id, NOWHERE] as const),
    );
    for (const one of decided)
      if (
        one.file === file &&
        !isEntry(one.site.kind) &&
        inside(one.site.line) &&
        one.rule.coveredBy.some((id) => lookUp(ids, id))
      )
        lines.push(one.site.line);
  }
  if (lines.length === 0) {
    // `charge` for "charge", "ChargeService/Charge", "charge-card".
    const words = child.name.toLowerCase().split(/[^a-z0-9]+/);
    for (const call of body.calls) {
      const last = call.text.slice(call.text.lastIndexOf('.') + 1).toLowerCase();
      if (last.length > 2 && words.includes(last)) lines.push(call.line);
    }
  }
  return lines.length === 0 ? undefined : which === 'first' ? Math.min(...lines) : Math.max(...lines);
}

const NOWHERE = { text: '', file: '', line: 0 };

/** Calls strictly between, without those that make spans. */
function suspects(
  body: Body,
  { from, to }: Between,
  file: ScannedFile,
): readonly { text: string; line: number }[] {
  const traced = new Set([
    ...file.gaps.sites.filter((s) => s.covered !== '').map((s) => s.line),
    ...file.gaps.spans.map((s) => s.line),
  ]);
  const own = new Set(file.gaps.traced);
  return body.calls.filter(
    (c) =>
      c.line > from &&
      c.line < to &&
      !traced.has(c.line) &&
      !own.has(c.text.slice(c.text.lastIndexOf('.') + 1)) &&
      !/(?:^|\.)(?:json|send|status|end|next|then|catch|push|map|filter|join|get|set|require|String|Number)$/.test(
        c.text,
      ),
  );
}
