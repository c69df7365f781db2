import { childrenOf } from '../../analysis/children.ts';
import { isTrueRoot } from '../../analysis/roots.ts';
import { selfTimes } from '../../analysis/self-time.ts';
import { spanFacts } from '../../analysis/span-facts.ts';
import { spanTimes } from '../../analysis/span-times.ts';
import { FLAG, KIND, KIND_NAMES, STATUS, type Trace } from '../../trace/columns.ts';
import { largestHole } from './largest-hole.ts';
import { type OperationDraft, ServiceDraft } from './service-draft.ts';
import { attributeReader, ownersOf } from './span-attributes.ts';
import type { OperationKeys, TraceFacts } from './trace-facts.ts';

const FRONTEND = /^(?:webjs|swift|android|ios|flutter|react-native)$/i;
const CACHE = /^(?:redis|memcached|valkey|hazelcast|keydb)$/;

/** Reads traces one after the other and keeps sums: what the gap analysis asks of them. O(spans). */
export class TraceFactsCollector {
  readonly #services = new Map<string, ServiceDraft>();
  #traces = 0;
  #spans = 0;

  add(trace: Trace): void {
    this.#traces++;
    this.#spans += trace.count;
    const { strings } = trace;
    const facts = spanFacts(trace);
    const times = spanTimes(trace);
    const children = childrenOf(trace, times);
    const self = selfTimes(trace, times);
    const attributes = attributeReader(trace);
    const owners = ownersOf(trace);
    const text = (id: number | undefined): string => (id ? strings.get(id) : '');
    const drafts: OperationDraft[] = [];
    const inTrace = new Set<string>();
    for (let i = 0; i < trace.count; i++) {
      const name = text(trace.service[i]);
      let service = this.#services.get(name);
      if (!service) {
        service = new ServiceDraft(name);
        this.#services.set(name, service);
      }
      const own = attributes(i);
      const kind = KIND_NAMES[trace.kind[i] ?? 0] ?? 'unspecified';
      const scope = owners.scope(i);
      const rpc = [text(facts.rpcService[i]), text(facts.rpcMethod[i])].filter((t) => t !== '').join('/');
      const keys: OperationKeys = {
        route: text(facts.route[i]),
        method: text(facts.method[i]),
        rpc,
        destination: text(facts.destination[i]),
        faas: own.faas,
        code: own.namespace === '' ? own.code : `${own.namespace}.${own.code}`,
        file: own.file,
        line: Number(own.line) || 0,
      };
      service.count(scope, own.code !== '' || own.file !== '');
      service.language ||= owners.resource(i, 'telemetry.sdk.language');
      const duration = (times.end[i] ?? 0) - (times.start[i] ?? 0);
      const failed = trace.status[i] === STATUS.error;
      const operation = service.operation(text(trace.name[i]), kind, scope, keys);
      operation.add(duration, self[i] ?? 0, failed);
      drafts[i] = operation;
      const isRoot = isTrueRoot(trace, i);
      if (isRoot) operation.root(FRONTEND.test(owners.resource(i, 'telemetry.sdk.language')));
      if (((trace.flags[i] ?? 0) & FLAG.missingParent) !== 0) {
        const first = !inTrace.has(`orphan\0${name}\0${operation.name}`);
        inTrace.add(`orphan\0${name}\0${operation.name}`);
        operation.orphan(first);
      }
      if (trace.kind[i] === KIND.consumer && isRoot && !owners.hasLinks(i) && keys.destination !== '')
        service.broken(keys.destination);
      if (trace.kind[i] === KIND.client || trace.kind[i] === KIND.producer) {
        const host = text(facts.host[i]);
        const key =
          text(facts.peer[i]) ||
          keys.destination ||
          (host === ''
            ? text(facts.rpcService[i])
            : own.port === '' || host.includes(':')
              ? host
              : `${host}:${own.port}`);
        const what = CACHE.test(own.system)
          ? 'cache'
          : facts.statement[i] || facts.database[i] || own.system !== ''
            ? 'database'
            : keys.destination !== '' || facts.broker[i] || trace.kind[i] === KIND.producer
              ? 'messaging'
              : 'service';
        if (key !== '') {
          const slot = `call\0${name}\0${key}`;
          service.call(operation.name, kind, key, what, isAnswered(trace, children, i), !inTrace.has(slot));
          inTrace.add(slot);
        }
      }
    }
    for (let i = 0; i < trace.count; i++) {
      if (trace.kind[i] === KIND.client || trace.kind[i] === KIND.producer) continue;
      const hole = largestHole(times, children, i);
      if (hole)
        drafts[i]?.hole(
          hole,
          hole.after < 0 ? undefined : drafts[hole.after],
          hole.before < 0 ? undefined : drafts[hole.before],
        );
    }
  }

  get traces(): number {
    return this.#traces;
  }

  /** What was seen so far. `source` says where it came from. */
  facts(source: string): TraceFacts {
    const drafts = [...this.#services.values()];
    // A message is answered by whoever consumes its destination, in this trace or in another.
    const consumed = new Set(drafts.flatMap((s) => s.consumed()));
    const produced = new Set(drafts.flatMap((s) => s.produced()));
    return {
      traces: this.#traces,
      spans: this.#spans,
      source,
      services: drafts.map((s) => s.facts(consumed, produced)),
    };
  }
}

/** Whether another service makes a SERVER or CONSUMER span below a call. */
function isAnswered(
  trace: Trace,
  children: { first: Uint32Array; list: Uint32Array },
  span: number,
): boolean {
  for (let k = children.first[span] ?? 0; k < (children.first[span + 1] ?? 0); k++) {
    const child = children.list[k] ?? -1;
    const kind = trace.kind[child];
    if (kind === KIND.server || kind === KIND.consumer) return true;
    if (trace.service[child] !== trace.service[span]) return true;
  }
  return false;
}
