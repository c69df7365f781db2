import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecodeError } from '../../../../src/core/otlp/decode-error.ts';
import { decodeOtlpJson } from '../../../../src/core/otlp/decode-otlp-json.ts';
import {
  eventAttributes,
  readAttributes,
  resourceAttribute,
  spanAttributes,
} from '../../../../src/core/trace/attributes.ts';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import { FLAG, type Trace } from '../../../../src/core/trace/columns.ts';
import { fixture, utf8 } from '../../../support/fixtures.ts';
import { outline } from '../../../support/trace-fixture.ts';

function only(bytes: Uint8Array): Trace {
  const traces = buildTraces(decodeOtlpJson(bytes));
  const [trace] = traces;
  assert.ok(trace && traces.length === 1);
  return trace;
}

const span = (fields: string) =>
  utf8(
    `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",${fields}}]}]}]}`,
  );

test('every field of a span, as the specification writes it', () => {
  const trace = only(fixture('formats/otlp.json'));
  const d = trace.details;
  assert.ok(d);
  const text = (id: number | undefined) => trace.strings.get(id ?? 0);
  assert.equal(trace.traceId, '5b8efff798038103d269b633813fc60c');
  assert.equal(trace.epoch, 1544712660123456789n);
  assert.deepEqual(outline(trace), ['POST /checkout', '  SELECT items']);
  assert.deepEqual([...trace.start], [0, 76543211]);
  assert.deepEqual([...trace.duration], [1000000001, 100000000]);
  assert.deepEqual([...trace.id], [0xeee19b7e, 0xc3c1b174, 0xeee19b7e, 0xc3c1b175]);
  assert.deepEqual([...trace.kind], [2, 3]);
  assert.deepEqual([...trace.status], [2, 0]);
  assert.equal(text(trace.service[1]), 'checkout');
  assert.equal(text(d.statusMessage[0]), 'boom');
  assert.equal(text(d.traceState[0]), 'ot=th:8,vendor=1');
  assert.equal(d.spanFlags[0], 257);
  assert.deepEqual([d.droppedAttributes[0], d.droppedEvents[0], d.droppedLinks[0]], [2, 4, 5]);
  assert.deepEqual(
    spanAttributes(trace, 0).map((a) => [a.key, a.value]),
    [
      ['http.request.method', 'POST'],
      ['http.response.status_code', 500],
      ['big', 9007199254740993n],
      ['small', -7],
      ['ratio', 0.25],
      ['whole.double', 3],
      ['nan', Number.NaN],
      ['ok', true],
      ['raw', { bytes: '3q2+7w==' }],
      ['nothing', null],
      [
        'cart',
        {
          json: '{"kvlistValue":{"values":[{"key":"items","value":{"intValue":"9223372036854775807"}},{"key":"nested","value":{"arrayValue":{"values":[{"doubleValue":1.5},{"boolValue":false}]}}}]}}',
        },
      ],
    ],
  );
  assert.deepEqual([d.eventFrom[0], d.eventTo[0], d.eventFrom[1], d.eventTo[1]], [0, 1, 0, 0]);
  assert.equal(text(d.events.name[0]), 'exception');
  assert.equal(d.events.time[0], 376543212);
  assert.equal(d.events.dropped[0], 3);
  assert.deepEqual(eventAttributes(trace, 0), [
    { key: 'exception.type', value: 'java.lang.IllegalStateException' },
  ]);
  assert.equal(text(d.links.traceId[0]), '0af7651916cd43dd8448eb211c80319c');
  assert.deepEqual([...d.links.spanId], [0xb7ad6b71, 0x69203331]);
  assert.deepEqual([text(d.links.traceState[0]), d.links.flags[0], d.links.dropped[0]], ['a=b', 1, 6]);
  const [resource = 0, scope = 0] = [d.resource[1], d.scope[1]];
  assert.equal(resourceAttribute(trace, 1, 'service.instance.id'), 'aü\n😀');
  assert.deepEqual(resourceAttribute(trace, 0, 'process.command_args'), {
    json: '{"arrayValue":{"values":[{"stringValue":"node"},{"intValue":"1"},{}]}}',
  });
  assert.equal(d.resources.dropped[resource], 1);
  assert.equal(text(d.resources.schemaUrl[resource]), 'https://opentelemetry.io/schemas/1.24.0');
  assert.deepEqual(
    [text(d.scopes.name[scope]), text(d.scopes.version[scope]), text(d.scopes.schemaUrl[scope])],
    ['shop/http', '1.2.0', 'https://opentelemetry.io/schemas/1.26.0'],
  );
  assert.deepEqual(
    readAttributes(d.attributes, trace.strings, d.scopes.attrFrom[scope] ?? 0, d.scopes.attrTo[scope] ?? 0),
    [{ key: 'scope.kind', value: 'lib' }],
  );
});

