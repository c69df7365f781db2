import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTraceIds, namedTrace } from '../../../../src/core/trace/find-ids.ts';

const T = '4bf92f3577b34da6a3ce929d0e0e4736';
const S = '00f067aa0ba902b7';
const T64 = '0000000000000000a3ce929d0e0e4736';

/** `kind trace/span`, with `+` or `-` for sampled or not, and `?` or `??` for likely and low. */
function show(text: string): string[] {
  return findTraceIds(text).map((id) => {
    assert.ok(id.range.start >= 0 && id.range.start < id.range.end && id.range.end <= text.length);
    const doubt = { certain: '', likely: '?', low: '??' }[id.confidence];
    const sampled = id.sampled === undefined ? '' : id.sampled ? '+' : '-';
    return `${id.kind}${doubt} ${id.traceId}${id.spanId ? `/${id.spanId}` : ''}${sampled}`;
  });
}

const table: readonly (readonly [string, readonly string[]])[] = [
  // W3C
  [`00-${T}-${S}-01`, [`traceparent ${T}/${S}+`]],
  [`traceparent: 00-${T}-${S}-00`, [`traceparent ${T}/${S}-`]],
  [`curl -H 'traceparent: 00-${T.toUpperCase()}-${S}-03' http://x/`, [`traceparent ${T}/${S}+`]],
  [`cc-${T}-${S}-01-what-the-future-holds`, [`traceparent ${T}/${S}+`]],
  [
    `{"traceparent":"00-${T}-${S}-01","tracestate":"congo=t61rcWkgMzE,rojo=${S}"}`,
    [`traceparent ${T}/${S}+`],
  ],
  [`traceparent: 00-${T}-${S}-01\ntracestate: rojo=${T},congo=t61`, [`traceparent ${T}/${S}+`]],
  [`tracestate: rojo=${S},dd=s:1;p:${S}`, []],
  [`ff-${T}-${S}-01`, []],
  [`00-${'0'.repeat(32)}-${S}-01`, []],
  // B3
  [`b3: ${T}-${S}-1`, [`b3 ${T}/${S}+`]],
  [`b3: ${T}-${S}-1-05e3ac9a4f6e3b90`, [`b3 ${T}/${S}+`]],
  [`b3=${T.slice(16)}-${S}-d`, [`b3 ${T64}/${S}+`]],
  [`b3: ${T.slice(16)}-${S}`, [`b3 ${T64}/${S}`]],
  [`b3: ${T}-${S}-0`, [`b3 ${T}/${S}-`]],
  ['b3: 0', []],
  [`INFO [shop] [nio-8080-exec-1] [${T}-${S}] c.a.Orders : placed`, [`b3? ${T}/${S}`]],
  [
    `X-B3-TraceId: ${T}\nX-B3-ParentSpanId: 05e3ac9a4f6e3b90\nX-B3-SpanId: ${S}\nX-B3-Sampled: 1`,
    [`b3-headers ${T}/${S}+`],
  ],
  [
    `curl -H "X-B3-TraceId: ${T.slice(16)}" -H "X-B3-SpanId: ${S}" -H "X-B3-Sampled: 0" http://localhost/`,
    [`b3-headers ${T64}/${S}-`],
  ],
  [`{"x-b3-traceid": "${T}", "x-b3-spanid": "${S}", "x-b3-sampled": "1"}`, [`b3-headers ${T}/${S}+`]],
  // AWS
  [
    'X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    ['xray 5759e988bd862e3fe1be46a994272793/53995c3f42cd8ad8+'],
  ],
  ['Root=1-5759e988-bd862e3fe1be46a994272793', ['xray 5759e988bd862e3fe1be46a994272793']],
  [
    'XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8\tSampled: false',
    ['xray 5759e988bd862e3fe1be46a994272793/53995c3f42cd8ad8-'],
  ],
  [
    'AWS-XRAY-TRACE-ID: 1-5759e988-bd862e3fe1be46a994272793@53995c3f42cd8ad8',
    ['xray 5759e988bd862e3fe1be46a994272793/53995c3f42cd8ad8'],
  ],
  // Datadog: 3740652481065462946 is 33e9779cda172ca2, 9270756141854228302 is 80a85797aa7dff4e
  [
    'x-datadog-trace-id: 3740652481065462946\nx-datadog-parent-id: 9270756141854228302\nx-datadog-sampling-priority: 1',
    ['datadog 000000000000000033e9779cda172ca2/80a85797aa7dff4e+'],
  ],
  [
    'x-datadog-trace-id: 3740652481065462946\nx-datadog-sampling-priority: -1\nx-datadog-tags: _dd.p.dm=-0,_dd.p.tid=640cfd8d00000000',
    ['datadog 640cfd8d0000000033e9779cda172ca2-'],
  ],
  [
    '[dd.service=shop dd.env=prod dd.trace_id=3740652481065462946 dd.span_id=9270756141854228302] paid',
    ['datadog 000000000000000033e9779cda172ca2/80a85797aa7dff4e'],
  ],
  ['dd.trace_id=77', ['datadog 0000000000000000000000000000004d']],
  [`dd.trace_id=${T} dd.span_id=1`, [`datadog ${T}/0000000000000001`]],
  [
    '{"dd":{"service":"shop","trace_id":"3740652481065462946","span_id":"9270756141854228302"},"msg":"x"}',
    ['datadog 000000000000000033e9779cda172ca2/80a85797aa7dff4e'],
  ],
  ['dd.trace_id=99999999999999999999', []],
  // others' headers
  [`uber-trace-id: ${T.slice(1)}:${S.slice(2)}:0:1`, [`jaeger-header 0${T.slice(1)}/${S}+`]],
  [`x-cloud-trace-context: ${T}/67667974448284343;o=1`, [`google-header ${T}/00f067aa0ba902b7+`]],
  [`sentry-trace: ${T}-${S}-0`, [`sentry-header ${T}/${S}-`]],
  [
    `"logging.googleapis.com/trace": "projects/my-p/traces/${T}", "logging.googleapis.com/spanId": "${S}", "logging.googleapis.com/trace_sampled": true`,
    [`log-field ${T}/${S}+`],
  ],
  // log lines
  [`level=info trace_id=${T} span_id=${S} msg="paid"`, [`log-field ${T}/${S}`]],
  [`level=info span_id=${S} trace_id=${T} trace_flags=01`, [`log-field ${T}/${S}+`]],
  [`{"level":"info","traceId":"${T}","spanId":"${S}","message":"x"}`, [`log-field ${T}/${S}`]],
  [`{"log":"{\\"trace_id\\":\\"${T}\\",\\"span_id\\":\\"${S}\\"}\\n"}`, [`log-field ${T}/${S}`]],
  [`{"trace.id":"${T}","transaction.id":"${S}"}`, [`log-field ${T}/${S}`]],
  [`trace.id: ${T}, transaction.id: 05e3ac9a4f6e3b90, span.id: ${S}`, [`log-field ${T}/${S}`]],
  [`SpanId:${S}, TraceId:${T}, ParentId:0000000000000000 => app[0]`, [`log-field ${T}/${S}`]],
  [`[app, traceId=${T}, spanId=${S}] x`, [`log-field ${T}/${S}`]],
  [`Trace ID: ${T}.`, [`log-field ${T}`]],
  [`trace_id=0x${T} span_id=0x${S}`, [`log-field ${T}/${S}`]],
  [`traceId=${T}-${S}`, [`log-field ${T}/${S}`]],
  [`my.app.trace-id => '${T}'`, [`log-field ${T}`]],
  [`trace_id=${T.slice(16)}`, [`log-field ${T64}`]],
  [`trace_id=${T.slice(2)}`, [`log-field 00${T.slice(2)}`]],
  [`operation_Id: "${T}"`, [`log-field ${T}`]],
  [
    `{"resource":{"x":1},"trace_id":"${T}","b":2} {"trace_id":"${T.replace('4', '5')}","span_id":"${S}"}`,
    [`log-field ${T}`, `log-field ${T.replace('4', '5')}/${S}`],
  ],
  ['trace_id= span_id=', []],
  ['trace_id=null traceId="undefined" trace_id=-', []],
  ['trace_id=550e8400-e29b-41d4-a716-446655440000', []],
  ['trace_id=abc', []],
  ['stackTraceId=x backtraceid=1', []],
  // bare
  [T, [`bare-128 ${T}`]],
  [`  "${T.toUpperCase()}"\n`, [`bare-128 ${T}`]],
  [T.slice(16), [`bare-64 ${T64}`]],
  ['3740652481065462946', ['datadog? 000000000000000033e9779cda172ca2']],
  [T.slice(3), [`bare-128? 000${T.slice(3)}`]],
  [`seen in ${T} today`, [`bare-128?? ${T}`]],
  [`md5 ${T} of the file`, [`bare-128?? ${T}`]],
  ['cafe', []],
  ['550e8400-e29b-41d4-a716-446655440000', []],
  ['id 550e8400-e29b-41d4-a716-446655440000 done', []],
  ['commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12', []],
  [`x${T}`, []],
  [`${T}_y and file-${T}.js`, []],
  ['1700000000000000 1700000000000001', []],
  ['', []],
];

for (const [text, expected] of table)
  test(`names ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
    assert.deepEqual(show(text), expected);
  });

test('the range is what stands for the id', () => {
  const at = (text: string) => findTraceIds(text).map(({ range }) => text.slice(range.start, range.end));
  assert.deepEqual(at(`a traceId=${T}, b`), [T]);
  assert.deepEqual(at(`X-B3-TraceId: ${T}\nX-B3-SpanId: ${S}`), [T]);
  assert.deepEqual(at(`(00-${T}-${S}-01)`), [`00-${T}-${S}-01`]);
  assert.deepEqual(at(`see http://localhost:16686/trace/${T}.`), [`http://localhost:16686/trace/${T}`]);
});

test('asked for one, the surest is taken', () => {
  assert.equal(namedTrace(`md5 ${T.replace('4', 'a')} then trace_id=${T}`)?.traceId, T);
  assert.equal(namedTrace(`${T.replace('4', 'a')} and ${T}`)?.traceId, T.replace('4', 'a'));
  assert.equal(namedTrace('nothing here'), undefined);
});
