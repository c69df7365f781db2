import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BenchRow, benchTable, meetsTarget, ratioToPeer } from '../../support/bench-table.ts';

const time: BenchRow = {
  name: 'open',
  value: 40,
  unit: 'ms',
  target: 50,
  peer: { name: 'other', value: 100 },
};
const rate: BenchRow = {
  name: 'decode',
  value: 1_500_000,
  unit: 'spans/s',
  target: 2_000_000,
  peer: { name: 'other', value: 500_000 },
};

test('a time is better when lower, a rate when higher', () => {
  assert.equal(meetsTarget(time), true);
  assert.equal(meetsTarget({ ...time, value: 50.1 }), false);
  assert.equal(meetsTarget(rate), false);
  assert.equal(meetsTarget({ ...rate, value: 2_000_000 }), true);
  assert.equal(meetsTarget({ name: 'x', value: 1, unit: 'MB' }), undefined);
  assert.equal(ratioToPeer(time), 2.5);
  assert.equal(ratioToPeer(rate), 3);
});

test('the table is aligned, and leaves out columns that nothing fills', () => {
  assert.equal(
    benchTable([time, rate]),
    [
      'what             measured        target          peer           ratio',
      'open             40.00 ms         <= 50  met     other 100      2.50x',
      'decode  1,500,000 spans/s  >= 2,000,000  missed  other 500,000  3.00x',
    ]
      .join('\n')
      .replace('40.00 ms', '   40 ms'),
  );
  assert.equal(benchTable([{ name: 'a', value: 1.5, unit: 'MB' }]), 'what  measured\na       1.5 MB');
});
