import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type DecodeResult, decodeTraces } from '../../../../src/core/otlp/decode.ts';
import { DecodeError } from '../../../../src/core/otlp/decode-error.ts';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import { FLAG, type Trace } from '../../../../src/core/trace/columns.ts';
import { fixture, utf8 } from '../../../support/fixtures.ts';
import { dump, resource, scope, spanId } from '../../../support/trace-dump.ts';

const gunzip = (bytes: Uint8Array, maxBytes: number) =>
  new Uint8Array(gunzipSync(bytes, { maxOutputLength: maxBytes }));

function open(bytes: Uint8Array): { result: DecodeResult; traces: Trace[]; trace: Trace } {
  const result = decodeTraces(bytes, { gunzip });
  const traces = buildTraces(result.batch);
  assert.equal(result.batch.rejected, 0, result.batch.rejectedReason);
  const [trace] = traces;
  assert.ok(trace);
  return { result, traces, trace };
}

const json = (name: string) => JSON.parse(new TextDecoder().decode(fixture(`formats/${name}`)));

const JS_SPANS = [
  'GET /cart | storefront server error 0+7731651 http.request.method="GET" http.response.status_code=502 ratio=0.5 cached=true tags={"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}} negative=-42',
  '  GET | storefront client error(socket hang up) 1000000+5672060 server.address="inventory.local"',
  '    * retry attempt 2 @1180159 attempt=2',
  '    * exception @1625453 exception.type="Error" exception.message="socket \\"hang\\" up" exception.stacktrace=<151>',
  '    -> 0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331 why="retry"',
];

test('OTLP as the JavaScript SDK sends it, JSON and protobuf', () => {
  for (const [file, format] of [
    ['js-otlp.json', 'otlp-json'],
    ['js-otlp.pb', 'otlp-protobuf'],
  ] as const) {
    const { result, trace } = open(fixture(`formats/${file}`));
    assert.equal(result.format, format);
    assert.equal(trace.traceId, 'c6a0c05be2c6b584959ad763202e6aae');
    assert.equal(trace.epoch, 1795268497821000000n);
    assert.deepEqual(dump(trace), JS_SPANS);
    assert.deepEqual([spanId(trace, 0), spanId(trace, 1)], ['0d450358e6402738', 'c6f9eee6db21347b']);
    assert.equal(
      resource(trace, 0),
      'service.name="storefront" service.version="2.1.0" telemetry.sdk.language="nodejs" process.command_args={"arrayValue":{"values":[{"stringValue":"node"},{"stringValue":"main.js"}]}}',
    );
    assert.equal(scope(trace, 1), 'shop/web@3.2.1');
    assert.deepEqual([...(trace.details?.spanFlags ?? [])], [257, 257]);
    assert.equal(trace.details?.links.flags[0], 257);
    assert.equal(
      trace.strings.get(trace.details?.scopes.schemaUrl[1] ?? 0),
      'https://opentelemetry.io/schemas/1.30.0',
    );
  }
});

const PYTHON_SPANS = [
  'price basket | pricing server error(ValueError: no "price"\nfor item) 0+6297142 items=3 ratio=1 big=9223372036854775807n list={"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}} neg=-5',
  '  * exception @6276642 exception.type="ValueError" exception.message="no \\"price\\"\\nfor item" exception.stacktrace=<374> exception.escaped="False"',
  '  redis GET | pricing client error(ValueError: no "price"\nfor item) 2287842+3010440',
  '    * retry attempt 2 @2323556 attempt=2',
  '    * exception @5269720 exception.type="ValueError" exception.message="no \\"price\\"\\nfor item" exception.stacktrace=<374> exception.escaped="False"',
  '    -> 4b17e717975cb656e3d1926a9a3b45d6:67c0055dfee9b1a1 why="self"',
];

