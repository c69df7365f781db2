import { ATTR, type Trace } from '../trace/columns.ts';

/** By span, the few attributes that analyses look at: string ids, numbers for the status codes; 0 where absent. */
export type SpanFacts = { readonly [fact in Fact]: Uint32Array };

export type Fact = keyof typeof KEYS;

/** Keys by fact, the current name of the semantic conventions first, then what older SDKs and other systems send. */
const KEYS = {
  statement: ['db.query.text', 'db.statement', 'sql.query', 'db.query.summary'],
  database: ['db.system.name', 'db.system', 'db.type'],
  collection: ['db.collection.name', 'db.sql.table', 'db.mongodb.collection', 'db.cassandra.table'],
  dbOperation: ['db.operation.name', 'db.operation'],
  route: ['http.route', 'url.template'],
  url: ['url.full', 'http.url', 'url.path', 'http.target'],
  method: ['http.request.method', 'http.method'],
  host: ['server.address', 'net.peer.name', 'http.host', 'peer.hostname', 'peer.address', 'net.peer.ip'],
  peer: ['service.peer.name', 'peer.service'],
  rpcService: ['rpc.service'],
  rpcMethod: ['rpc.method'],
  destination: ['messaging.destination.name', 'messaging.destination', 'message_bus.destination'],
  broker: ['messaging.system'],
  httpStatus: ['http.response.status_code', 'http.status_code'],
  grpcStatus: ['rpc.grpc.status_code', 'rpc.response.status_code'],
} as const;

const NUMBERS: ReadonlySet<Fact> = new Set(['httpStatus', 'grpcStatus'] as const);

const FACTS = Object.keys(KEYS) as Fact[];

/** One pass over the attributes: a table tells for each key whether it is wanted and how much it is trusted. O(rows). */
export function spanFacts(trace: Trace): SpanFacts {
  const { count, details, strings } = trace;
  const facts = Object.fromEntries(FACTS.map((fact) => [fact, new Uint32Array(count)])) as {
    [fact in Fact]: Uint32Array;
  };
  if (!details) return facts;
  const wanted: (readonly [id: number, column: number, rank: number])[] = [];
  FACTS.forEach((fact, column) => {
    KEYS[fact].forEach((key, rank) => {
      const id = strings.idOf(key);
      if (id !== undefined) wanted.push([id, column, rank]);
    });
  });
  const limit = wanted.reduce((most, [id]) => Math.max(most, id), -1) + 1;
  // 0: not wanted; else 1 + column * 16 + rank.
  const slots = new Uint16Array(limit);
  for (const [id, column, rank] of wanted) slots[id] = 1 + column * 16 + rank;
  const columns = FACTS.map((fact) => facts[fact]);
  const numeric = FACTS.map((fact) => NUMBERS.has(fact));
  const ranks = new Uint8Array(FACTS.length);
  const { key, type, value } = details.attributes;
  for (let i = 0; i < count; i++) {
    const to = details.attrTo[i] ?? 0;
    let found = false;
    for (let row = details.attrFrom[i] ?? 0; row < to; row++) {
      const id = key[row] ?? 0;
      if (id >= limit) continue;
      const slot = slots[id] ?? 0;
      if (slot === 0) continue;
      const column = (slot - 1) >> 4;
      const rank = (slot - 1) & 15;
      const isText = type[row] === ATTR.string;
      if (!isText && !(numeric[column] && type[row] === ATTR.int)) continue;
      if (!found) ranks.fill(255);
      found = true;
      const into = columns[column];
      if (!into || rank >= (ranks[column] ?? 255)) continue;
      ranks[column] = rank;
      into[i] = isText && numeric[column] ? codeOf(strings.get(value[row] ?? 0)) : (value[row] ?? 0);
    }
  }
  return facts;
}

/** Status codes that came as text; 0 for anything else. */
const codeOf = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : 0);
