import type { Finding } from '../model.ts';
import { severityOf } from '../taxonomy.ts';
import type { Decided } from './decide-sites.ts';
import { fingerprint } from './fingerprint.ts';
import { staticValue } from './site-finding.ts';

/** Requests that make spans which do not know their route: one finding a service and framework. */
export function noRoute(decided: readonly Decided[]): Finding[] {
  const seen = new Map<string, { first: Decided; count: number }>();
  for (const one of decided) {
    const { routeBy } = one.rule;
    if (one.state !== 'covered' || one.by === '' || !routeBy || one.site.kind !== 'entry.http') continue;
    // Only what is known to lack it: with a metapackage or an agent of another vendor the route is there.
    if (!one.by.endsWith('instrumentation-http') || routeBy.includes(one.by)) continue;
    const key = `${one.service?.id}\0${one.rule.id}`;
    const known = seen.get(key);
    if (known) known.count++;
    else seen.set(key, { first: one, count: 1 });
  }
  return [...seen.values()].map(({ first, count }) => ({
    rule: 'entry.http.no-route',
    service: first.service?.name ?? '',
    tech: first.rule.tech,
    file: first.file.path,
    line: first.site.line,
    endLine: first.site.endLine,
    symbol: first.site.symbol,
    title: `Spans of ${count} ${first.rule.tech} route${count === 1 ? '' : 's'} do not know their route`,
    confidence: 'high',
    severity: severityOf('entry.http.no-route', 'high'),
    why: [
      `The HTTP instrumentation sees the request, but not which route of ${first.rule.tech} takes it: all requests look alike.`,
      ...(first.rule.note ? [first.rule.note] : []),
    ],
    evidence: [first.sentence],
    keys: {},
    observed: undefined,
    fixes: [
      { kind: 'install', title: `Install ${first.rule.routeBy?.[0] ?? ''}` },
      { kind: 'ignore', title: 'Ignore here' },
    ],
    fingerprint: fingerprint(['entry.http.no-route', first.service?.id ?? '', first.rule.id]),
    remedy: first.rule.routeBy?.[0] ?? '',
    value: staticValue('entry.http.no-route', 'high', count),
  }));
}