test("protobuf from the Python SDK, and Tempo's forms of it", () => {
  const protobuf = fixture('formats/python-otlp.pb');
  const tagged = (bytes: Uint8Array) => {
    assert.ok(bytes.length < 16_384);
    return Uint8Array.of(10, (bytes.length & 127) | 128, bytes.length >> 7, ...bytes);
  };
  const base64 = json('python-otlp-base64.json');
  const encode = (value: unknown) => utf8(JSON.stringify(value));
  for (const [bytes, format] of [
    [protobuf, 'otlp-protobuf'],
    [tagged(protobuf), 'tempo-protobuf'],
    // TraceByIDResponse goes on with metrics and status.
    [Uint8Array.of(...tagged(protobuf), 0x12, 2, 8, 1, 0x18, 1), 'tempo-protobuf'],
    [fixture('formats/python-otlp-base64.json'), 'otlp-json'],
    [encode({ batches: base64.resourceSpans }), 'tempo-json'],
    [encode({ trace: base64, metrics: {}, status: 'PARTIAL' }), 'tempo-json'],
    [encode({ result: base64 }), 'jaeger-v3'],
    [gzipSync(protobuf), 'otlp-protobuf'],
  ] as const) {
    const { result, trace } = open(bytes);
    assert.equal(result.format, format);
    assert.equal(trace.traceId, '4b17e717975cb656e3d1926a9a3b45d6');
    assert.deepEqual(dump(trace), PYTHON_SPANS);
    assert.equal(scope(trace, 0), 'shop.pricing@1.4');
    assert.deepEqual([...(trace.details?.spanFlags ?? [])], [256, 256]);
  }
});

