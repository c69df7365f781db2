import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOtlpJson } from '../../../../src/core/otlp/decode-otlp-json.ts';
import { ATTR } from '../../../../src/core/trace/columns.ts';
import { emptySpanRow } from '../../../../src/core/trace/span-batch.ts';
import { gatherByTrace, wholeBatch } from '../../../../src/engine/store/gather-spans.ts';
import { decodeSegment, encodeSegment } from '../../../../src/engine/store/segment-codec.ts';
import { fixture } from '../../../support/fixtures.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { spanRows } from '../../../support/span-rows.ts';
import { batchOf } from '../../../support/trace-fixture.ts';

const T = (n: number) => n.toString(16).padStart(32, '0');

test('spans of several batches and traces come together by trace, in the order received', () => {
  const one = batchOf([
    { id: 'a1', trace: T(1), name: 'first' },
    { id: 'b1', trace: T(2), name: 'other' },
    { id: 'a2', trace: T(1), parent: 'a1', name: 'second' },
  ]);
  const two = batchOf([
    { id: 'b2', trace: T(2), parent: 'b1', name: 'late' },
    { id: 'a3', trace: T(1), parent: 'a1', name: 'third' },
  ]);
  const { batch, traceIds, traceFrom } = gatherByTrace([wholeBatch(one), wholeBatch(two)]);
  const names = Array.from({ length: batch.count }, (_, i) => batch.strings.get(batch.name.at(i)));
  assert.deepEqual(
    [...traceIds].map((id) => batch.strings.get(id)),
    [T(1), T(2)],
  );
  assert.deepEqual([...traceFrom], [0, 3, 5]);
  assert.deepEqual(names, ['first', 'second', 'third', 'other', 'late']);
});

test('equal resources and scopes of several batches become one', () => {
  const service = (name: string) =>
    batchOf([
      { id: '1', service: name },
      { id: '2', service: name, scope: 'http' },
    ]);
  const { batch } = gatherByTrace([service('a'), service('a'), service('b')].map(wholeBatch));
  // Row 0 is the empty owner.
  assert.equal(batch.resources.length, 3);
  assert.equal(batch.scopes.length, 2);
});

test('a part takes only its rows', () => {
  const batch = batchOf([
    { id: '1', name: 'a' },
    { id: '2', name: 'b', attributes: { k: 'v' } },
    { id: '3', name: 'c' },
  ]);
  const rows = spanRows(gatherByTrace([{ batch, from: 1, to: 2 }]).batch);
  assert.deepEqual(rows, spanRows(batch).slice(1, 2));
});

function stored(batch: ReturnType<typeof batchOf>) {
  const blocks = encodeSegment(gatherByTrace([wholeBatch(batch)]));
  return decodeSegment((n) => blocks[n], true)?.batch ?? assert.fail('gone');
}

test('a segment gives back every field of every span', () => {
  const batch = decodeOtlpJson(fixture('formats/otlp.json'));
  assert.ok(batch.count > 0);
  assert.deepEqual(spanRows(stored(batch)), spanRows(batch));
});

test('numbers of all kinds, absent times and odd durations survive', () => {
  const batch = batchOf([
    { id: '1', start: undefined, end: undefined },
    { id: '2', start: 10, end: 5 },
    { id: '3', start: undefined, end: 7 },
    { id: 'ffffffffffffffff', parent: 'fffffffffffffffe', start: 0, end: 2 ** 53 - 1 },
  ]);
  const { strings, attributes } = batch;
  const row = emptySpanRow();
  row.traceId = strings.intern(T(9));
  row.idLo = 77;
  row.startHi = row.startLo = row.endHi = row.endLo = 0xffffffff;
  row.spanFlags = 0xffffffff;
  row.marks = 128;
  row.droppedAttributes = 70_000;
  row.droppedEvents = 3;
  row.droppedLinks = 4;
  row.attrFrom = attributes.length;
  const numbers = [0, -0, 1, -1, 0.1, 2 ** 32 - 1, 2 ** 32, 2 ** 53, Number.NaN, Infinity, -Infinity, 5e-324];
  for (const value of numbers) attributes.push(strings.intern('n'), ATTR.double, value);
  attributes.push(strings.intern('big'), ATTR.bigint, strings.intern('18446744073709551615'));
  attributes.push(strings.intern('raw'), ATTR.bytes, strings.intern('AAEC'));
  attributes.push(strings.intern('list'), ATTR.json, strings.intern('{"values":[]}'));
  attributes.push(strings.intern('yes'), ATTR.bool, 1);
  attributes.push(strings.intern('none'), ATTR.empty, 0);
  row.attrTo = attributes.length;
  batch.pushSpan(row);
  assert.deepEqual(spanRows(stored(batch)), spanRows(batch));
});

test('random traces with events and links survive, split anywhere', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed);
    const specs = [1, 2, 3].flatMap((t) =>
      randomSpans(random, { spans: 1 + random.int(30), overflow: true }).map((span) => ({
        ...span,
        trace: T(t),
        attributes: { 'http.route': `/r/${random.int(4)}`, size: random.next() * 1e12 },
        events:
          random.int(3) === 0 ? [{ at: random.int(100), name: 'e', attributes: { n: random.int(9) } }] : [],
        links: random.int(4) === 0 ? [{ trace: T(8), span: 'abc' }] : [],
      })),
    );
    const whole = batchOf(specs);
    const cut = random.int(whole.count);
    const parts = [
      { batch: whole, from: 0, to: cut },
      { batch: whole, from: cut, to: whole.count },
    ];
    const blocks = encodeSegment(gatherByTrace(parts));
    const read = decodeSegment((n) => blocks[n], true);
    assert.deepEqual(read && spanRows(read.batch), spanRows(whole), `seed ${seed}`);
  }
});

test('without its extras a segment still tells identity, time, attributes and owners', () => {
  const batch = batchOf([{ id: '1', attributes: { k: 1 }, message: 'm', events: [{ at: 1, name: 'e' }] }]);
  const blocks = encodeSegment(gatherByTrace([wholeBatch(batch)]));
  const read = decodeSegment((n) => blocks[n], false);
  const [want] = spanRows(batch);
  assert.deepEqual(read && spanRows(read.batch), [{ ...want, message: '', events: [] }]);
});

test('a truncated or foreign block is refused, not misread', () => {
  const blocks = encodeSegment(gatherByTrace([wholeBatch(batchOf([{ id: '1' }, { id: '2' }]))]));
  assert.throws(() => decodeSegment((n) => blocks[n]?.subarray(0, 20), true));
  assert.throws(() => decodeSegment(() => Uint8Array.from([9, 1, 0, 0, 0, 1]), true), /unknown codec 9/);
  assert.equal(
    decodeSegment(() => undefined, true),
    undefined,
  );
});
