import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionAt } from '../../../../src/core/query/complete.ts';
import { completionItems } from '../../../../src/core/query/completion-items.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { printField } from '../../../../src/core/query/print.ts';

/** `kind prefix` and, where there are such, `scope`, `of field`, the open quote. The cursor is at `|>`. */
function at(marked: string): string {
  const cursor = marked.indexOf('|>');
  const text = marked.replace('|>', '');
  const found = completionAt(text, cursor);
  assert.equal(found.range.end, cursor);
  assert.ok(text.slice(found.range.start, cursor).endsWith(found.prefix));
  return [
    found.kind,
    found.prefix && `"${found.prefix}"`,
    found.scope && `in ${found.scope}`,
    found.field && `of ${printField(found.field)}`,
    found.quote && `quoted ${found.quote}`,
  ]
    .filter(Boolean)
    .join(' ');
}

const table: readonly (readonly [string, string])[] = [
  ['|>', 'start'],
  ['{|>', 'field'],
  ['{ |>', 'field'],
  ['{ dur|>', 'field "dur"'],
  ['{ dur|> > 5s }', 'field "dur"'],
  ['{ span.|>', 'field in span'],
  ['{ span.http.st|>', 'field "http.st" in span'],
  ['{ .|>', 'field in any'],
  ['{ .http|>', 'field "http" in any'],
  ['{ resource.service.na|>me = "x" }', 'field "service.na" in resource'],
  ['{ parent.span.a|>', 'field "a" in span'],
  ['{ span."a b|>', 'field "a b" in span'],
  ['{ span:na|>', 'field "span:na"'],
  ['{ .a = 1 && |>', 'field'],
  ['{ .a = 1 && na|>', 'field "na"'],
  ['{ !|>', 'field'],
  ['{ (|>', 'field'],
  ['{ (.a = 1) |>', 'join'],
  ['{ status |>', 'operator of status'],
  ['{ span.http.method |>', 'operator of span.http.method'],
  ['{ status = |>', 'value of status'],
  ['{ status =|>', 'value of status'],
  ['{ status = er|>', 'value "er" of status'],
  ['{ resource.service.name = "|>', 'value of resource.service.name quoted "'],
  ['{ resource.service.name = "chec|>', 'value "chec" of resource.service.name quoted "'],
  [
    '{ resource.service.name = "chec|>kout" && status = error }',
    'value "chec" of resource.service.name quoted "',
  ],
  ['{ name =~ `GET |>', 'value "GET " of name quoted `'],
  ['{ duration > 5|>', 'value "5" of duration'],
  ['{ duration > 500ms |>', 'join'],
  ['{ name = "x" |>', 'join'],
  ['{ name = "x"|>', 'join'],
  ['{ .a = 1 && status |>', 'operator of status'],
  ['{ .a + 1 |>', 'operator of .a'],
  ['{ } |>', 'spanset'],
  ['{ } && |>', 'stage'],
  ['{ } >> {|>', 'field'],
  ['{ } | |>', 'stage'],
  ['{ } | co|>', 'stage "co"'],
  ['{ } | count() |>', 'operator'],
  ['{ } | count() > |>', 'value'],
  ['{ } | max(|>', 'field'],
  ['{ } | max(dur|>', 'field "dur"'],
  ['{ } | by(span.|>', 'field in span'],
  ['{ } | select(name, |>', 'field'],
  ['{ } | by(name) |>', 'spanset'],
  ['({ } | |>', 'stage'],
  // shorthand
  ['serv|>', 'start "serv"'],
  ['service:|>', 'value of resource.service.name'],
  ['service:che|>', 'value "che" of resource.service.name'],
  ['service:"che ck|>', 'value "che ck" of resource.service.name quoted "'],
  ['service:a,b|>', 'value "b" of resource.service.name'],
  ['error -stat|>', 'start "stat"'],
  ['error status:|>', 'value of status'],
  ['kind:cl|> error', 'value "cl" of kind'],
  ['http.method = |>', 'value of .http.method'],
  ['span.http.method=G|>', 'value "G" of span.http.method'],
  ['@user.id:4|>', 'value "4" of .user.id'],
  ['service:a |>', 'start'],
  ['(service:a OR na|>', 'start "na"'],
  ['"some words|>', 'none'],
];

for (const [marked, expected] of table)
  test(`completes ${marked}`, () => {
    assert.equal(at(marked), expected);
  });

const offered = (marked: string) => {
  const cursor = marked.indexOf('|>');
  return completionItems(completionAt(marked.replace('|>', ''), cursor)).map((item) => item.label);
};

test('what the language offers fits the place', () => {
  assert.deepEqual(offered('{ status = |>'), ['error', 'ok', 'unset']);
  assert.deepEqual(offered('{ status |>'), ['=', '!=']);
  assert.deepEqual(offered('{ duration |>'), ['=', '!=', '>', '>=', '<', '<=']);
  assert.deepEqual(offered('{ .a |>'), ['=', '!=', '>', '>=', '<', '<=', '=~', '!~']);
  assert.ok(offered('{ |>').includes('resource.') && offered('{ |>').includes('duration'));
  assert.deepEqual(offered('{ span.|>'), [], 'keys are for the backend to say');
  assert.ok(offered('|>').includes('service:') && offered('|>').includes('{ }'));
  assert.ok(offered('{ } | |>').includes('by()'));
  assert.deepEqual(offered('{ .a = 1 |>'), ['&&', '||', '}']);
});

test('every operator and value offered makes a valid query', () => {
  for (const field of ['name', 'status', 'kind', 'duration', 'traceDuration', 'parent']) {
    const [op = '='] = offered(`{ ${field} |>`);
    for (const value of offered(`{ ${field} ${op} |>`)) parseQuery(`{ ${field} ${op} ${value} }`);
  }
});

test('any cursor in any text gets an answer', () => {
  const texts = [
    '{ span."a" = `x` && (.b || !status) } >> { } | by(name) | count() > 2 with (a=1)',
    'a:"b c" (d OR -e>5ms) | count()',
    '{{{(((',
    ')))}}}',
    '"\'`',
    '{ .a /* x',
  ];
  for (const text of texts)
    for (let cursor = 0; cursor <= text.length; cursor++) {
      const { range } = completionAt(text, cursor);
      assert.ok(range.start >= 0 && range.start <= range.end && range.end === cursor);
    }
});
