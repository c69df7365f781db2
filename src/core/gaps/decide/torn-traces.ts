import type { Service } from '../evidence/service.ts';
import type { Finding } from '../model.ts';
import { sameService } from '../traces/observed-services.ts';
import { observedOf, percent } from '../traces/rank.ts';
import type { CalleeFacts, ServiceFacts } from '../traces/trace-facts.ts';
import type { Decided } from './decide-sites.ts';
import type { DecideInput } from './input.ts';
import { seen, traceFinding } from './trace-finding.ts';
import type { Joined } from './with-traces.ts';

const MIN_TRACES = 20;
const FEW = 0.05;

/** Where traces are torn: calls nobody answers, roots that should have a parent, parents that never arrive. */
export function tornTraces(input: DecideInput, decided: readonly Decided[], joined: Joined): Finding[] {
  const findings: Finding[] = [];
  const known = new Map<string, Service>();
  for (const service of input.services) {
    const facts = joined.services.get(service.id);
    if (facts && !known.has(facts.name)) known.set(facts.name, service);
  }
  for (const facts of joined.traces.services) {
    const service = known.get(facts.name);
    findings.push(...unanswered(facts, service, input, joined));
    if (!service) continue;
    findings.push(...clientRoots(facts, service, decided, joined));
    findings.push(...orphans(facts, service, joined));
    for (const { destination, calls } of facts.brokenConsumes)
      if (calls >= MIN_TRACES)
        findings.push(
          traceFinding(joined.traces, {
            rule: 'trace.broken-consume',
            service,
            at: queueSite(decided, service, destination),
            title: `Messages of ${destination} start traces of their own`,
            why: [
              `The producer of ${destination} makes spans, and the consumer's have neither parent nor link: the context is not sent along, or not taken up.`,
            ],
            confidence: 'high',
            observed: seen(calls, `${calls.toLocaleString('en')} consumer spans without parent and link.`),
            about: [destination],
            fixes: [{ kind: 'extract', title: 'Extract the trace context' }],
          }),
        );
  }
  findings.push(...poorSpans(input, joined));
  return findings;
}

/** Calls to a service of ours that makes no span of them. Databases, caches and other people's services never do. */
function unanswered(
  facts: ServiceFacts,
  caller: Service | undefined,
  input: DecideInput,
  { traces }: Joined,
): Finding[] {
  return facts.callees.flatMap((callee): Finding[] => {
    if (callee.what === 'database' || callee.what === 'cache') return [];
    if (callee.traces < MIN_TRACES || callee.answered / callee.calls > FEW) return [];
    const host = callee.key.replace(/[:.].*$/, '');
    const target = input.services.find((s) => s.names.some((n) => sameService(n, host)));
    const isOurs = target !== undefined || traces.services.some((s) => sameService(s.name, host));
    const at = target ?? caller;
    if (!at || !(isOurs || isInternal(callee))) return [];
    return [
      traceFinding(traces, {
        rule: 'trace.client-without-server',
        service: at,
        title: `${callee.key} makes no span of the calls of ${facts.name}`,
        why: [
          `${facts.name} called ${callee.key} in ${callee.traces} traces, and ${callee.answered === 0 ? 'none' : percent(callee.answered / callee.calls)} of the calls has a server span below it.`,
          'Usual reasons: it has no tracing, exports to another place, does not take up the context (traceparent), or samples by itself.',
        ],
        confidence: isOurs ? 'high' : 'medium',
        severity: isOurs ? 'warning' : 'info',
        observed: seen(callee.calls, `${callee.calls.toLocaleString('en')} calls by ${callee.operation}.`),
        about: [facts.name, callee.key],
        fixes: target ? [{ kind: 'install', title: 'Install and enable OpenTelemetry' }] : [],
      }),
    ];
  });
}

/** Names without a dot, cluster suffixes and private addresses; what has a public suffix is somebody else's. */
function isInternal(callee: CalleeFacts): boolean {
  if (callee.what === 'messaging') return false;
  const host = callee.key.replace(/:\d+$/, '');
  return !host.includes('.') && !/^localhost$/i.test(host)
    ? /[a-z]/i.test(host)
    : /\.(?:svc|svc\.cluster\.local|internal|local|cluster|consul|lan)$/i.test(host);
}

