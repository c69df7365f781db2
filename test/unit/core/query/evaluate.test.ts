import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, matches, selectedFields } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { QueryError } from '../../../../src/core/query/query-error.ts';
import { fieldTextReader } from '../../../../src/core/query/read-field.ts';
import { found, shop } from '../../../support/shop-trace.ts';
import { outline, TRACE_ID, tracesOf } from '../../../support/trace-fixture.ts';

test('the trace is as the table below expects it', () => {
  assert.deepEqual(outline(shop), [
    'POST /checkout',
    '  GET /cart',
    '    SELECT cart',
    '  POST /pay',
    '    UPDATE account',
    '    audit',
  ]);
});

const table: readonly (readonly [string, string])[] = [
  ['{ }', '123456'],
  ['{ true }', '123456'],
  ['{ false }', ''],
  // intrinsics
  ['{ name = "audit" }', '6'],
  ['{ name != "audit" }', '12345'],
  ['{ name = "absent from the trace" }', ''],
  ['{ name != "absent from the trace" }', '123456'],
  ['{ name =~ "POST" }', ''],
  ['{ name =~ "POST.*" }', '14'],
  ['{ name !~ "POST.*" }', '2356'],
  ['{ name < "GET" }', ''],
  ['{ name >= "SELECT" }', '356'],
  ['{ status = error }', '145'],
  ['{ status != error }', '236'],
  ['{ status = ok || status = unset }', '236'],
  ['{ statusMessage = "payment failed" }', '1'],
  ['{ statusMessage = "" }', '23456'],
  ['{ kind = server }', '1'],
  ['{ kind != client }', '16'],
  ['{ duration > 100ms }', '145'],
  ['{ duration >= 100ms }', '1245'],
  ['{ 100ms <= duration }', '1245'],
  ['{ duration = 0s }', '6'],
  ['{ duration > 1 }', '12345'],
  ['{ traceDuration = 900ms }', '123456'],
  ['{ traceDuration > 900ms }', ''],
  ['{ rootName = "POST /checkout" && rootServiceName = "web" }', '123456'],
  ['{ rootServiceName =~ "w.." && kind = server }', '1'],
  [`{ trace:id = "${TRACE_ID}" }`, '123456'],
  [`{ trace:id = "${TRACE_ID.toUpperCase()}" }`, '123456'],
  ['{ trace:id = "abc" }', ''],
  ['{ trace:id =~ "4bf9.*" && name = "audit" }', '6'],
  ['{ span:id = "a4" }', '4'],
  ['{ span:id = "00000000000000a4" }', '4'],
  ['{ span:id != "a4" }', '12356'],
  ['{ span:id =~ ".*[56]" }', '56'],
  ['{ span:parentID = "a1" }', '24'],
  ['{ span:parentID = nil }', '1'],
  ['{ span:parentID != nil }', '23456'],
  ['{ span:childCount = 0 }', '356'],
  ['{ span:childCount > 1 }', '14'],
  ['{ nestedSetParent < 0 }', '1'],
  ['{ nestedSetLeft = 1 && nestedSetRight = 12 }', '1'],
  ['{ nestedSetParent = 1 }', '24'],
  ['{ nestedSetLeft = 6 && nestedSetRight = 11 }', '4'],
  ['{ parent = nil }', '1'],
  ['{ parent != nil }', '23456'],
  ['{ instrumentation:name = "pg" }', '35'],
  ['{ instrumentation:version = "1.2.0" }', '1'],
  ['{ instrumentation.language = "js" }', '1'],
  // attributes: scopes and lookup order
  ['{ resource.service.name = "cart" }', '23'],
  ['{ .service.name = "cart" }', '23'],
  ['{ span.service.name = "cart" }', ''],
  ['{ .shared = "span" }', '1'],
  ['{ .shared = "resource" }', ''],
  ['{ resource.shared = "resource" }', '1'],
  ['{ .only = "r" }', '1'],
  ['{ .attempt = 2 }', '4'],
  ['{ .language = "js" }', '1'],
  ['{ .kind = "batch" }', '2'],
  ['{ resource.env != "prod" }', '456'],
  ['{ resource.env =~ "prod|staging" }', '123456'],
  ['{ resource.env !~ "st.*" }', '123'],
  // types: nothing holds between different ones, or with what is absent
  ['{ .http.status_code = 200 }', '2'],
  ['{ .http.status_code = "200" }', '3'],
  ['{ .http.status_code != 200 }', '1'],
  ['{ .http.status_code >= 200 && .http.status_code < 300 }', '2'],
  ['{ .http.status_code >= "2" }', '3'],
  ['{ .http.status_code = 200.0 }', '2'],
  ['{ .http.method != "GET" }', '1'],
  ['{ .http.method !~ "G.*" }', '1'],
  ['{ .absent != "x" }', ''],
  ['{ .absent !~ "x" }', ''],
  ['{ !(.absent = "x") }', '123456'],
  ['{ .http.method = error }', ''],
  ['{ .retry = "true" }', ''],
  ['{ .retry = true }', '1'],
  ['{ .retry != true }', '2'],
  ['{ .retry }', '1'],
  ['{ !.retry }', '2'],
  ['{ .absent || kind = server }', '1'],
  ['{ .http.method }', ''],
  ['{ .load < 1 }', '1'],
  ['{ .load > 0s }', '1'],
  ['{ .big = 9007199254740993 }', '2'],
  ['{ .big = 9007199254740992 }', ''],
  ['{ .big > 9007199254740992 }', '2'],
  ['{ .big < maxInt && .big > 5 }', '2'],
  ['{ .http.status_code < maxInt }', '12'],
  // nil
  ['{ .db.system = nil }', '1246'],
  ['{ .db.system != nil }', '35'],
  ['{ nil != .db.system }', '35'],
  ['{ resource.env = nil }', ''],
  ['{ .never.sent = nil }', '123456'],
  ['{ .never.sent != nil }', ''],
  ['{ span.gone = nil }', '123456'],
  ['{ nil = nil }', ''],
  ['{ event:name = nil }', '12356'],
  ['{ event.attempt != nil }', '4'],
  ['{ link:traceID != nil }', '2'],
  // arrays: one element for =, every element for !=
  ['{ .tags = "b" }', '1'],
  ['{ .tags != "b" }', '2'],
  ['{ .tags =~ "[bc]" }', '12'],
  ['{ .tags !~ "[bc]" }', ''],
  ['{ .sizes > 10 }', '3'],
  ['{ .sizes = 20 }', '3'],
  ['{ .sizes != 5 }', '3'],
  ['{ .sizes != 20 }', ''],
  ['{ .sizes = "20" }', ''],
  ['{ .tags = nil }', '3456'],
  ['{ .checks }', '1'],
  ['{ .checks = true && .checks = false }', '1'],
  // events and links: one of them is enough
  ['{ event:name = "exception" }', '4'],
  ['{ event:name != "exception" }', '4'],
  ['{ event:name =~ "re.*" }', '4'],
  ['{ event:timeSinceStart >= 680ms }', '4'],
  ['{ event:timeSinceStart > 680ms }', ''],
  ['{ event.exception.type =~ "Timeout.*" }', '4'],
  ['{ event.attempt = 1 && event.attempt = 2 }', '4'],
  ['{ link:traceID = "ab" }', '2'],
  ['{ link:spanID = "cd" }', '2'],
  ['{ link.kind = "batch" }', '2'],
  // parent
  ['{ parent.name = "POST /pay" }', '56'],
  ['{ parent.status = error }', '2456'],
  ['{ parent.status != error }', '3'],
  ['{ parent.span.http.method = "POST" }', '24'],
  ['{ parent.resource.env = "prod" }', '234'],
  ['{ parent.http.method != "POST" }', '3'],
  ['{ parent.span.db.system = nil }', '123456'],
  ['{ parent.parent = nil }', '124'],
  ['{ parent.duration > 800ms }', '24'],
  ['{ duration * 2 > parent.duration }', '345'],
  ['{ resource.service.name = parent.resource.service.name }', '356'],
  ['{ resource.service.name != parent.resource.service.name }', '24'],
  // logic, arithmetic
  ['{ status = error && kind = client }', '45'],
  ['{ status = ok || kind = server || .db.rows = 7 }', '156'],
  ['{ .db.rows + 1 = 4 }', '3'],
  ['{ .db.rows * 2 - 1 = 13 }', '5'],
  ['{ .db.rows / 2 = 1 }', '3'],
  ['{ .db.rows / 2.0 = 1.5 }', '3'],
  ['{ .db.rows % 4 = 3 }', '35'],
  ['{ .db.rows ^ 2 = 49 }', '5'],
  ['{ -.db.rows = -7 }', '5'],
  ['{ .db.rows / 0 = 1 }', ''],
  ['{ .http.method + 1 = 2 }', ''],
  ['{ (duration > 500ms) = (status = error) }', '123456'],
  ['{ "a" < "b" && 1 + 1 = 2 }', '123456'],
  ['{ .http.status_code = .http.status_code }', '123'],
  ['{ "x" =~ "x|y" && kind = server }', '1'],
  // shorthand
  ['service:payment error', '45'],
  ['pay', '456'],
  ['http.status_code=200', '23'],
  ['-db.system=mysql', '12346'],
  ['slow>500ms', '145'],
  ['status:5xx', '1'],
  ['exception:timeout', '4'],
];

