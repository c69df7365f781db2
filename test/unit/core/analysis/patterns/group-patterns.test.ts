import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../../../src/core/analysis/context.ts';
import { findPatterns } from '../../../../../src/core/analysis/patterns/find-patterns.ts';
import { groupPatterns } from '../../../../../src/core/analysis/patterns/group-patterns.ts';
import { at, MS, request } from '../../../../support/pattern-fixture.ts';
import { traceOf } from '../../../../support/trace-fixture.ts';

test('the same loop in three places is one finding, the longest of them shown', () => {
  const parts = [0, 1, 2].map((p) =>
    at((0x10 + p).toString(16), `page ${p}`, p * 300, p * 300 + 290, { service: 'shop' }),
  );
  const calls = parts.flatMap((part, p) =>
    Array.from({ length: 10 + p * 10 }, (_, i) =>
      at((0x100 + p * 64 + i).toString(16), 'SELECT', p * 300 + i * 9, p * 300 + i * 9 + 8, {
        parent: part.id,
        service: 'shop',
        kind: 'client',
        attributes: { 'db.system': 'mysql', 'db.statement': `SELECT * FROM t WHERE id = ${i}` },
      }),
    ),
  );
  const context = contextOf(traceOf(request, ...parts, ...calls));
  const loops = groupPatterns(context, findPatterns(context)).filter((g) => g.pattern.kind === 'n-plus-one');
  assert.equal(loops.length, 1);
  assert.equal(loops[0]?.members.length, 3);
  assert.equal(loops[0]?.pattern.count, 30);
  assert.equal(loops[0]?.totalNs, 60 * 8 * MS);
});
