import type { Service } from '../evidence/service.ts';
import type { Because } from '../model.ts';
import { scopeIds } from './scope-ids.ts';
import type { OperationFacts, ServiceFacts, TraceFacts } from './trace-facts.ts';

/** Names differ by case and punctuation between deployment and code; `-service` comes and goes. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?<=...)service$/, '');

/** What traces say of each service of the workspace, by its id. */
export function observedServices(
  services: readonly Service[],
  traces: TraceFacts | undefined,
): ReadonlyMap<string, ServiceFacts> {
  const out = new Map<string, ServiceFacts>();
  if (!traces) return out;
  const byName = new Map(
    traces.services.filter((s) => s.name !== '').map((s) => [plain(s.name), s] as const),
  );
  for (const service of services) {
    const found = service.names.map((n) => byName.get(plain(n))).find((s) => s !== undefined);
    if (found) out.set(service.id, found);
  }
  return out;
}

export const sameService = (a: string, b: string): boolean => a !== '' && plain(a) === plain(b);

/** Instrumentations whose spans were seen, each with the sentence that says so. */
export function observedIds(
  service: Service,
  facts: ServiceFacts,
): readonly { readonly id: string; readonly because: Because }[] {
  const spans = new Map<string, { calls: number; scope: string }>();
  for (const { scope, kind, calls } of facts.operations) {
    if (scope === '') continue;
    for (const id of scopeIds(scope, kind, service.family)) {
      const known = spans.get(id);
      if (known) known.calls += calls;
      else spans.set(id, { calls, scope });
    }
  }
  return [...spans].map(([id, { calls, scope }]) => ({
    id,
    because: { text: `${calls.toLocaleString('en')} spans of ${scope} were observed`, file: '', line: 0 },
  }));
}

export const callsOf = (operations: readonly OperationFacts[]): number =>
  operations.reduce((sum, o) => sum + o.calls, 0);
