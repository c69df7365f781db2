import type { ShownAttribute } from '../../../src/core/trace/span-details.ts';

/** An attribute and its number in the span, by which the whole of it can be asked for. */
export type Numbered = { readonly attribute: ShownAttribute; readonly index: number };
export type AttributeGroup = { readonly title: string; readonly rows: readonly Numbered[] };

/** Semantic conventions by the areas people think in; the first prefix that fits decides. In the order shown. */
const AREAS: readonly (readonly [string, readonly string[]])[] = [
  ['Error', ['error', 'exception', 'otel.status']],
  ['HTTP', ['http', 'url', 'user_agent']],
  ['Database', ['db', 'sql', 'elasticsearch', 'mongodb', 'redis', 'cassandra']],
  ['Messaging', ['messaging', 'kafka', 'rabbitmq', 'sqs']],
  ['RPC', ['rpc', 'grpc']],
  ['GraphQL', ['graphql']],
  ['AI', ['gen_ai', 'llm', 'openai']],
  ['Network', ['server', 'client', 'network', 'net', 'peer', 'destination', 'source', 'tls', 'dns']],
  ['Code', ['code', 'thread', 'nestjs', 'express', 'koa']],
  ['User', ['enduser', 'user', 'session', 'feature_flag']],
  ['Service', ['service', 'deployment', 'telemetry', 'vcs', 'git', 'scm']],
  [
    'Where it ran',
    ['host', 'os', 'process', 'container', 'k8s', 'cloud', 'faas', 'aws', 'gcp', 'azure', 'device'],
  ],
];

const OWN = 'Own';

/**
 * Grouped by semantic convention, sorted by key within a group; attributes that follow none come first: they are what
 * the authors of the code thought worth saying.
 */
export function groupAttributes(attributes: readonly ShownAttribute[]): AttributeGroup[] {
  const groups = new Map<string, Numbered[]>();
  attributes.forEach((attribute, index) => {
    const title = areaOf(attribute.key);
    const rows = groups.get(title);
    if (rows) rows.push({ attribute, index });
    else groups.set(title, [{ attribute, index }]);
  });
  return [OWN, ...AREAS.map(([title]) => title)].flatMap((title) => {
    const rows = groups.get(title);
    return rows ? [{ title, rows: rows.sort((a, b) => compare(a.attribute.key, b.attribute.key)) }] : [];
  });
}

function areaOf(key: string): string {
  const lower = key.toLowerCase();
  for (const [title, prefixes] of AREAS)
    if (prefixes.some((p) => lower === p || (lower.startsWith(p) && /[._]/.test(lower.charAt(p.length)))))
      return title;
  return OWN;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
