import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';
import { inTextTerms, typedByText } from '../../../../src/engine/backends/text-only.ts';
import { dump } from '../../../support/trace-dump.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const ZIPKIN = { lowerCase: true, flatResource: true };

for (const [query, terms] of [
  ['{ name = "GET /X" }', '{ name = "get /x" }'],
  ['{ name =~ "GET.*" }', '{ name =~ "(?i)(GET.*)" }'],
  ['{ resource.service.name = "Cart" }', '{ resource.service.name = "cart" }'],
  ['{ "Cart" = rootServiceName }', '{ "cart" = rootServiceName }'],
  ['{ resource.k8s.pod = "A" }', '{ .k8s.pod = "A" }'],
  ['{ span.code = "500" }', '{ span.code = 500 }'],
  ['{ span.flag = "true" }', '{ span.flag = true }'],
  ['{ span.zip = "007" }', '{ span.zip = "007" }'],
  ['{ span.x =~ "500" }', '{ span.x =~ "500" }'],
  ['{ !(name = "A") } >> { name = "B" } | count() > 2', '{ !(name = "a") } >> { name = "b" } | count() > 2'],
  ['{ } | by(resource.k8s.pod)', '{ } | by(.k8s.pod)'],
] as const)
  test(`Zipkin: ${query}`, () => {
    assert.equal(toTraceQl(inTextTerms(parseQuery(query), ZIPKIN)), terms);
  });

test('texts get back the types that they suggest; the trace that is shown stays as it is', () => {
  const attributes = {
    code: '500',
    ratio: '0.5',
    flag: 'true',
    zip: '007',
    exp: '1e3',
    big: '12345678901234567890',
    neg: '-4',
  };
  const trace = traceOf({ id: '01', name: 'x', attributes, start: 0, end: 1 });
  const before = dump(trace);
  const typed = typedByText(trace);
  const holds = (query: string) => evaluate(parseQuery(query), typed).length === 1;
  assert.ok(holds('{ span.code >= 500 && span.ratio < 0.6 && span.flag = true && span.neg < 0 }'));
  assert.ok(holds('{ span.zip = "007" && span.exp = "1e3" && span.big = "12345678901234567890" }'));
  assert.ok(!holds('{ span.zip = 7 }'));
  assert.deepEqual(dump(trace), before);
});
