// What queries become for each backend: the parameters, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { splitQuery } from '../../../../src/core/query/split-query.ts';
import { jaegerSupports, toJaegerSearch } from '../../../../src/engine/backends/jaeger/to-jaeger-search.ts';
import { toLogsQl } from '../../../../src/engine/backends/victoriatraces/to-logsql.ts';
import { toZipkinSearch, zipkinSupports } from '../../../../src/engine/backends/zipkin/to-zipkin-search.ts';

const range = { fromMs: 1_700_000_000_000, toMs: 1_700_000_060_000 };

function jaeger(text: string) {
  const { searches, exact } = splitQuery(parseQuery(text), jaegerSupports);
  const said = searches.map((one) => {
    const { range: _, limit: __, ...search } = toJaegerSearch(one, range, 20);
    return Object.fromEntries(
      Object.entries({ ...search, tags: { ...search.tags } }).filter(
        ([, value]) => value !== undefined && JSON.stringify(value) !== '{}',
      ),
    );
  });
  return { said, exact };
}

for (const [query, said, exact] of [
  ['{ }', [{}], true],
  [
    '{ resource.service.name = "a" && name = "b" && status = error }',
    [{ service: 'a', operation: 'b', tags: { error: 'true' } }],
    true,
  ],
  // Bounds that leave the bound out move by a nanosecond.
  ['{ duration > 1ms && duration <= 2ms }', [{ minNs: 1_000_001, maxNs: 2_000_000 }], true],
  ['{ duration >= 1ms && duration < 2ms }', [{ minNs: 1_000_000, maxNs: 1_999_999 }], true],
  [
    '{ span.http.route = "/x" && kind = server }',
    [{ tags: { 'http.route': '/x', 'span.kind': 'server' } }],
    true,
  ],
  ['{ name = "a" || name = "b" }', [{ operation: 'a' }, { operation: 'b' }], true],
  // A number is asked for as text, and looked at again.
  ['{ span.n = 5 }', [{ tags: { n: '5' } }], false],
  ['{ span.n > 5 }', [{}], false],
  ['{ status = ok }', [{}], false],
  ['{ span.error = "x" }', [{}], false],
  ['{ event.exception.type = "E" }', [{}], false],
  ['{ resource.service.name = "a" } >> { name = "b" }', [{ service: 'a' }], false],
  [
    '{ trace:id = "4bf92f3577b34da6a3ce929d0e0e4736" }',
    [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }],
    false,
  ],
] as const)
  test(`Jaeger: ${query}`, () => {
    assert.deepEqual(jaeger(query), { said, exact });
  });

test('Jaeger: a tag with a name of its own stays data', () => {
  const { said } = jaeger('{ span.__proto__ = "x" }');
  assert.deepEqual(JSON.stringify(said), '[{"tags":{"__proto__":"x"}}]');
});

function zipkin(text: string) {
  const { searches, exact } = splitQuery(parseQuery(text), zipkinSupports);
  assert.equal(exact, text === '{ }', 'Zipkin is never taken at its word');
  return searches.map((one) =>
    toZipkinSearch(one, range, 20)
      .filter(([name, value]) => value !== undefined && !['endTs', 'lookback', 'limit'].includes(name))
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );
}

for (const [query, said] of [
  ['{ }', ['']],
  ['{ resource.service.name = "Cart" && name = "GET /X" }', ['serviceName=cart&spanName=get /x']],
  ['{ status = error && span.http.method = "GET" }', ['annotationQuery=error and http.method=GET']],
  ['{ span.n = 5 }', ['annotationQuery=n=5']],
  // µs, rounded outwards; no maximum without a minimum.
  ['{ duration > 1500us && duration < 2ms }', ['minDuration=1500&maxDuration=2000']],
  ['{ duration < 2ms }', ['minDuration=1&maxDuration=2000']],
  ['{ duration >= 1ns }', ['minDuration=1']],
  ['{ event:name = "retry" }', ['annotationQuery=retry']],
  ['{ span.db.statement != nil }', ['annotationQuery=db.statement']],
  // Its language has no quotes: what would be read as two conditions is not sent.
  ['{ span.a = "x and y" }', ['']],
  ['{ span.a = " x" }', ['']],
] as const)
  test(`Zipkin: ${query}`, () => {
    assert.deepEqual(zipkin(query), said);
  });

test('Zipkin: the window is counted back from its end', () => {
  const parameters = Object.fromEntries(toZipkinSearch({ parts: [] }, range, 7));
  assert.deepEqual([parameters.endTs, parameters.lookback, parameters.limit], [1_700_000_060_000, 60_000, 7]);
});

for (const [query, filter, whole] of [
  ['{ }', '', true],
  [
    '{ resource.service.name = "cart" && status = error }',
    '"resource_attr:service.name":="cart" status_code:=2',
    true,
  ],
  ['{ name =~ "a.*" }', '(name:~"^(?:a.*)$" name:*)', true],
  ['{ span.n >= 5 || span.flag = true }', '("span_attr:n":>=5 or "span_attr:flag":=true)', true],
  ['{ 1ms < duration }', 'duration:>1000000', true],
  ['{ span.a != "x" }', '(!("span_attr:a":="x") "span_attr:a":*)', true],
  ['{ span.a = nil }', '"span_attr:a":""', true],
  ['{ kind = consumer }', 'kind:=5', true],
  ['{ span.a = "say \\"hi\\" \\\\" }', '"span_attr:a":="say \\"hi\\" \\\\"', true],
  ['{ instrumentation:name = "lib" }', 'scope_name:="lib"', true],
  ['{ rootName = "x" && name = "y" }', 'name:="y"', false],
  ['{ .x = 1 && name = "y" }', 'name:="y"', false],
  ['{ name = "a" } >> { name = "b" }', 'name:="b"', false],
  ['{ name = "a" } || { name = "b" }', '', false],
  ['{ name = "a" } | count() > 2', 'name:="a"', false],
  ['{ name = "a" } !>> { name = "b" && kind = server }', 'name:="b" kind:=2', false],
  ['{ name = "a" } | select(span.x)', 'name:="a"', true],
] as const)
  test(`VictoriaTraces: ${query}`, () => {
    const found = toLogsQl(parseQuery(query));
    assert.deepEqual(found, { filter: filter === '' ? 'span_id:*' : `span_id:* ${filter}`, whole });
  });
