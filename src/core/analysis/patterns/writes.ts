import type { Context } from '../context.ts';

/**
 * 1 for spans that change something or that later calls plainly build on (logging in, opening a transaction): nobody
 * would move those. Judged by HTTP method, first word of the statement, else words of the name; what they leave open
 * is decided by what lies beneath the span. O(n) and one look a distinct operation.
 */
export function writesOf(context: Context): Uint8Array {
  const { trace, operations } = context;
  const effects = Array.from({ length: operations.count }, (_, o) => effectOf(context, o));
  const writes = new Uint8Array(trace.count);
  for (let i = trace.count - 1; i >= 0; i--) {
    const effect = effects[operations.of[i] ?? 0];
    if (effect === 'read') writes[i] = 0;
    else if (effect === 'write') writes[i] = 1;
    const p = trace.parent[i] ?? -1;
    if (p >= 0 && writes[i]) writes[p] = 1;
  }
  return writes;
}

function effectOf({ trace, facts, operations }: Context, operation: number): 'read' | 'write' | undefined {
  const span = operations.example[operation] ?? 0;
  if (facts.statement[span]) {
    const statement = operations.texts.get(operations.detail[operation] ?? 0);
    return READ_STATEMENTS.has(/^[a-z_]+/.exec(statement)?.[0] ?? '') ? 'read' : 'write';
  }
  const method = trace.strings.get(facts.method[span] ?? 0).toUpperCase();
  if (method !== '') return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  const words = wordsOf(trace.strings.get(facts.rpcMethod[span] || trace.name[span] || 0).slice(0, 200));
  if (words.some((word) => WRITE_WORDS.has(word))) return 'write';
  return words.some((word) => READ_WORDS.has(word)) ? 'read' : undefined;
}

const wordsOf = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

const READ_STATEMENTS = new Set(
  'select with show get mget hget hgetall hmget lrange smembers zrange exists find aggregate count scan query values table'.split(
    ' ',
  ),
);

const WRITE_WORDS = new Set(
  (
    'post put patch delete insert update upsert merge replace create add set save store write send publish produce ' +
    'enqueue push charge pay capture refund place submit commit rollback begin transaction lock unlock acquire ' +
    'release reserve remove clear drop truncate expire incr decr increment decrement auth authenticate authorize ' +
    'login logout token session connect handshake migrate'
  ).split(' '),
);

const READ_WORDS = new Set('get list find fetch read search query lookup load select count head'.split(' '));
