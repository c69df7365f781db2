import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTraceIds } from '../../../../src/core/trace/find-ids.ts';

const T = '4bf92f3577b34da6a3ce929d0e0e4736';
const S = '00f067aa0ba902b7';
const encoded = (value: unknown) => encodeURIComponent(JSON.stringify(value));

/** `ui base trace/span`, and the data source. */
function show(text: string): string[] {
  return findTraceIds(text).map(({ traceId, spanId, kind, confidence, link }) => {
    assert.equal(kind, 'url');
    assert.ok(link);
    const id = `${traceId === T ? 'T' : traceId}${spanId ? `/${spanId === S ? 'S' : spanId}` : ''}`;
    const source = link.dataSource ? ` of ${link.dataSource}` : '';
    return `${link.ui}${confidence === 'certain' ? '' : '?'} ${link.baseUrl} ${id}${source}`;
  });
}

const explore = (query: object, more: object = {}) => ({
  abc: {
    datasource: 'P1',
    queries: [{ refId: 'A', ...query }],
    range: { from: 'now-1h', to: 'now' },
    ...more,
  },
});

const table: readonly (readonly [string, readonly string[]])[] = [
  // Jaeger
  [`http://localhost:16686/trace/${T}`, ['jaeger http://localhost:16686 T']],
  [`http://localhost:16686/jaeger/trace/${T}?uiFind=${S}`, ['jaeger http://localhost:16686/jaeger T/S']],
  [
    'http://localhost:16686/trace/4bf92f3577b34d',
    ['jaeger http://localhost:16686 0000000000000000004bf92f3577b34d'],
  ],
  [`http://localhost:16686/trace/${T}...${T.replace('4', '5')}`, ['jaeger http://localhost:16686 T']],
  [`https://jaeger.example/api/traces/${T}?prettyPrint=true`, ['jaeger https://jaeger.example T']],
  [`https://jaeger.example/api/v3/traces/${T}`, ['jaeger https://jaeger.example T']],
  ['http://localhost:16686/search?service=shop', []],
  // Zipkin
  [`http://localhost:9411/zipkin/traces/${T}`, ['zipkin http://localhost:9411 T']],
  [`https://x.example/z/zipkin/traces/${T}?spanId=${S}`, ['zipkin https://x.example/z T/S']],
  [
    `http://localhost:9411/api/v2/trace/${T.slice(16)}`,
    ['zipkin http://localhost:9411 0000000000000000a3ce929d0e0e4736'],
  ],
  // Grafana and Tempo
  [
    `https://g.example/explore?schemaVersion=1&panes=${encoded(explore({ datasource: { type: 'tempo', uid: 'tempo1' }, queryType: 'traceql', query: T }))}&orgId=1`,
    ['grafana https://g.example T of tempo1'],
  ],
  [
    `https://g.example/sub/explore?panes=${encoded(explore({ query: T }, { panelsState: { trace: { spanId: S } } }))}`,
    ['grafana https://g.example/sub T/S of P1'],
  ],
  [
    `https://g.example/explore?panes=${encoded(explore({ query: `{trace:id="${T}"}` }))}`,
    ['grafana https://g.example T of P1'],
  ],
  [
    `https://g.example/explore?left=${encoded({ datasource: 'Tempo', queries: [{ query: T, queryType: 'traceId' }], range: {} })}`,
    ['grafana https://g.example T of Tempo'],
  ],
  [
    `https://g.example/explore?left=${encoded(['now-1h', 'now', 'Tempo', { query: T }])}`,
    ['grafana https://g.example T of Tempo'],
  ],
  [
    `https://g.example/a/grafana-exploretraces-app/explore?var-ds=x&traceId=${T}&spanId=${S}`,
    ['grafana https://g.example T/S'],
  ],
  [`https://g.example/explore?panes=${encoded(explore({ query: '{ status = error }' }))}`, []],
  ['https://g.example/explore?panes=%7Bbroken', []],
  [`http://localhost:3200/api/traces/${T}`, ['tempo http://localhost:3200 T']],
  [`https://t.example/tempo/api/v2/traces/${T}`, ['tempo https://t.example/tempo T']],
  // VictoriaTraces
  [`http://localhost:10428/select/jaeger/api/traces/${T}`, ['victoriatraces http://localhost:10428 T']],
  [`http://localhost:10428/select/vmui/?#/trace/${T}?x=1`, ['victoriatraces http://localhost:10428 T']],
  [`http://vt.example/x/select/vmui/#/query?traceId=${T}`, ['victoriatraces http://vt.example/x T']],
  // hosted
  [
    `https://app.datadoghq.com/apm/trace/${T}?spanID=9270756141854228302`,
    ['datadog https://app.datadoghq.com T/80a85797aa7dff4e'],
  ],
  [
    'https://us3.datadoghq.com/apm/trace/3740652481065462946',
    ['datadog https://us3.datadoghq.com 000000000000000033e9779cda172ca2'],
  ],
  [
    `https://app.datadoghq.eu/apm/traces?query=env%3Aprod&trace=${T}&spanID=${S}`,
    ['datadog https://app.datadoghq.eu T/S'],
  ],
  [
    `https://one.newrelic.com/nr1-core/distributed-tracing/trace/MzU2/${T}?account=1`,
    ['newrelic https://one.newrelic.com T'],
  ],
  [
    `https://one.newrelic.com/launcher/distributed-tracing.launcher?pane=${btoa(JSON.stringify({ nerdletId: 'x', traceId: T }))}`,
    ['newrelic https://one.newrelic.com T'],
  ],
  [
    `https://abc123.apps.dynatrace.com/ui/apps/dynatrace.distributedtracing/explorer?traceId=${T}&spanId=${S}`,
    ['dynatrace https://abc123.apps.dynatrace.com T/S'],
  ],
  [
    `https://abc123.live.dynatrace.com/#trace;traceId=${T};gtf=-2h`,
    ['dynatrace https://abc123.live.dynatrace.com T'],
  ],
  [
    `https://ui.honeycomb.io/team/environments/prod/datasets/shop/trace?trace_id=${T}&span=${S}&trace_start_ts=1`,
    ['honeycomb https://ui.honeycomb.io T/S'],
  ],
  [
    `https://ui.eu1.honeycomb.io/team/environments/prod/trace?trace_id=${T}`,
    ['honeycomb https://ui.eu1.honeycomb.io T'],
  ],
  [
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:traces/1-4bf92f35-77b34da6a3ce929d0e0e4736',
    ['xray https://eu-west-1.console.aws.amazon.com T'],
  ],
  [
    'https://console.aws.amazon.com/xray/home?region=us-east-1#/traces/1-4bf92f35-77b34da6a3ce929d0e0e4736?timeRange=PT5M',
    ['xray https://console.aws.amazon.com T'],
  ],
  [
    `https://portal.azure.com/#blade/AppInsightsExtension/DetailsV2Blade/DataModel/${encoded({ eventId: 'x', operationId: T })}/ComponentId/${encoded({ SubscriptionId: '550e8400-e29b-41d4-a716-446655440000' })}`,
    ['azure https://portal.azure.com T'],
  ],
  [
    `https://portal.azure.com/#view/x/query/${encodeURIComponent(encodeURIComponent(`union * | where operation_Id == "${T}"`))}`,
    ['azure https://portal.azure.com T'],
  ],
  [
    `https://console.cloud.google.com/traces/list?project=p&tid=${T}&spanId=${S}`,
    ['google https://console.cloud.google.com T/S'],
  ],
  [
    `https://console.cloud.google.com/traces/explorer;traceId=${T};spanId=${S}?project=p`,
    ['google https://console.cloud.google.com T/S'],
  ],
  // run by anybody
  [`https://kibana.example/s/dev/app/apm/link-to/trace/${T}`, ['elastic https://kibana.example/s/dev T']],
  [
    `https://kibana.example/app/apm/services/shop/transactions/view?traceId=${T}&transactionId=${S}&rangeFrom=now-15m`,
    ['elastic https://kibana.example T/S'],
  ],
  [`https://kibana.example/app/discover#/?_a=(query:(query:'trace.id:%20${T}'))`, []],
  [
    `https://x.signoz.cloud/trace/${T}?spanId=${S}&levelUp=0&levelDown=0`,
    ['signoz https://x.signoz.cloud T/S'],
  ],
  [`http://localhost:3301/trace/${T}`, ['signoz http://localhost:3301 T']],
  [
    `http://localhost:5080/web/traces/trace-details?stream=default&trace_id=${T}&span_id=${S}&org_identifier=default`,
    ['openobserve http://localhost:5080 T/S'],
  ],
  [`https://x.sentry.io/explore/traces/trace/${T}/?node=span-${S}`, ['other? https://x.sentry.io T']],
  [`http://localhost:18888/traces/detail/${T}?spanId=${S}`, ['other? http://localhost:18888 T/S']],
  // within text, and what is none
  [
    `See [the trace](https://j.example/trace/${T}), (http://localhost:16686/trace/${T}).`,
    ['jaeger https://j.example T', 'jaeger http://localhost:16686 T'],
  ],
  [`https://cdn.example/assets/${T}.js`, []],
  [`https://x.example/?session=${T}`, []],
  ['http://', []],
  ['https://[broken/trace/1', []],
];

for (const [text, expected] of table)
  test(`opens ${text.slice(0, 90)}`, () => {
    assert.deepEqual(show(text), expected);
  });
