import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callersOf } from '../../../../src/core/evidence/callers.ts';
import { NO_EVIDENCE } from '../../../../src/core/evidence/evidence.ts';
import { spanGroup } from '../../../../src/host/figures/span-group.ts';
import { siteOf } from '../../../support/figures-fixture.ts';

const sites = ['a', 'b', 'c', 'q'].map((id) => ({ id, site: siteOf({ name: id }) }));
const edge = (caller: number, callee: number, calls: number) => ({
  caller,
  callee,
  calls,
  totalNs: 0,
  errors: 0,
});
const callers = (...edges: ReturnType<typeof edge>[]) => callersOf({ ...NO_EVIDENCE, sites, edges });

test('who makes nearly all of the calls is the caller', () => {
  const found = callers(edge(0, 1, 5), edge(0, 3, 90), edge(2, 3, 10));
  assert.deepEqual(
    [...found].map(([id, caller]) => [id, caller.id]),
    [
      ['b', 'a'],
      ['q', 'a'],
    ],
  );
});

test('a call made from two places has no caller, nor has one that calls itself', () => {
  assert.equal(callers(edge(0, 3, 60), edge(2, 3, 40)).size, 0);
  assert.equal(callers(edge(1, 1, 60)).size, 0);
});

test('callers come before those they call, each once', () => {
  const {
    sites: nodes,
    parents,
    nodeOf,
  } = spanGroup(sites.slice(2), callers(edge(0, 1, 1), edge(1, 2, 1), edge(1, 3, 1)));
  assert.deepEqual(
    nodes.map((site) => site.name),
    ['a', 'b', 'c', 'q'],
  );
  assert.deepEqual([...parents], [-1, 0, 1, 1]);
  assert.equal(nodeOf.get('q'), 3);
});

test('a circle of callers ends', () => {
  const { parents } = spanGroup(sites.slice(0, 2), callers(edge(0, 1, 1), edge(1, 0, 1)));
  assert.deepEqual([...parents], [-1, 0]);
});
