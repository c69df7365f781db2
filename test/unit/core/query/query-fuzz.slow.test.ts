import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';
import { QueryError } from '../../../../src/core/query/query-error.ts';
import { complaint } from '../../../support/query-complaint.ts';
import { seeded } from '../../../support/random.ts';
import { randomQuery } from '../../../support/random-query.ts';
import { withoutRanges } from '../../../support/without-ranges.ts';

test('what is printed is what was meant: 3,000 random trees', () => {
  const random = seeded(7);
  for (let i = 0; i < 3000; i++) {
    const query = randomQuery(random);
    const text = toTraceQl(query);
    assert.deepEqual(withoutRanges(parseQuery(text)), withoutRanges(query), text);
  }
});

test('long and deep queries', () => {
  const chain = Array.from({ length: 1500 }, (_, i) => `.a=${i}`).join('||');
  assert.match(complaint(`{ ${chain} }`)[0], /more than 1000 operators/);
  const flags = Array.from({ length: 3000 }, (_, i) => `.a${i}`).join('&&');
  const [stage] = parseQuery(`{${flags}}`).stages;
  assert.equal(stage?.node === 'filter' && stage.where?.node === 'logic' && stage.where.terms.length, 3000);
  for (const text of [
    '('.repeat(30_000),
    `{${'('.repeat(30_000)}`,
    `{${'!'.repeat(30_000)}.a}`,
    `{ ${'-'.repeat(30_000)}1 = 1 }`,
  ])
    assert.match(complaint(text)[0], /nested more than 100 deep/);
  for (const text of [
    `{ 1${'^1'.repeat(15_000)} = 1 }`,
    `{}${'>{}'.repeat(8000)}`,
    `count()${'+1'.repeat(15_000)} > 1`,
  ])
    assert.match(complaint(text)[0], /more than 1000 operators/);
  assert.match(complaint('x'.repeat(40_000))[0], /longer than 32768/);
});

const PIECES = [
  ...'{ } ( ) | && || ! = != =~ !~ < <= > >= >> << ~ &> !>> + - * / % ^ , . " \' ` // /* */ \\ & : @ # \n é 😝 \ud800'.split(
    ' ',
  ),
  ...'span.a resource.b .c parent.x span:name trace:id event. name status kind duration error server nil true'.split(
    ' ',
  ),
  ...'1 1.5 500ms 1h30m 99999999999999999999 "x" `y` "(a+)+" count() by( select( coalesce() with ( rate() OR AND NOT'.split(
    ' ',
  ),
  ...'service:a slow>5ms -error checkout key=v trace> status:5xx'.split(' '),
];

test('20,000 pieced-together queries: read, or refused with a QueryError that points into them', () => {
  const random = seeded(11);
  let read = 0;
  for (let i = 0; i < 20_000; i++) {
    const glue = random.pick(['', ' ', ' ']);
    let text = Array.from({ length: 1 + random.int(12) }, () => random.pick(PIECES)).join(glue);
    if (random.int(3) === 0) text = `{ ${text} }`;
    try {
      const query = parseQuery(text);
      read++;
      assert.deepEqual(withoutRanges(parseQuery(toTraceQl(query))), withoutRanges(query), text);
    } catch (error) {
      if (!(error instanceof QueryError)) throw new Error(`${JSON.stringify(text)}: ${String(error)}`);
      const { start, end } = error.range;
      assert.ok(start >= 0 && start <= end && end <= text.length, text);
      assert.match(error.message, /[.?]$/, text);
    }
  }
  assert.ok(read > 2000, `${read} were read`);
});

test('mutations of valid queries', () => {
  const random = seeded(13);
  for (let i = 0; i < 10_000; i++) {
    const source = toTraceQl(randomQuery(random));
    const at = random.int(source.length);
    const text = random.int(2)
      ? source.slice(0, at) + random.pick(PIECES) + source.slice(at)
      : source.slice(0, at) + source.slice(at + 1 + random.int(3));
    try {
      toTraceQl(parseQuery(text));
    } catch (error) {
      if (!(error instanceof QueryError)) throw new Error(`${JSON.stringify(text)}: ${String(error)}`);
    }
  }
});