test('Go: stdouttrace, indented, in lines, and between log lines', () => {
  const { result, trace } = open(fixture('formats/go-stdout.json'));
  assert.equal(result.format, 'stdout');
  assert.equal(trace.traceId, '81c8461830cbadaf7b4b5de031c7b630');
  // 2026-11-21T13:41:39.270028839Z
  assert.equal(trace.epoch, 1795268499270028839n);
  assert.deepEqual(dump(trace), [
    'GET /stock/{id} | inventory server error 0+3414122 http.request.method="GET" http.response.status_code=500 ratio=0.5 cached=false big=9223372036854775807n shards={"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"},{"intValue":"9007199254740993"}]}}',
    '  SELECT stock | inventory client error(connection reset) 2241764+1158638',
    '    * retry attempt 2 @2303757 attempt=2',
    '    * exception @2319830 exception.type="*errors.errorString" exception.message="connection \\"reset\\"\\nby peer"',
    '    -> 0102030405060708090a0b0c0d0e0f10:0102030405060708 why="batch"',
    '    late | inventory internal unset 3411449+440',
  ]);
  assert.equal(scope(trace, 0), 'shop/inventory@0.3.1');
  assert.match(
    resource(trace, 2),
    /^deployment\.environment\.name="staging" process\.command_args=\{"arrayValue"/,
  );
  assert.equal(trace.details?.resources.attrFrom.length, 2, 'one resource, beside the empty one');
  const lines = open(fixture('formats/go-stdout-lines.json'));
  assert.equal(lines.trace.count, 3);
  const logged = new TextDecoder()
    .decode(fixture('formats/go-stdout-lines.json'))
    .replaceAll('\n', '\n[info] tick {x}\n');
  const mixed = open(utf8(`starting on :8080\n${logged}`));
  assert.deepEqual(dump(mixed.trace), dump(lines.trace));
  assert.deepEqual(mixed.result.warnings, ['Lines between the spans that are not JSON were left out.']);
});

test('Python: console exporter', () => {
  const { result, trace } = open(fixture('formats/python-console.json'));
  assert.equal(result.format, 'stdout');
  assert.equal(trace.traceId, '4b17e717975cb656e3d1926a9a3b45d6');
  assert.equal(trace.epoch, 1795268497201259000n);
  assert.deepEqual(dump(trace), [
    'price basket | pricing server error(ValueError: no "price"\nfor item) 0+6297000 items=3 ratio=1 big=9223372036854775807n list={"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}} neg=-5',
    '  * exception @6277000 exception.type="ValueError" exception.message="no \\"price\\"\\nfor item" exception.stacktrace=<374> exception.escaped="False"',
    '  redis GET | pricing client error(ValueError: no "price"\nfor item) 2288000+3010000',
    '    * retry attempt 2 @2324000 attempt=2',
    '    * exception @5269000 exception.type="ValueError" exception.message="no \\"price\\"\\nfor item" exception.stacktrace=<374> exception.escaped="False"',
    '    -> 4b17e717975cb656e3d1926a9a3b45d6:67c0055dfee9b1a1 why="self"',
  ]);
});

test('the documented traceId/id/parentID shape', () => {
  const { result, trace } = open(
    utf8(`{"name":"child","traceId":"5b8efff798038103d269b633813fc60c","id":"eee19b7ec3c1b175","parentID":"eee19b7ec3c1b174","kind":2,"timestamp":1700000000000500,"duration":250.5,"attributes":{"a":[1,2.5]},"status":{"code":2,"message":"m"},"events":[],"links":[]}
{"name":"root","traceId":"5b8efff798038103d269b633813fc60c","id":"eee19b7ec3c1b174","kind":0,"timestamp":1700000000000000,"duration":1000,"attributes":{},"status":{"code":0}}`),
  );
  assert.equal(result.format, 'stdout');
  assert.deepEqual(dump(trace), [
    'root |  internal unset 0+1000000',
    '  child |  client error(m) 500000+250500 a={"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":2.5}]}}',
  ]);
});

test('Jaeger UI JSON: several traces, typed tags, references, logs, processes', () => {
  const { result, traces, trace } = open(fixture('formats/jaeger.json'));
  assert.equal(result.format, 'jaeger');
  assert.deepEqual(
    traces.map((t) => [t.traceId, t.count]),
    [
      ['00000000000000005b8efff798038103', 3],
      ['0af7651916cd43dd8448eb211c80319c', 1],
    ],
  );
  assert.equal(trace.epoch, 1700000000000000000n);
  assert.deepEqual(dump(trace), [
    'HTTP GET /dispatch | frontend server error(driver lookup failed) 0+700150000 sampler.type="const" http.status_code=500 bytes.sent=9007199254740993n load=1 payload=bytes:3q2+7w== cached=false',
    '  * exception @100000 exception.type="TimeoutError" attempt=2',
    '  * gave up @200000 message="gave up"',
    '  SQL SELECT | mysql client unset 100000000+300000000 untyped=7',
    '    -> 00000000000000005b8efff798038103:0000000000000003 opentracing.ref_type="follows_from"',
    '    -> 0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331 opentracing.ref_type="child_of"',
    '    queue | driver unspecified error(no driver) 500000000+1000 error="no driver"',
  ]);
  assert.equal(resource(trace, 0), 'service.name="frontend" host.name="f1"');
  assert.equal(resource(trace, 2), 'service.name="driver" host.name="d1"');
  assert.equal(scope(trace, 0), 'frontend/http@2.0');
  assert.equal(scope(trace, 1), '@');
  assert.equal(trace.strings.get(trace.details?.traceState[0] ?? 0), 'a=b');
  assert.equal(resource(traces[1] ?? trace, 0), 'service.name="batch"');
  assert.deepEqual(result.warnings, [
    'Jaeger: clock skew adjustment disabled; not applying calculated delta of 3ms',
    'Jaeger: trace is incomplete',
  ]);
  const [bare] = json('jaeger.json').data;
  for (const shape of [bare, [bare], { data: bare }])
    assert.deepEqual(dump(open(utf8(JSON.stringify(shape))).trace), dump(trace));
});

test('Zipkin: shared ids, short and long trace ids in one trace, endpoints, annotations', () => {
  const { result, traces, trace } = open(fixture('formats/zipkin.json'));
  assert.equal(result.format, 'zipkin');
  assert.equal(traces.length, 1);
  assert.equal(trace.traceId, '7180c278b62e8f6a216a2aea45d08fc9');
  assert.deepEqual(dump(trace), [
    'get / | frontend server error 0+143100000 http.method="GET" error=""',
    '  get /api | frontend client unset 700000+2000000 peer.service="backend" network.peer.address="172.19.0.2" network.peer.port=9000',
    '    * ws @800000',
    '    get /api | backend server error(504) 737000+1431000 http.method="GET" http.path="/api" error="504" network.peer.address="172.19.0.2" network.peer.port=58648',
    '      work | backend internal unset 0+0',
    '        * retry @1000000 attempt=2',
    '        * retry @1001000 attempt=3',
  ]);
  assert.equal(trace.flags[2], FLAG.sharedServer);
  assert.equal(
    resource(trace, 2),
    'service.name="backend" network.local.address="192.168.99.1" network.local.port=3306',
  );
});

test('Zipkin as the OpenTelemetry exporters of JavaScript and Python write it', () => {
  const js = open(fixture('formats/js-zipkin.json')).trace;
  assert.equal(js.traceId, 'c6a0c05be2c6b584959ad763202e6aae');
  assert.deepEqual(
    dump(js).map((line) => line.replace(/ service\.name.*/, '')),
    [
      'GET /cart | storefront server error 0+7732000 http.request.method="GET" http.response.status_code="502" ratio="0.5" cached="true" tags="a,b" negative="-42"',
      '  GET | storefront client error(socket hang up) 1000000+5672000 server.address="inventory.local" error="socket hang up"',
      '    * retry attempt 2 @1180000',
      '    * exception @1626000',
    ],
  );
  const python = open(fixture('formats/python-zipkin.json')).trace;
  assert.equal(scope(python, 0), 'shop.pricing@1.4');
  assert.deepEqual(
    dump(python).map((line) => line.replace(/ (telemetry|exception\.esc|items).*/, '')),
    [
      'price basket | pricing server error(ValueError: no "price"\nfor item) 0+6297000',
      '  * exception @6277000',
      '  redis GET | pricing client error(ValueError: no "price"\nfor item) 2288000+3010000',
      '    * retry attempt 2 @2323000 attempt=2',
      '    * exception @5270000',
    ],
  );
});

test('what is no trace is told by what it is', () => {
  const error = (bytes: Uint8Array | string) => {
    try {
      decodeTraces(typeof bytes === 'string' ? utf8(bytes) : bytes, { gunzip });
    } catch (e) {
      assert.ok(e instanceof DecodeError);
      assert.match(e.message, /[.]$/);
      return [e.code, e.message.replace(/^Expected a trace:.*?, found /, '')];
    }
    assert.fail('no error');
  };
  assert.deepEqual(error(''), ['empty', 'no data.']);
  assert.deepEqual(error(' \n'), ['empty', 'only whitespace.']);
  assert.deepEqual(error('hello world\nmore'), ['unknown-format', 'text that starts with "hello world".']);
  assert.deepEqual(error('<!DOCTYPE html><html>'), ['unknown-format', 'an HTML page.']);
  assert.deepEqual(error('{"name":"app","version":"1","scripts":{"a":[1]}}'), [
    'unknown-format',
    'a JSON object with "name", "version", "scripts".',
  ]);
  assert.deepEqual(error('{}'), ['unknown-format', 'an empty JSON object.']);
  assert.deepEqual(error('[1,2]'), ['unknown-format', 'a JSON list of plain values.']);
  assert.deepEqual(error('{"resourceLogs":[]}'), ['unknown-format', 'OTLP logs.']);
  assert.deepEqual(error(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)), ['unknown-format', 'a zip archive.']);
  assert.deepEqual(error(Uint8Array.of(1, 2, 3, 0, 5)), ['unknown-format', 'binary data.']);
  const cut = fixture('formats/js-otlp.pb').subarray(0, 300);
  assert.deepEqual(error(cut), [
    'truncated',
    'The protobuf data ends at byte 300 where 940 bytes from byte 3 should follow: it seems to be cut off.',
  ]);
  assert.deepEqual(error(gzipSync(utf8('{"resourceSpans":')).subarray(0, 20)), [
    'malformed',
    'The gzip data could not be unpacked (unexpected end of file): it is damaged, cut off or too large.',
  ]);
  assert.throws(() => decodeTraces(gzipSync(utf8('x'))), /found gzip, which can't be unpacked here/);
  assert.throws(
    () => decodeTraces(utf8(`{"resourceSpans":[]}${' '.repeat(50)}`), { maxBytes: 40 }),
    /at most 1 MB/,
  );
});

test('a file still being written: the last line may be cut, an earlier one not', () => {
  const line = JSON.stringify(json('js-otlp.json'));
  const { result, trace } = open(utf8(`${line}\n${line.slice(0, 1500)}`));
  assert.equal(trace.count, 2);
  assert.match(result.warnings[0] ?? '', /^The last entry is cut off at byte \d+ and was left out/);
  assert.throws(() => decodeTraces(utf8(line.slice(0, 1500))), DecodeError);
});

test('text as Windows writes it: byte order marks, UTF-16', () => {
  const text = new TextDecoder().decode(fixture('formats/js-otlp.json'));
  const marked = utf8(`\ufeff${text}`);
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  for (const bytes of [marked, utf16]) assert.deepEqual(dump(open(bytes).trace), JS_SPANS);
});

test('a newline before JSON is no protobuf', () => {
  const text = new TextDecoder().decode(fixture('formats/js-otlp.json'));
  assert.equal(open(utf8(`\n${text}`)).result.format, 'otlp-json');
  assert.equal(open(utf8(`\n${' '.repeat(50)}${text}`)).result.format, 'otlp-json');
});
