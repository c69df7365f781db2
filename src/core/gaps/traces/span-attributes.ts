import { ATTR, type Trace } from '../../trace/columns.ts';

/** Attributes beyond those every analysis looks at (analysis/span-facts.ts), the current name first. */
const KEYS = {
  code: ['code.function.name', 'code.function'],
  namespace: ['code.namespace'],
  file: ['code.file.path', 'code.filepath'],
  line: ['code.line.number', 'code.lineno'],
  faas: ['faas.name', 'faas.invoked_name'],
  port: ['server.port', 'net.peer.port'],
  system: ['db.system.name', 'db.system'],
} as const;

export type SpanAttribute = keyof typeof KEYS;
export type SpanAttributes = Readonly<Record<SpanAttribute, string>>;

const NONE: SpanAttributes = { code: '', namespace: '', file: '', line: '', faas: '', port: '', system: '' };

/** Reads them span by span. */
export function attributeReader(trace: Trace): (span: number) => SpanAttributes {
  const { details, strings } = trace;
  const wanted = new Map<number, SpanAttribute>();
  for (const [name, keys] of Object.entries(KEYS))
    for (const key of keys) {
      const id = strings.idOf(key);
      if (id !== undefined) wanted.set(id, name as SpanAttribute);
    }
  if (!details || wanted.size === 0) return () => NONE;
  const { key, type, value } = details.attributes;
  return (span) => {
    let found: Record<SpanAttribute, string> | undefined;
    for (let row = details.attrFrom[span] ?? 0; row < (details.attrTo[span] ?? 0); row++) {
      const name = wanted.get(key[row] ?? -1);
      if (!name) continue;
      found ??= { ...NONE };
      const at = value[row] ?? 0;
      found[name] = type[row] === ATTR.string ? strings.get(at) : String(at);
    }
    return found ?? NONE;
  };
}

/** Text attributes of each resource, and the names of scopes. */
export function ownersOf(trace: Trace): {
  readonly resource: (span: number, key: string) => string;
  readonly scope: (span: number) => string;
  readonly hasLinks: (span: number) => boolean;
} {
  const { details, strings } = trace;
  if (!details) return { resource: () => '', scope: () => '', hasLinks: () => false };
  const { key, type, value } = details.attributes;
  const known = new Map<string, string>();
  return {
    resource(span, name) {
      const at = details.resource[span] ?? 0;
      const slot = `${at}\0${name}`;
      let text = known.get(slot);
      if (text === undefined) {
        text = '';
        const id = strings.idOf(name);
        for (let row = details.resources.attrFrom[at] ?? 0; row < (details.resources.attrTo[at] ?? 0); row++)
          if (key[row] === id && type[row] === ATTR.string) text = strings.get(value[row] ?? 0);
        known.set(slot, text);
      }
      return text;
    },
    scope: (span) => strings.get(details.scopes.name[details.scope[span] ?? 0] ?? 0),
    hasLinks: (span) => (details.linkTo[span] ?? 0) > (details.linkFrom[span] ?? 0),
  };
}
