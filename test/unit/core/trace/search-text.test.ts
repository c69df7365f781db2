import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowExtras } from '../../../../src/core/trace/row-extras.ts';
import { searchText, type TextQuery } from '../../../../src/core/trace/search-text.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const OTHER = '0af7651916cd43dd8448eb211c80319c';
const trace = traceOf(
  {
    id: '00000000000000a1',
    name: 'POST /checkout',
    service: 'Gateway',
    start: 0,
    end: 100,
    resource: { 'host.name': 'node-7' },
  },
  {
    id: '00000000000000b2',
    parent: '00000000000000a1',
    name: 'charge',
    service: 'payment',
    scope: 'stripe-sdk',
    status: 'error',
    message: 'card Declined',
    start: 1,
    end: 50,
    attributes: { 'http.status_code': 402, 'card.saved': true, city: 'Zürich', share: 0.25 },
    events: [{ at: 20, name: 'retry', attributes: { attempt: 77 } }],
  },
  {
    id: '00000000000000c3',
    parent: '00000000000000a1',
    name: 'publish',
    service: 'orders',
    start: 60,
    end: 70,
    links: [{ trace: OTHER, span: '00000000000000d4' }],
  },
);

function found(text: string, options: Partial<TextQuery> = {}): string[] {
  const run = searchText(trace, { text, matchCase: false, ...options });
  for (;;) {
    const step = run.next();
    if (step.done) return Array.from(step.value, (s) => trace.strings.get(trace.name[s] ?? 0));
  }
}

const CASES: [string, string, string[]][] = [
  ['a name', 'checkout', ['POST /checkout']],
  ['a service, whatever its case', 'gateway', ['POST /checkout']],
  ['a status message', 'declined', ['charge']],
  ['a scope', 'stripe', ['charge']],
  ['an attribute key', 'card.saved', ['charge']],
  ['an attribute value beyond ASCII, whatever its case', 'ZÜR', ['charge']],
  ['an integer', '402', ['charge']],
  ['a part of a fraction', '.25', ['charge']],
  ['a boolean', 'tru', ['charge']],
  ['an event', 'retry', ['charge']],
  ["an event's number", '77', ['charge']],
  ['a resource value', 'node-7', ['POST /checkout']],
  ['a resource key finds nothing: every span has them', 'service.name', []],
  ['a linked trace', OTHER.slice(0, 12), ['publish']],
  ['a span id', '00000000000000B2', ['charge']],
  ['text over the end of one string and the start of the next', 'chargepayment', []],
  ['nothing', '', []],
];

for (const [what, text, expected] of CASES)
  test(`finds ${what}`, () => assert.deepEqual(found(text), expected));

test('case is kept when asked for', () => {
  assert.deepEqual(found('gateway', { matchCase: true }), []);
  assert.deepEqual(found('Gateway', { matchCase: true }), ['POST /checkout']);
});

test('a pattern decides on whole texts', () => {
  assert.deepEqual(found('^c.+e$', { matches: (t) => /^c.+e$/.test(t) }), ['charge']);
  assert.deepEqual(found('^40', { matches: (t) => /^40/.test(t) }), ['charge']);
});

test('extras of rows are in the order asked for', () => {
  const extras = rowExtras(trace, Uint32Array.of(2, 1, 99));
  assert.deepEqual([...extras.eventFrom], [0, 0, 1, 1]);
  assert.deepEqual([...extras.eventTime], [20]);
  assert.deepEqual([...extras.links], [1, 0, 0]);
});