test('Tempo: base64 ids, names for enums, batches or a trace around them', () => {
  const batches =
    '[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}}]},"scopeSpans":[{"spans":[{"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXQ=","parentSpanId":"7uGbfsPBsXU=","name":"x","kind":"SPAN_KIND_CLIENT","startTimeUnixNano":"5","endTimeUnixNano":"9","status":{"code":"STATUS_CODE_ERROR"}}]}]}]';
  for (const document of [
    `{"batches":${batches}}`,
    `{"trace":{"resourceSpans":${batches}},"metrics":{},"status":"PARTIAL"}`,
    `{"result":{"resourceSpans":${batches}}}`,
    `[{"resource_spans":${batches}}]`,
  ]) {
    const trace = only(utf8(document));
    assert.equal(trace.traceId, '5b8efff798038103d269b633813fc60c');
    assert.deepEqual([...trace.id], [0xeee19b7e, 0xc3c1b174]);
    assert.deepEqual([...(trace.details?.parentId ?? [])], [0xeee19b7e, 0xc3c1b175]);
    assert.deepEqual([trace.kind[0], trace.status[0]], [3, 2]);
  }
});

test('JSON lines, a list and one object read the same; equal resources are stored once', () => {
  const one = new TextDecoder().decode(fixture('formats/otlp.json'));
  const line = JSON.stringify(JSON.parse(one));
  const other = line
    .replaceAll(/EEE19B7EC3C1B174/gi, 'aaa19b7ec3c1b174')
    .replaceAll('eee19b7ec3c1b175', 'aaa');
  for (const document of [`${line}\n${other}\n`, `[${line},${other}]`, one + other]) {
    const batch = decodeOtlpJson(utf8(document));
    assert.equal(batch.count, 3);
    assert.equal(batch.rejected, 1);
    assert.equal(batch.resources.length, 2);
    assert.equal(batch.scopes.length, 2);
    assert.equal(batch.resource.at(2), 1);
  }
});

test('fields in any order: the resource may come after its spans', () => {
  const trace = only(
    utf8(
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"x","spanId":"eee19b7ec3c1b174","traceId":"5b8efff798038103d269b633813fc60c"}],"scope":{"name":"late"}}],"resource":{"attributes":[{"value":{"stringValue":"svc"},"key":"service.name"}]}}]}',
    ),
  );
  assert.equal(trace.strings.get(trace.service[0] ?? 0), 'svc');
  assert.equal(trace.strings.get(trace.details?.scopes.name[trace.details.scope[0] ?? 0] ?? 0), 'late');
});

test('spans with ids that are none are refused and counted', () => {
  const ids = (trace: string, id: string, parent = '') =>
    decodeOtlpJson(
      utf8(
        `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${trace}","spanId":"${id}","parentSpanId":"${parent}","attributes":[{"key":"k","value":{"intValue":1}}],"events":[{"name":"e"}]}]}]}]}`,
      ),
    );
  const good = '5b8efff798038103d269b633813fc60c';
  assert.equal(ids(good, 'eee19b7ec3c1b174').rejected, 0);
  for (const [trace, id, parent] of [
    ['0'.repeat(32), 'eee19b7ec3c1b174', ''],
    ['abc', 'eee19b7ec3c1b174', ''],
    ['', 'eee19b7ec3c1b174', ''],
    [`${good.slice(0, 31)}x`, 'eee19b7ec3c1b174', ''],
    [good, '0000000000000000', ''],
    [good, 'eee19b7ec3c1b17', ''],
    [good, 'zzz19b7ec3c1b174', ''],
    [good, 'eee19b7ec3c1b174', 'nonsense'],
  ] as const) {
    const batch = ids(trace, id, parent);
    assert.deepEqual([batch.count, batch.rejected], [0, 1], `${trace} ${id} ${parent}`);
    assert.match(batch.rejectedReason, /id/);
    assert.equal(batch.attributes.length, 0, 'nothing of it is left');
    assert.equal(batch.eventName.length, 0);
  }
});

