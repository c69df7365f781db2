import { attributeText, readAttribute } from '../trace/attributes.ts';
import type { Details, Trace } from '../trace/columns.ts';
import { CODE_ORIGIN_PREFIX, RESOURCE_KEYS, REVISION_KEYS, SPAN_KEYS } from './site-keys.ts';
import type { SpanSite } from './span-site.ts';

/** Attribute values beyond these are cut: what names code is short, and spans are untrusted. */
const MAX_VALUE = 16_384;
const MAX_PATH = 4_100;
const MAX_STACK = 65_536;
const MAX_NAME = 1_024;
const MAX_ORIGIN_KEYS = 64;

export type SiteReader = (span: number) => SpanSite;

/** Reads sites of a trace; keys are looked up once. A trace without details gives sites with names only. */
export function siteReader(trace: Trace): SiteReader {
  const { strings, details } = trace;
  const ids = (keys: readonly string[]) => {
    const known = new Map<number, string>();
    for (const key of keys) {
      const id = strings.idOf(key);
      if (id !== undefined) known.set(id, key);
    }
    return known;
  };
  const spanKeys = ids(SPAN_KEYS);
  const resourceKeys = ids([...RESOURCE_KEYS, ...REVISION_KEYS, 'telemetry.sdk.language']);
  const stackKey = strings.idOf('exception.stacktrace');
  const callStackKey = strings.idOf('code.stacktrace');
  const resources = new Map<number, Readonly<Record<string, string>>>();
  // Keys come from the data: without a prototype, `__proto__` is a key like any other.
  const record = (): Record<string, string> => Object.create(null) as Record<string, string>;

  const read = (d: Details, row: number, limit: number) =>
    attributeText(readAttribute(d.attributes, strings, row)).slice(0, limit);

  const resourceOf = (d: Details, span: number) => {
    const index = d.resource[span] ?? 0;
    let known = resources.get(index);
    if (!known) {
      const found = record();
      const to = d.resources.attrTo[index] ?? 0;
      for (let row = d.resources.attrFrom[index] ?? 0; row < to; row++) {
        const key = resourceKeys.get(d.attributes.key[row] ?? 0);
        if (key !== undefined) found[key] = read(d, row, MAX_VALUE);
      }
      known = found;
      resources.set(index, known);
    }
    return known;
  };

  /** The newest exception; spans usually have one. */
  const stackOf = (d: Details, span: number) => {
    if (stackKey === undefined) return '';
    for (let event = (d.eventTo[span] ?? 0) - 1; event >= (d.eventFrom[span] ?? 0); event--) {
      const to = d.events.attrTo[event] ?? 0;
      for (let row = d.events.attrFrom[event] ?? 0; row < to; row++)
        if (d.attributes.key[row] === stackKey) return read(d, row, MAX_STACK);
    }
    return '';
  };

  return (span) => {
    const attributes = record();
    let callStack = '';
    let stack = '';
    let resource: Readonly<Record<string, string>> = record();
    let scope = '';
    if (details) {
      let origins = 0;
      const to = details.attrTo[span] ?? 0;
      for (let row = details.attrFrom[span] ?? 0; row < to; row++) {
        const id = details.attributes.key[row] ?? 0;
        const key = spanKeys.get(id);
        if (key !== undefined) attributes[key] = read(details, row, limitOf(key));
        else if (id === callStackKey) callStack = read(details, row, MAX_STACK);
        else if (id === stackKey) stack = read(details, row, MAX_STACK);
        else if (origins < MAX_ORIGIN_KEYS && strings.get(id).startsWith(CODE_ORIGIN_PREFIX)) {
          origins++;
          attributes[strings.get(id)] = read(details, row, MAX_PATH);
        }
      }
      stack = stackOf(details, span) || stack;
      resource = resourceOf(details, span);
      scope = strings.get(details.scopes.name[details.scope[span] ?? 0] ?? 0).slice(0, MAX_NAME);
    }
    return {
      service: strings.get(trace.service[span] ?? 0),
      language: resource['telemetry.sdk.language'] ?? '',
      kind: trace.kind[span] ?? 0,
      name: strings.get(trace.name[span] ?? 0).slice(0, MAX_NAME),
      scope,
      revisions: REVISION_KEYS.flatMap((key) => resource[key] || []),
      attributes,
      resource,
      stack,
      callStack,
    };
  };
}

/** One past what a path may have, so that a longer one is seen to be too long and not taken for its beginning. */
const limitOf = (key: string) =>
  key.startsWith('code.') ? MAX_PATH : key.endsWith('name') ? MAX_NAME : MAX_VALUE;
