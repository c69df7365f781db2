import { attributeText, resourceAttribute } from '../../trace/attributes.ts';
import type { Trace } from '../../trace/columns.ts';
import type { Context } from '../context.ts';
import {
  type EnvironmentWord,
  environmentsClash,
  environmentWord,
  withoutEnvironment,
} from '../environment-word.ts';
import { cleanLabel, serviceLabel } from '../labels.ts';
import { PairIds } from '../pair-ids.ts';
import { failing, sentence, strong } from '../sentence.ts';
import { hostOf } from '../url-parts.ts';
import { busyOf } from './busy.ts';
import type { Pattern } from './pattern.ts';
import { patternOf } from './wording.ts';

type Host = {
  readonly name: string;
  readonly word: EnvironmentWord | undefined;
  readonly spans: number[];
  /** Environment of the caller's resource, where it says one. */
  readonly callerWord: EnvironmentWord | undefined;
};

/**
 * Wrong-looking hosts: calls to a host whose name carries another environment (staging, test, ...) than the caller's
 * resource; where the resource names none, than most hosts of the trace; where hardly a host names one, a single
 * non-production host among others that do not need to say so. Services that run in another environment than their
 * caller are told the same way.
 */
export function wrongHosts(context: Context): Pattern[] {
  const hosts = collectHosts(context);
  const usual = usualWord(hosts);
  const found: Pattern[] = [];
  for (const host of hosts) {
    const expected = expectedWord(host, hosts, usual);
    if (!expected) continue;
    const first = host.spans[0] ?? 0;
    const caller = serviceLabel(context.trace, first);
    const said = sentence(
      strong(caller, first),
      ' calls ',
      failing(cleanLabel(host.name), first),
      host.callerWord ? `, but runs in ${host.callerWord}` : `, ${expected}`,
    );
    found.push(patternOf('wrong-host', first, ...evidence(context, host.spans), said));
  }
  return [...found, ...strayServices(context)];
}

function collectHosts({ trace, facts, calls }: Context): Host[] {
  const hosts = new Map<string, Host>();
  const environment = environmentReader(trace);
  // By resource and named host: text is looked at once for each.
  const places = new PairIds();
  const byPlace: (Host | null)[] = [];
  for (let i = 0; i < trace.count; i++) {
    const id = calls[i] ? facts.host[i] || facts.url[i] || facts.peer[i] || 0 : 0;
    if (id === 0) continue;
    const place = places.intern(trace.details?.resource[i] ?? 0, id);
    let host = byPlace[place];
    if (host === undefined) {
      const name = hostOf(trace.strings.get(id));
      const callerWord = environment(i);
      const key = `${callerWord ?? ''} ${name}`;
      host =
        name === '' ? null : (hosts.get(key) ?? { name, word: environmentWord(name), spans: [], callerWord });
      if (host) hosts.set(key, host);
      byPlace[place] = host;
    }
    host?.spans.push(i);
  }
  return [...hosts.values()];
}

/** Environment of a span's resource, read once a resource. */
function environmentReader(trace: Trace): (span: number) => EnvironmentWord | undefined {
  const known = new Map<number, EnvironmentWord | undefined>();
  const keys = ['deployment.environment.name', 'deployment.environment', 'environment', 'env'];
  return (span) => {
    const resource = trace.details?.resource[span] ?? 0;
    if (!known.has(resource)) {
      const value = keys.map((key) => resourceAttribute(trace, span, key)).find((v) => v !== undefined);
      known.set(resource, value === undefined ? undefined : environmentWord(attributeText(value)));
    }
    return known.get(resource);
  };
}

/** The word that more hosts carry than any other; of equally many the one with more calls, then production. */
function usualWord(hosts: readonly Host[]): EnvironmentWord | undefined {
  const tally = new Map<EnvironmentWord, number>();
  // A host weighs more than any number of calls to another.
  for (const { word, spans } of hosts)
    if (word) tally.set(word, (tally.get(word) ?? 0) + 1 + Math.min(0.4, spans.length * 1e-6));
  const ranked = [...tally].sort(
    ([a, n], [b, m]) => m - n || Number(b === 'production') - Number(a === 'production'),
  );
  return ranked[0]?.[0];
}

/** What was to be expected instead, as the end of a sentence; undefined where the host looks right. */
function expectedWord(
  host: Host,
  hosts: readonly Host[],
  usual: EnvironmentWord | undefined,
): string | undefined {
  const { word } = host;
  if (!word) return undefined;
  if (host.callerWord) return environmentsClash(word, host.callerWord) ? host.callerWord : undefined;
  if (usual && environmentsClash(word, usual)) return `most other hosts of the trace are ${usual}`;
  if (word === 'production') return undefined;
  const base = withoutEnvironment(host.name);
  const plain = hosts.filter((h) => !h.word && h.name.includes('.') && !/^[\d.:]+$/.test(h.name));
  if (plain.some((h) => h.name === base)) return `${base} is called too`;
  const alone = hosts.every((h) => h === host || !h.word);
  return alone && plain.length >= 2 ? `no other host of the trace is ${word}` : undefined;
}

/** Services whose resource names another environment than their caller's. */
function strayServices(context: Context): Pattern[] {
  const { trace } = context;
  const environment = environmentReader(trace);
  const groups = new Map<string, number[]>();
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    if (p < 0 || trace.service[p] === trace.service[i]) continue;
    const [own, callers] = [environment(i), environment(p)];
    if (!own || !callers || !environmentsClash(own, callers)) continue;
    const key = `${trace.service[p]} ${trace.service[i]} ${own}`;
    const known = groups.get(key);
    if (known) known.push(i);
    else groups.set(key, [i]);
  }
  return [...groups.values()].map((spans) => {
    const first = spans[0] ?? 0;
    const caller = trace.parent[first] ?? 0;
    const said = sentence(
      strong(serviceLabel(trace, first), first),
      ' runs in ',
      failing(environment(first) ?? '', first),
      `, its caller ${serviceLabel(trace, caller)} in ${environment(caller)}`,
    );
    return patternOf('wrong-host', first, ...evidence(context, spans), said);
  });
}

function evidence({ times }: Context, spans: readonly number[]): [Uint32Array, number] {
  const byStart = Uint32Array.from(spans).sort(
    (a, b) => (times.start[a] ?? 0) - (times.start[b] ?? 0) || a - b,
  );
  return [byStart, busyOf(times, byStart).union];
}
