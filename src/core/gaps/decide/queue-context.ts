import { SQL_QUEUE } from '../match/sql-queue.ts';
import { isSuppressed } from '../match/suppressions.ts';
import type { CodeSite, Finding } from '../model.ts';
import { severityOf } from '../taxonomy.ts';
import { coverageOf } from './coverage-of.ts';
import type { Decided } from './decide-sites.ts';
import { fingerprint } from './fingerprint.ts';
import { type DecideInput, familyOfFile, isLookedAt, type ScannedFile, serviceIndex } from './input.ts';
import { staticValue } from './site-finding.ts';

type At = { readonly file: ScannedFile; readonly site: CodeSite };

/**
 * Messages whose trace context nobody carries. Tables that are used as queues: rows are taken with SKIP LOCKED in one
 * place and inserted in another; and queues whose library no instrumentation covers, sent from inside a span.
 */
export function queueContext(input: DecideInput, decided: readonly Decided[]): Finding[] {
  const serviceOf = serviceIndex(input.services);
  const sites: At[] = input.files
    .filter((f) => isLookedAt(f, input.config))
    .flatMap((file) => file.gaps.sites.filter((s) => s.rule === SQL_QUEUE).map((site) => ({ file, site })));
  const taken = new Map<string, At>();
  for (const one of sites) if (one.site.kind === 'entry.queue') taken.set(one.site.keys.table ?? '', one);
  const findings: Finding[] = [];
  for (const { file, site } of sites) {
    const table = site.keys.table ?? '';
    const consumer = taken.get(table);
    const service = serviceOf(file.path, familyOfFile(file));
    const evidence = service && input.evidence.get(service.id);
    const traces = evidence && (evidence.enabled.size > 0 || evidence.blanket.length > 0);
    if (!consumer || !traces || site.carries !== '') continue;
    const sends = site.kind === 'outbound.queue';
    findings.push(
      finding(sends ? 'context.queue-inject' : 'context.queue-extract', { file, site }, service.name, {
        tech: `table ${table}`,
        title: sends
          ? `Jobs are put into ${table} without the trace context`
          : `Jobs are taken from ${table} without their trace context`,
        why: sends
          ? [
              `${table} is a queue: ${consumer.file.path}:${consumer.site.line} takes its rows with SKIP LOCKED. The row carries no trace context, so each job starts a trace of its own.`,
            ]
          : [
              'The job is processed in a trace of its own: nothing takes up a context that travelled with the row.',
            ],
        evidence: [`INSERT and SELECT ... SKIP LOCKED on ${table} in this workspace.`],
      }),
    );
  }
  for (const one of decided) {
    const { site } = one;
    if (!/\.queue$/.test(site.kind) || one.state !== 'covered' || site.covered === '' || site.carries !== '')
      continue;
    if (/telemetry|carries/i.test(site.covered) || one.service === undefined) continue;
    const known = input.evidence.get(one.service.id);
    // The library's instrumentation carries the context along, whatever spans are started besides.
    if (known && coverageOf(one.rule, site.kind, known).state === 'covered') continue;
    const sends = site.kind === 'outbound.queue';
    findings.push(
      finding(sends ? 'context.queue-inject' : 'context.queue-extract', one, one.service.name, {
        tech: one.rule.tech,
        title: sends
          ? 'Messages are sent without the trace context'
          : 'The trace context of messages is not taken up',
        why: [
          sends
            ? `${site.covered} But no instrumentation of ${one.rule.tech} is switched on and the context is not injected: the consumer starts a trace of its own.`
            : `${site.covered} But no instrumentation of ${one.rule.tech} is switched on and the context is not extracted: the trace begins anew here.`,
        ],
        evidence: ['Neither inject nor extract stands in the functions around it.'],
      }),
    );
  }
  return findings.filter(
    (f) =>
      !isSuppressed(
        input.files.find((x) => x.path === f.file)?.gaps.suppressions ?? [],
        f.rule,
        f.line,
        f.endLine,
      ),
  );
}

function finding(
  rule: 'context.queue-inject' | 'context.queue-extract',
  { file, site }: At,
  service: string,
  said: Pick<Finding, 'tech' | 'title' | 'why' | 'evidence'>,
): Finding {
  return {
    rule,
    service,
    file: file.path,
    line: site.line,
    column: site.column,
    endLine: site.endLine,
    symbol: site.symbol,
    confidence: 'high',
    severity: severityOf(rule, 'high'),
    keys: site.keys,
    observed: undefined,
    fixes: [
      rule === 'context.queue-inject'
        ? { kind: 'inject', title: 'Inject the trace context' }
        : { kind: 'extract', title: 'Extract the trace context' },
      { kind: 'ignore', title: 'Ignore here' },
    ],
    fingerprint: fingerprint([rule, file.path, site.symbol, said.tech]),
    remedy: '',
    value: staticValue(rule, 'high', 1),
    ...said,
  };
}
