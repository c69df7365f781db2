import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTraceIds } from '../../../../src/core/trace/find-ids.ts';
import { seeded } from '../../../support/random.ts';

const T = '4bf92f3577b34da6a3ce929d0e0e4736';
const S = '00f067aa0ba902b7';

test('a megabyte made to trip the patterns is read to its end', () => {
  const random = seeded(43);
  const pieces = [
    'trace_id=',
    T,
    S,
    '-',
    '"',
    "'",
    'http://a/',
    'https://x.example/trace/',
    ' ',
    '00-',
    '1-',
    'a.b-',
    '\\"',
    ')',
    '%7B',
    ';traceId=',
    '#',
    'tracestate: ',
    '=',
    ':',
  ];
  for (const piece of pieces)
    assert.ok(Array.isArray(findTraceIds(piece.repeat(Math.floor(1_000_000 / piece.length)))));
  for (let i = 0; i < 5; i++) {
    const text = Array.from({ length: 60_000 }, () => random.pick(pieces)).join('');
    for (const { range } of findTraceIds(text))
      assert.ok(range.start < range.end && range.end <= text.length);
  }
  assert.equal(findTraceIds(`${T} `.repeat(20_000)).length, 20_000);
});