for (const [text, ids] of table)
  test(`${text} finds ${ids || 'nothing'}`, () => {
    assert.equal(found(text), ids);
  });

test('a trace without details answers what its timeline knows, and says what it cannot', () => {
  const bare = { ...shop, details: undefined };
  assert.equal(found('{ duration > 500ms && kind = client } >> { name =~ ".*" }', bare), '56');
  assert.throws(
    () => evaluate(parseQuery('{ .a = 1 }'), bare),
    (e) => e instanceof QueryError && e.range.start === 2,
  );
});

test('select names fields, which are read as text', () => {
  const query = parseQuery('{ } | select(duration, status, .tags, .big, parent.name, .retry, event:name)');
  const rows = selectedFields(query).map((field) => [0, 1].map(fieldTextReader(field, shop)));
  assert.deepEqual(rows, [
    ['900ms', '100ms'],
    ['error', 'unset'],
    ['a, b', 'c'],
    [undefined, '9007199254740993'],
    [undefined, 'POST /checkout'],
    ['true', 'false'],
    [undefined, undefined],
  ]);
});

test('one query over several traces', () => {
  const traces = tracesOf(
    { id: '1', name: 'x', start: 0, end: 1 },
    { id: '2', trace: '0000000000000000000000000000000a', name: 'y', start: 0, end: 1 },
  );
  const query = parseQuery('{ name =~ "y" }');
  assert.deepEqual(
    traces.map((trace) => matches(query, trace)),
    [false, true],
  );
});