test('limits cut, count and flag', () => {
  const batch = decodeOtlpJson(
    span(
      '"name":"äääää","attributes":[{"key":"a","value":{"intValue":1}},{"key":"b","value":{"intValue":1}},{"key":"c","value":{"intValue":1}}],"droppedAttributesCount":1,"events":[{"name":"1"},{"name":"2"}]',
    ),
    { limits: { attributes: 2, textBytes: 5, events: 1 } },
  );
  const [trace] = buildTraces(batch);
  assert.ok(trace?.details);
  assert.equal(trace.strings.get(trace.name[0] ?? 0), 'ää', 'never inside a character');
  assert.equal(spanAttributes(trace, 0).length, 2);
  assert.equal(trace.details.droppedAttributes[0], 2);
  assert.equal(trace.details.droppedEvents[0], 1);
  assert.equal(trace.flags[0], FLAG.truncated | FLAG.missingStart | FLAG.missingEnd);
  assert.equal(trace.warnings.find((w) => w.kind === 'limit')?.count, 1);
});

test('values nested beyond the limit are cut, brackets beyond reason refused', () => {
  const deep = (n: number) => `${'{"arrayValue":{"values":['.repeat(n)}{"intValue":1}${']}}'.repeat(n)}`;
  const trace = only(span(`"attributes":[{"key":"k","value":${deep(100)}}]`));
  assert.ok((trace.flags[0] ?? 0) & FLAG.truncated);
  assert.throws(() => decodeOtlpJson(span(`"x":${'['.repeat(100_000)}`)), /nested more than 512 deep/);
});

test('a limit hit in a resource marks its spans', () => {
  const batch = decodeOtlpJson(
    utf8(
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{}},{"key":"b","value":{}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}]}]}]}',
    ),
    { limits: { attributes: 1 } },
  );
  assert.equal(batch.marks.at(0), FLAG.truncated);
  assert.equal(batch.resources.dropped.at(1), 1);
});

test('errors say what was expected, what was found, and where', () => {
  const error = (text: string) => {
    try {
      decodeOtlpJson(utf8(text));
    } catch (e) {
      assert.ok(e instanceof DecodeError);
      return [e.code, e.offset, e.message];
    }
    assert.fail('no error');
  };
  assert.deepEqual(error('{"resourceSpans":{}}'), [
    'malformed',
    17,
    'Expected a list at byte 17, found an object.',
  ]);
  assert.deepEqual(error('{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":5}]}]}]}'), [
    'malformed',
    51,
    'Expected a string at byte 51, found the number 5.',
  ]);
  assert.deepEqual(error('{"resourceSpans":[{"scopeSp'), [
    'truncated',
    27,
    'The data ends at byte 27 where the end of a string should follow: it seems to be cut off.',
  ]);
  assert.deepEqual(error('{"resourceSpans":[]'), [
    'truncated',
    19,
    'The data ends at byte 19 where "," or "}" should follow: it seems to be cut off.',
  ]);
  assert.deepEqual(error('{"resourceSpans":[]} x'), [
    'malformed',
    21,
    'Expected an object at byte 21, found "x".',
  ]);
  assert.deepEqual(error('{"resourceSpans":[] "x"}'), [
    'malformed',
    20,
    'Expected "," or "}" at byte 20, found the string "x".',
  ]);
});

test('null reads as absent', () => {
  const trace = only(
    span('"name":null,"kind":null,"startTimeUnixNano":null,"attributes":null,"status":null,"events":null'),
  );
  assert.equal(trace.count, 1);
  assert.equal(decodeOtlpJson(utf8('{"resourceSpans":null}')).count, 0);
  assert.equal(decodeOtlpJson(utf8('{}')).count, 0);
});
