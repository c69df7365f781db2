// Trace files that ask much of whoever draws them, as OTLP JSON: a broken one and a hostile one.
import type { SpanSpec } from './trace-fixture.ts';
import { otlpText } from './waterfall-traces.ts';

const MS = 1e6;

/** Everything that goes wrong with real traces at once. */
export function brokenTrace(): string {
  const spans: SpanSpec[] = [
    { id: 'a1', name: 'GET /report', service: 'web', kind: 'server', start: 0, end: 900 * MS },
    // Two spans that are each other's parent.
    { id: 'b1', parent: 'b2', name: 'circle one', service: 'web', start: 10 * MS, end: 20 * MS },
    { id: 'b2', parent: 'b1', name: 'circle two', service: 'web', start: 12 * MS, end: 18 * MS },
    { id: 'c1', parent: 'ffff', name: 'orphan', service: 'worker', start: 50 * MS, end: 60 * MS },
    // The callee's clock is 400 ms behind.
    {
      id: 'd1',
      parent: 'a1',
      name: 'call ledger',
      service: 'web',
      kind: 'client',
      start: 100 * MS,
      end: 300 * MS,
    },
    {
      id: 'd2',
      parent: 'd1',
      name: 'ledger.read',
      service: 'ledger',
      kind: 'server',
      start: -290 * MS,
      end: -120 * MS,
    },
    { id: 'e1', parent: 'a1', name: 'no time', service: 'web', start: 400 * MS, end: 400 * MS },
    { id: 'e2', parent: 'a1', name: 'backwards', service: 'web', start: 420 * MS, end: 410 * MS },
    { id: 'e3', parent: 'a1', name: 'never ends', service: 'web', start: 430 * MS, end: undefined },
    { id: 'e4', parent: 'e4', name: 'own parent', service: 'web', start: 440 * MS, end: 441 * MS },
  ];
  for (let depth = 0; depth < 400; depth++)
    spans.push({
      id: (0x10000 + depth).toString(16),
      parent: depth === 0 ? 'a1' : (0x10000 + depth - 1).toString(16),
      name: `level ${depth}`,
      service: 'deep',
      start: 500 * MS + (depth * MS) / 10,
      end: 800 * MS - (depth * MS) / 10,
    });
  return otlpText(spans);
}

const SCRIPT = '<img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script>';
const TURN = 'user\u202egnp.exe\u202c';

/** Text that means harm or mischief in every field there is. */
export function hostileTrace(): string {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key.${i}`, `${SCRIPT}${i}`]));
  return otlpText([
    {
      id: 'a1',
      name: `root ${SCRIPT}`,
      service: `svc ${SCRIPT}`,
      scope: SCRIPT,
      start: 0,
      end: 100 * MS,
      traceState: `a=${SCRIPT}`,
      attributes: {
        [SCRIPT]: SCRIPT,
        'db.query.text': `SELECT '${SCRIPT}' FROM t WHERE a = 1`,
        json: `{"a":"${'<b>'}"}`,
      },
      resource: { [`r${SCRIPT}`]: SCRIPT },
      events: [
        { at: MS, name: SCRIPT, attributes: { k: SCRIPT } },
        {
          at: 2 * MS,
          name: 'exception',
          attributes: {
            'exception.type': SCRIPT,
            'exception.message': SCRIPT,
            'exception.stacktrace': `Error: ${SCRIPT}\n    at ${SCRIPT} (/x/${SCRIPT}.js:1:1)`,
          },
        },
      ],
      status: 'error',
      message: SCRIPT,
    },
    { id: 'a2', parent: 'a1', name: TURN, service: '\u2066x\u2069\u0000\n\t', start: 10 * MS, end: 20 * MS },
    {
      id: 'a3',
      parent: 'a1',
      name: 'one megabyte',
      service: 'big',
      start: 20 * MS,
      end: 30 * MS,
      attributes: { body: 'x'.repeat(1_000_000), [`${'k'.repeat(5000)}`]: 'long key' },
    },
    {
      id: 'a4',
      parent: 'a1',
      name: 'ten thousand',
      service: 'big',
      start: 30 * MS,
      end: 40 * MS,
      attributes: many,
    },
    {
      id: 'a5',
      parent: 'a1',
      name: 'n'.repeat(100_000),
      service: 's'.repeat(10_000),
      start: 40 * MS,
      end: 50 * MS,
    },
    { id: 'a6', parent: 'a1', name: '', service: '', start: 50 * MS, end: 60 * MS },
    { id: 'a7', parent: 'a1', name: 'שלום عالم', service: '支払い', start: 60 * MS, end: 70 * MS },
    {
      id: 'a8',
      parent: 'a1',
      name: '__proto__',
      service: 'constructor',
      start: 70 * MS,
      end: 80 * MS,
      attributes: { __proto__: 'x', constructor: 'y' },
    },
  ]);
}
