import type { Finding } from '../model.ts';
import { isEntry } from '../model.ts';
import { operationsOfSpan } from '../traces/match-operations.ts';
import { scopeIds } from '../traces/scope-ids.ts';
import type { ServiceFacts } from '../traces/trace-facts.ts';
import { lookUp } from './coverage-of.ts';
import type { Decided } from './decide-sites.ts';
import type { DecideInput } from './input.ts';
import { familyOfFile, isLookedAt, serviceIndex } from './input.ts';
import { siteTitle } from './site-finding.ts';
import { seen, traceFinding } from './trace-finding.ts';
import type { Joined } from './with-traces.ts';

/** Below this many spans of a service, not seeing something says nothing. */
const MIN_SPANS = 200;

/**
 * Covered code that no trace shows: it did not run, or was not sampled. Said only of places whose neighbours were
 * seen, and never as "dead" or "not instrumented".
 */
export function neverObserved(input: DecideInput, decided: readonly Decided[], joined: Joined): Finding[] {
  return [
    ...unseenEntries(decided, joined),
    ...unseenSpans(input, joined),
    ...missingScopes(decided, joined),
  ];
}

const enough = (facts: ServiceFacts | undefined): facts is ServiceFacts =>
  facts !== undefined && facts.spans >= MIN_SPANS;

function unseenEntries(decided: readonly Decided[], joined: Joined): Finding[] {
  const { services, operations, traces } = joined;
  return decided.flatMap((one): Finding[] => {
    const facts = one.service && services.get(one.service.id);
    const { route, topic, rpc } = one.site.keys;
    if (!one.service || one.state !== 'covered' || !isEntry(one.site.kind) || operations.has(one)) return [];
    if (!enough(facts) || (route === undefined && topic === undefined && rpc === undefined)) return [];
    const neighbours = [...operations.keys()].filter(
      (o) => o.service === one.service && o.site.kind === one.site.kind,
    );
    if (neighbours.length === 0) return [];
    const near = neighbours.filter((o) => o.file === one.file);
    const what = siteTitle(one.site, one.rule.tech);
    return [
      traceFinding(traces, {
        rule: 'trace.never-observed',
        service: one.service,
        at: { file: one.file.path, line: one.site.line, endLine: one.site.endLine, symbol: one.site.symbol },
        title: `${what} is not in these traces`,
        why: [
          `It is instrumented (${one.sentence.replace(/\.$/, '')}), and ${near.length > 0 ? `${near.length} entry points of this file` : `${neighbours.length} others of the service`} were seen: it did not run in this window, or was sampled out.`,
        ],
        confidence: near.length > 0 ? 'medium' : 'low',
        observed: seen(1, ''),
        about: [one.file.path, what],
        tech: one.rule.tech,
      }),
    ];
  });
}

function unseenSpans(input: DecideInput, { services, traces, operations }: Joined): Finding[] {
  const serviceOf = serviceIndex(input.services);
  const seenFiles = new Set([...operations.keys()].map((o) => o.file.path));
  return input.files.flatMap((file): Finding[] => {
    if (file.gaps.spans.length === 0 || !isLookedAt(file, input.config)) return [];
    const service = serviceOf(file.path, familyOfFile(file));
    const facts = service && services.get(service.id);
    if (!service || !enough(facts)) return [];
    const found = file.gaps.spans.map((span) => operationsOfSpan(span, facts));
    // Some other span of the file was seen, or an entry point in it: the file ran.
    if (!found.some((f) => f.length > 0) && !seenFiles.has(file.path)) return [];
    return file.gaps.spans.flatMap((span, i): Finding[] => {
      if ((found[i]?.length ?? 0) > 0) return [];
      return [
        traceFinding(traces, {
          rule: 'trace.never-observed',
          service,
          at: { file: file.path, line: span.line, symbol: span.symbol },
          title: `The span ${span.name.replaceAll('\u0001', '{}')} is not in these traces`,
          why: [
            'Other code of this file was seen: this place did not run in this window, or was sampled out.',
          ],
          confidence: 'medium',
          observed: seen(1, ''),
          about: [file.path, span.symbol, span.name],
        }),
      ];
    });
  });
}

/** A library whose instrumentation is on, in a service that was seen, without one span of it. */
function missingScopes(decided: readonly Decided[], { services, traces, operations }: Joined): Finding[] {
  const done = new Set<string>();
  return decided.flatMap((one): Finding[] => {
    const facts = one.service && services.get(one.service.id);
    if (!one.service || !enough(facts) || one.state !== 'covered' || isEntry(one.site.kind)) return [];
    // Covered by a span around it, or by a tracer whose scopes are not known.
    if (one.by === '' || one.site.covered !== '' || !one.because || one.because.file === '') return [];
    const key = `${one.service.id}\0${one.rule.id}`;
    if (done.has(key)) return [];
    done.add(key);
    const family = one.service.family;
    const ids = new Map(
      facts.operations.flatMap((o) =>
        scopeIds(o.scope, o.kind, family).map((id) => [id, one.because ?? NOTHING] as const),
      ),
    );
    const expected = [...one.rule.coveredBy, ...(one.rule.observedScopes ?? [])];
    if (expected.some((id) => lookUp(ids, id) !== undefined)) return [];
    if (!expected.some((id) => /instrumentation|otel/.test(id))) return [];
    if (![...operations.keys()].some((o) => o.service === one.service)) return [];
    return [
      traceFinding(traces, {
        rule: 'trace.scope-missing',
        service: one.service,
        at: { file: one.file.path, line: one.site.line, endLine: one.site.endLine, symbol: one.site.symbol },
        title: `No span of ${one.rule.tech}, though its instrumentation is on`,
        why: [
          `${one.because.text}, but none of the ${facts.spans.toLocaleString('en')} spans of ${one.service.name} comes from it.`,
          'Usual reasons: the library is loaded before the instrumentation, its version is not supported, the spans need a parent (requireParentSpan), or the code did not run.',
        ],
        confidence: 'medium',
        observed: seen(facts.spans, ''),
        about: [one.rule.id],
        tech: one.rule.tech,
      }),
    ];
  });
}

const NOTHING = { text: '', file: '', line: 0 };
