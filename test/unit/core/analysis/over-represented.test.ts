import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overRepresented } from '../../../../src/core/analysis/over-represented.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

/** 40 spans: every fourth is slow, most of those of tenant acme, all of those of version 2. */
function trace() {
  return traceOf(
    ...Array.from({ length: 40 }, (_, i) => {
      const slow = i % 4 === 0;
      return {
        id: (i + 1).toString(16),
        name: slow ? 'slow' : 'fast',
        start: i,
        end: i + 1,
        attributes: {
          tenant: slow ? (i === 0 ? 'other' : 'acme') : i % 10 === 1 ? 'acme' : 'other',
          retried: slow,
          'request.id': `r-${i}`,
          region: 'eu',
        },
        resource: { 'service.version': slow ? '2' : '1' },
      };
    }),
  );
}

const split = () => {
  const t = trace();
  const slow = Array.from({ length: t.count }, (_, i) => i).filter(
    (i) => t.strings.get(t.name[i] ?? 0) === 'slow',
  );
  const fast = Array.from({ length: t.count }, (_, i) => i).filter((i) => !slow.includes(i));
  return { chosen: [{ trace: t, spans: slow }], rest: [{ trace: t, spans: fast }] };
};

test('values of the slow ones, most telling first', () => {
  const { chosen, rest } = split();
  assert.deepEqual(
    overRepresented(chosen, rest).map((v) => [
      v.scope,
      v.key,
      v.value,
      v.chosen,
      v.ofChosen,
      v.rest,
      v.ofRest,
    ]),
    [
      ['span', 'retried', 'true', 10, 10, 0, 30],
      ['resource', 'service.version', '2', 10, 10, 0, 30],
      ['span', 'tenant', 'acme', 9, 10, 4, 30],
    ],
  );
});

test('values may come from several traces', () => {
  const [a, b] = [split(), split()];
  const [first] = overRepresented([...a.chosen, ...b.chosen], [...a.rest, ...b.rest]);
  assert.deepEqual([first?.value, first?.chosen, first?.ofChosen], ['true', 20, 20]);
});

test('nothing to compare, nothing to say', () => {
  const { chosen, rest } = split();
  assert.deepEqual(overRepresented(chosen, []), []);
  assert.deepEqual(overRepresented([], rest), []);
  assert.deepEqual(overRepresented(rest, rest), []);
});
