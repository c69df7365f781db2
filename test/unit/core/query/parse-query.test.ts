import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';

const print = (text: string) => toTraceQl(parseQuery(text));

// From TraceQL's documentation and its own list of valid queries; on the right the same, spelled canonically.
const valid: readonly (readonly [string, string?])[] = [
  ['{ }'],
  ['{ true }'],
  ['{ !true }'],
  ['{ 1 = 2 }'],
  ['{ -1 = 2 }'],
  ['{ .a }'],
  ['{ !.a }'],
  ['{ -.a = 2 }'],
  ['{ .a=2&&.b!=3 }', '{ .a = 2 && .b != 3 }'],
  ['{ !("test" != .c || ((true && .b) || 3 < .a)) }', '{ !("test" != .c || (true && .b) || 3 < .a) }'],
  ['{ statusMessage =~ ".*" }'],
  ['{ kind = consumer }'],
  ['{ span:status = error && trace:duration > 2s }', '{ status = error && traceDuration > 2s }'],
  ['{ trace:rootName = "a" && trace:rootService = "b" }', '{ rootName = "a" && rootServiceName = "b" }'],
  ['{ trace:id = "1234" && span:id = "56" && span:parentID = "78" }'],
  ['{ event:name = "exception" && event:timeSinceStart > -5s }'],
  ['{ link:traceID = "12" && link:spanID = "34" }'],
  [
    '{ instrumentation:name = "grpc" && instrumentation:version = "1.0.0" && instrumentation.language = "java" }',
  ],
  ['{ span:childCount > 10 }'],
  ['{ nestedSetParent < 0 }'],
  ['{ resource.service.name = "frontend" && name = "POST /api/orders" }'],
  ['{ span."attribute name with space" = "value" }'],
  [
    '{ span.attribute."attribute name with space" = "value" }',
    '{ span."attribute.attribute name with space" = "value" }',
  ],
  ['{ ."foo\\" = \\"bar" = "v" }'],
  ['{ .http.status >= "200" }'],
  ['{ span.http.request_content_length > 10 * 1024 * 1024 }'],
  ['{ duration > 1s * 2s }'],
  ['{ 1 <= 1.1 }'],
  ['{ span.foo != 3.0 }'],
  ['{ .a + 1 = 2 }'],
  ['{ span.optional_field = nil && span.required_field != nil }'],
  ['{ nil = nil }'],
  [
    '{ span.value != minInt && span.value != maxInt }',
    '{ span.value != minInt && span.value != 9223372036854775807 }',
  ],
  ['{ .a = `raw "text" \\d` }', '{ .a = "raw \\"text\\" \\\\d" }'],
  ['{ parent.span.a > 3 && parent.resource.b = 1 && parent.c && parent.duration = 1h }'],
  [
    '{ duration > 1h30m && duration < 1.5m && duration != 100us && duration != 1d }',
    '{ duration > 90m && duration < 90s && duration != 100us && duration != 24h }',
  ],
  ['{ true } && { true }'],
  ['{ .a } !>> { .b }'],
  ['{ .a } &~ { .b }'],
  ['{ } !< { resource.service.name = "foo" }'],
  ['({ true } | count() > 1 | { false }) >> ({ true } | count() > 1 | { false })'],
  ['avg(.field) > 1'],
  ['max(duration) > 3s | { status = error || .http.status = 500 }'],
  ['{ true } | max((1 + .a) * 2) = 1'],
  ['{ status = error } | by(resource.service.name) | count() > 1'],
  ['{ true } | by(3 * .field - 2) | max(duration) < 1s'],
  ['{} | select(.a,.b, name)', '{ } | select(.a, .b, name)'],
  ['select(.a)'],
  ['{ true } | by(1 + .a) | coalesce()'],
  ['max(duration) - min(duration) > 2 * avg(duration)'],
  ['{ } with (most_recent=true)'],
  [
    '{ span.foo = "bar" } >> { status = error } with(most_recent=true, n=3)',
    '{ span.foo = "bar" } >> { status = error } with (most_recent=true, n=3)',
  ],
  ['{ .a // why\n && .b /* and\n more */ }', '{ .a && .b }'],
  ['{ .http-other.😝+x = 1 }'],
  ["{ name = 'single quotes' }", '{ name = "single quotes" }'],
  ['{ name =~ "\\d+" }', '{ name =~ "\\\\d+" }'],
];

for (const [text, canonical] of valid)
  test(`reads ${text}`, () => {
    assert.equal(print(text), canonical ?? text);
  });

// TraceQL's precedence: && and || are one level, left to right; structural operators bind closer.
const grouping: readonly (readonly [string, string])[] = [
  ['{ .a || .b && .c }', '{ (.a || .b) && .c }'],
  ['{ .a && .b || .c }', '{ (.a && .b) || .c }'],
  ['{ .a * .b + .c > 0 }', '{ .a * .b + .c > 0 }'],
  ['{ .a + .b * .c > 0 }', '{ .a + .b * .c > 0 }'],
  ['{ (.a + .b) * .c > 0 }', '{ (.a + .b) * .c > 0 }'],
  ['{ .a - (.b - .c) > 0 }', '{ .a - (.b - .c) > 0 }'],
  ['{ .a ^ .b ^ .c > 0 }', '{ .a ^ .b ^ .c > 0 }'],
  ['{ (.a ^ .b) ^ .c > 0 }', '{ (.a ^ .b) ^ .c > 0 }'],
  ['{ -.a * .b > 0 }', '{ -(.a * .b) > 0 }'],
  ['{ (-.a) * .b > 0 }', '{ (-.a) * .b > 0 }'],
  ['{ -2 ^ 2 < 0 }', '{ -(2 ^ 2) < 0 }'],
  ['{ (-2) ^ 2 > 0 }', '{ (-2) ^ 2 > 0 }'],
  ['{ .c - -.a + .b > 0 }', '{ .c - -.a + .b > 0 }'],
  ['{ !.a = .b }', '{ !.a = .b }'],
  ['{ !(.a = .b) }', '{ !(.a = .b) }'],
  ['{ .a } && { .b } >> { .c }', '{ .a } && ({ .b } >> { .c })'],
  ['{ .a } > { .b } ~ { .c }', '({ .a } > { .b }) ~ { .c }'],
  ['{ .a } > ({ .b } ~ { .c })', '{ .a } > ({ .b } ~ { .c })'],
  ['(({ .a }))', '{ .a }'],
  ['({ .a } | count() > 1)', '{ .a } | count() > 1'],
  ['{ .a } | ({ .b } | count() > 1) | { .c }', '{ .a } | { .b } | count() > 1 | { .c }'],
  ['({ .a } | count() > 1) && { .b } >> { .c }', '({ .a } | count() > 1) && ({ .b } >> { .c })'],
];

for (const [text, canonical] of grouping)
  test(`groups ${text}`, () => {
    assert.equal(print(text), canonical);
  });

test('a node says where it was written', () => {
  const text = '{ .a = 1 } >> { name = "x" && status = error } | count() > 2';
  const [first, second] = parseQuery(text).stages;
  assert.ok(first?.node === 'combination' && first.right.node === 'filter' && second);
  const at = (range: { start: number; end: number } | undefined) => text.slice(range?.start, range?.end);
  assert.equal(at(first.left.range), '{ .a = 1 }');
  assert.equal(at(first.right.where?.range), 'name = "x" && status = error');
  assert.equal(at(second.range), 'count() > 2');
});
