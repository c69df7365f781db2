import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraces } from '../../../../src/core/otlp/decode.ts';
import { decodeOtlpJson } from '../../../../src/core/otlp/decode-otlp-json.ts';
import { decodeOtlpProtobuf } from '../../../../src/core/otlp/decode-otlp-protobuf.ts';
import { encodeOtlpJson } from '../../../../src/core/otlp/encode-otlp-json.ts';
import { encodeOtlpProtobuf } from '../../../../src/core/otlp/encode-otlp-protobuf.ts';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import type { Trace } from '../../../../src/core/trace/columns.ts';
import { fixture, utf8 } from '../../../support/fixtures.ts';
import { seeded } from '../../../support/random.ts';

const json = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

test('what comes out is what went in, in the spelling of the specification', () => {
  const original = json(fixture('formats/otlp.json'));
  const traces = buildTraces(decodeOtlpJson(fixture('formats/otlp.json')));
  // What the sample writes in another of the allowed spellings.
  const [first, second] = original.resourceSpans[0].scopeSpans[0].spans;
  first.traceId = first.traceId.toLowerCase();
  first.spanId = first.spanId.toLowerCase();
  delete first.parentSpanId;
  first.attributes[3].value.intValue = '-7';
  second.startTimeUnixNano = '1544712660200000000';
  second.endTimeUnixNano = '1544712660300000000';
  assert.deepEqual(json(encodeOtlpJson(traces)), original);
});

test("the JavaScript SDK's own protobuf comes out byte for byte the same in content", () => {
  const sent = fixture('formats/js-otlp.pb');
  const again = encodeOtlpProtobuf(buildTraces(decodeOtlpProtobuf(sent)));
  const asJson = (bytes: Uint8Array) => json(encodeOtlpJson(buildTraces(decodeOtlpProtobuf(bytes))));
  assert.deepEqual(asJson(again), asJson(sent));
});

/** Everything but string ids, which depend on the order of reading. */
function whole(traces: readonly Trace[]): unknown {
  return traces.map((t) => [t.traceId, t.epoch, t.length, [...t.flags], json(encodeOtlpJson([t]))]);
}

test('every sample of every format survives both ways out', () => {
  for (const name of [
    'otlp.json',
    'jaeger.json',
    'zipkin.json',
    'go-stdout.json',
    'python-otlp.pb',
    'python-console.json',
  ]) {
    const traces = buildTraces(decodeTraces(fixture(`formats/${name}`)).batch);
    const encoded = [encodeOtlpJson(traces), encodeOtlpProtobuf(traces)];
    for (const bytes of encoded) {
      const back = buildTraces(decodeTraces(bytes).batch);
      const strip = (all: readonly Trace[]) =>
        JSON.stringify(whole(all), (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
      // A shared id was told from `shared` in Zipkin; here it is told from the kinds.
      assert.equal(strip(back), strip(traces), name);
    }
  }
});

test('numbers at the edges', () => {
  const values = [
    '{"intValue":"0"}',
    '{"intValue":"9007199254740991"}',
    '{"intValue":"9007199254740992"}',
    '{"intValue":"-9007199254740993"}',
    '{"intValue":"-9223372036854775808"}',
    '{"intValue":"9223372036854775807"}',
    '{"doubleValue":0}',
    '{"doubleValue":-0}',
    '{"doubleValue":1e+300}',
    '{"doubleValue":5e-324}',
    '{"doubleValue":0.1}',
    '{"doubleValue":123456789.12345678}',
    '{"doubleValue":"Infinity"}',
    '{"doubleValue":"-Infinity"}',
    '{"doubleValue":"NaN"}',
    '{"boolValue":false}',
    '{"stringValue":""}',
    '{"bytesValue":""}',
    '{"bytesValue":"AA=="}',
    '{"arrayValue":{"values":[]}}',
    '{"kvlistValue":{"values":[]}}',
    '{"arrayValue":{"values":[{"doubleValue":-0},{"intValue":"-9223372036854775808"},{"bytesValue":"AAEC"},{"stringValue":""},{}]}}',
    '{}',
  ];
  const attributes = values.map((value, i) => `{"key":"k${i}","value":${value}}`).join(',');
  const bytes = utf8(
    `{"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","startTimeUnixNano":"18446744073709551614","endTimeUnixNano":"18446744073709551615","attributes":[${attributes}],"status":{}}]}]}]}`,
  );
  const traces = buildTraces(decodeOtlpJson(bytes));
  const text = new TextDecoder().decode(encodeOtlpJson(traces));
  assert.equal(text, new TextDecoder().decode(bytes));
  assert.equal(
    new TextDecoder().decode(encodeOtlpJson(buildTraces(decodeOtlpProtobuf(encodeOtlpProtobuf(traces))))),
    text,
  );
});

test('numbers of every length read as JSON reads them', () => {
  const { int, next } = seeded(3);
  for (let i = 0; i < 3000; i++) {
    const digits = String(Math.floor(next() * 10 ** int(18)));
    const number = `${int(2) ? '-' : ''}${digits}${int(2) ? `.${'0'.repeat(int(4))}${int(1e9)}` : ''}${int(4) ? '' : `e${int(40) - 20}`}`;
    const batch = decodeOtlpJson(
      utf8(
        `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","attributes":[{"key":"a","value":{"doubleValue":${number}}},{"key":"a","value":{"doubleValue":"${number}"}}]}]}]}]}`,
      ),
    );
    assert.ok(Object.is(batch.attributes.value.at(0), JSON.parse(number)), number);
    assert.ok(Object.is(batch.attributes.value.at(1), JSON.parse(number)), number);
  }
});
