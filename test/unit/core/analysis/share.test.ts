import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../../src/core/analysis/context.ts';
import { shareOf } from '../../../../src/core/analysis/share.ts';
import { at, request } from '../../../support/pattern-fixture.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

//  GET /orders  |--------------------|   1000
//  load           |-----------|           600
//  query            |-----|               300
//  beside           |---------|           550, off the critical path
test('shares of the request', () => {
  const context = contextOf(
    traceOf(
      request,
      at('2', 'load', 100, 700),
      at('3', 'query', 200, 500, { parent: '2' }),
      at('4', 'beside', 110, 660),
    ),
  );
  assert.deepEqual(shareOf(context, 0), { duration: 1, self: 0.4, critical: 1 });
  assert.deepEqual(shareOf(context, 1), { duration: 0.6, self: 0.3, critical: 0.6 });
  assert.deepEqual(shareOf(context, 2), { duration: 0.3, self: 0.3, critical: 0.3 });
  assert.deepEqual(shareOf(context, 3), { duration: 0.55, self: 0.55, critical: 0 });
});

test('a request without a length has no shares', () => {
  assert.deepEqual(shareOf(contextOf(traceOf({ ...request, end: 0 })), 0), {
    duration: 0,
    self: 0,
    critical: 0,
  });
});
