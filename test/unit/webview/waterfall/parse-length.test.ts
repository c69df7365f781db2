import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLength } from '../../../../webview/waterfall/parse-length.ts';

const SECOND = 1e9;

const lengths: [string, number | undefined][] = [
  ['5 ms', 5e6],
  ['5', 5e6],
  ['1.5s', 1.5e9],
  ['1,5 s', 1.5e9],
  ['.5us', 500],
  ['250 µs', 250_000],
  ['20 NS', 20],
  ['2 min', 120e9],
  ['2 %', 40e6],
  ['100%', 2 * SECOND],
  ['101 %', undefined],
  ['', undefined],
  ['ms', undefined],
  ['-3 ms', undefined],
  ['5 parsecs', undefined],
  ['5 constructor', undefined],
  ['1e3 ms', undefined],
];

for (const [text, ns] of lengths)
  test(`"${text}" of a 2 s trace is ${ns ?? 'no length'}`, () => {
    assert.equal(parseLength(text, 2 * SECOND), ns);
  });
