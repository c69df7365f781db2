import { attributeText, readAttribute } from '../../core/trace/attributes.ts';
import { KIND_NAMES, STATUS_NAMES, type Trace } from '../../core/trace/columns.ts';
import { type AttributeKey, attributeKeyText, parseAttributeKey } from './attribute-key.ts';

type Scope = AttributeKey['scope'];
type Visit = (scope: Scope, key: string, value: () => string) => void;

/** Attribute keys seen in the traces, most frequent first. */
export function sampleKeys(traces: readonly Trace[]): string[] {
  const counts = new Map<string, number>();
  for (const trace of traces)
    each(trace, (scope, key) => {
      const text = `${scope}\n${key}`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    });
  return byCount(counts).map((text) => {
    const [scope = 'span', key = ''] = text.split('\n');
    return attributeKeyText({ scope: scope as Scope, key });
  });
}

/** Values of one attribute or intrinsic seen in the traces, most frequent first. */
export function sampleValues(traces: readonly Trace[], text: string): string[] {
  const counts = new Map<string, number>();
  const add = (value: string) => void counts.set(value, (counts.get(value) ?? 0) + 1);
  const wanted = parseAttributeKey(text);
  for (const trace of traces) {
    if (wanted)
      each(trace, (scope, key, value) => {
        if (key === wanted.key && (wanted.scope === 'any' || wanted.scope === scope)) add(value());
      });
    else for (let i = 0; i < trace.count; i++) addIntrinsic(trace, i, text, add);
  }
  return byCount(counts).slice(0, 1000);
}

function addIntrinsic(trace: Trace, span: number, name: string, add: (value: string) => void): void {
  const { strings } = trace;
  if (name === 'name') add(strings.get(trace.name[span] ?? 0));
  else if (name === 'kind') add(KIND_NAMES[trace.kind[span] ?? 0] ?? 'unspecified');
  else if (name === 'status') add(STATUS_NAMES[trace.status[span] ?? 0] ?? 'unset');
  else if (name === 'statusMessage') add(strings.get(trace.details?.statusMessage[span] ?? 0));
  else if (span > 0) return;
  else if (name === 'rootName') add(strings.get(trace.name[0] ?? 0));
  else if (name === 'rootServiceName') add(strings.get(trace.service[0] ?? 0));
}

/** Every attribute of the trace; a resource once, however many spans it has. */
function each(trace: Trace, visit: Visit): void {
  const d = trace.details;
  if (!d) return;
  const { strings } = trace;
  const rows = (scope: Scope, from = 0, to = 0) => {
    for (let row = from; row < to; row++)
      visit(scope, strings.get(d.attributes.key[row] ?? 0), () =>
        attributeText(readAttribute(d.attributes, strings, row)),
      );
  };
  const resources = new Set<number>();
  const scopes = new Set<number>();
  for (let i = 0; i < trace.count; i++) {
    rows('span', d.attrFrom[i], d.attrTo[i]);
    resources.add(d.resource[i] ?? 0);
    scopes.add(d.scope[i] ?? 0);
    for (let e = d.eventFrom[i] ?? 0; e < (d.eventTo[i] ?? 0); e++)
      rows('event', d.events.attrFrom[e], d.events.attrTo[e]);
    for (let l = d.linkFrom[i] ?? 0; l < (d.linkTo[i] ?? 0); l++)
      rows('link', d.links.attrFrom[l], d.links.attrTo[l]);
  }
  for (const r of resources) rows('resource', d.resources.attrFrom[r], d.resources.attrTo[r]);
  for (const s of scopes) rows('instrumentation', d.scopes.attrFrom[s], d.scopes.attrTo[s]);
}

const byCount = (counts: ReadonlyMap<string, number>) =>
  [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([text]) => text);