/** A trace that begins with an outgoing call: whatever made it has no span. */
function clientRoots(
  facts: ServiceFacts,
  service: Service,
  decided: readonly Decided[],
  joined: Joined,
): Finding[] {
  const roots = facts.operations.filter(
    (o) => o.kind === 'client' && o.roots - o.frontendRoots >= MIN_TRACES / 4 && o.frontendRoots === 0,
  );
  const [first] = roots;
  if (!first) return [];
  const count = roots.reduce((n, o) => n + o.roots, 0);
  // Jobs and loops without a span are the usual cause.
  const job = decided.find(
    (d) => d.service === service && d.state === 'gap' && /^entry\.(?:scheduled|queue|cli)$/.test(d.site.kind),
  );
  return [
    traceFinding(joined.traces, {
      rule: 'trace.client-root',
      service,
      at: job && {
        file: job.file.path,
        line: job.site.line,
        endLine: job.site.endLine,
        symbol: job.site.symbol,
      },
      title: `${count} traces of ${service.name} begin with an outgoing call`,
      why: [
        `${roots
          .slice(0, 3)
          .map((o) => o.name)
          .join(', ')}: what makes the call has no span, so each call is a trace of its own.`,
        job
          ? `${job.site.symbol || job.rule.tech} (${job.file.path}:${job.site.line}) runs without a span and is the likely cause.`
          : 'Usual reasons: a job, a timer, a start-up call, or work on another thread without the context.',
      ],
      confidence: job ? 'high' : 'medium',
      observed: observedOf(roots, first.name),
      about: [first.name],
      fixes: job ? [{ kind: 'wrap', title: 'Wrap the job in a span' }] : [],
    }),
  ];
}

function orphans(facts: ServiceFacts, service: Service, { traces }: Joined): Finding[] {
  const bad = facts.orphans.filter((o) => o.traces >= MIN_TRACES / 2);
  const inner = bad.filter((o) => o.kind !== 'server' && o.kind !== 'consumer');
  const outer = bad.filter((o) => o.kind === 'server' || o.kind === 'consumer');
  const make = (list: typeof bad, why: string, about: string): Finding[] => {
    const [first] = list;
    if (!first) return [];
    const spans = list.reduce((n, o) => n + o.spans, 0);
    return [
      traceFinding(traces, {
        rule: 'trace.orphan',
        service,
        title: `The parent of ${first.operation} never arrives`,
        why: [
          why,
          ...(list.length > 1
            ? [
                `Also ${list
                  .slice(1, 4)
                  .map((o) => o.operation)
                  .join(', ')}.`,
              ]
            : []),
        ],
        confidence: 'medium',
        observed: seen(
          spans,
          `${spans.toLocaleString('en')} spans in ${first.traces} traces name a parent that is not there.`,
        ),
        about: [about, first.operation],
        fixes: about === 'inner' ? [{ kind: 'end-span', title: 'End the span whatever happens' }] : [],
      }),
    ];
  };
  return [
    ...make(
      inner,
      `Their parent is a span of ${service.name} itself: it is most likely started and never ended; a span that is not ended is not exported.`,
      'inner',
    ),
    ...make(
      outer,
      `Their parent belongs to whoever calls ${service.name}: it exports to another place, samples by itself, or was dropped.`,
      'outer',
    ),
  ];
}

function queueSite(decided: readonly Decided[], service: Service, destination: string) {
  const found = decided.find(
    (d) => d.service === service && d.site.kind === 'entry.queue' && d.site.keys.topic === destination,
  );
  return (
    found && {
      file: found.file.path,
      line: found.site.line,
      endLine: found.site.endLine,
      symbol: found.site.symbol,
    }
  );
}

const MANY = 200;

/** Spans that do not say which service or which code made them. */
function poorSpans(input: DecideInput, { traces, services }: Joined): Finding[] {
  const findings: Finding[] = [];
  const nameless = traces.services.find(
    (s) => (s.name === '' || s.name.startsWith('unknown_service')) && s.spans >= MIN_TRACES,
  );
  const [first] = input.services.filter((s) => !services.has(s.id));
  if (nameless && first)
    findings.push(
      traceFinding(traces, {
        rule: 'setup.no-resource',
        service: first,
        title: 'Spans do not say which service made them',
        why: [
          `${nameless.spans.toLocaleString('en')} spans come from "${nameless.name || 'no name'}": set OTEL_SERVICE_NAME, or service.name of the resource.`,
        ],
        confidence: 'medium',
        observed: seen(nameless.spans, ''),
        about: [nameless.name],
      }),
    );
  for (const service of input.services) {
    const facts = services.get(service.id);
    if (!facts || facts.spans < MANY || facts.withCode / facts.spans >= FEW) continue;
    findings.push(
      traceFinding(traces, {
        rule: 'setup.no-code-attrs',
        service,
        title: `${percent(facts.withCode / facts.spans)} of the spans of ${service.name} say which code made them`,
        why: [
          'Without code.function.name and code.file.path a span is matched with its code by route, name and statement only.',
        ],
        confidence: 'high',
        observed: seen(1, ''),
        about: ['code'],
      }),
    );
  }
  return findings;
}
