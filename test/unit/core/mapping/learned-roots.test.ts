import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LearnedRoots } from '../../../../src/core/mapping/learned-roots.ts';

const runtime = (path: string) => path.split('/');
const suggested = (roots: LearnedRoots, service: string, path: string) =>
  roots.suggest(service, runtime(path)).map((s) => s.path);

test('a root is trusted at two files or three equal segments', () => {
  const roots = new LearnedRoots();
  roots.observe('orders', runtime('app/src/a.ts'), '/ws', 'services/orders/src/a.ts', 2);
  assert.deepEqual(suggested(roots, 'orders', 'app/src/z.ts'), []);
  roots.observe('orders', runtime('app/src/a.ts'), '/ws', 'services/orders/src/a.ts', 2);
  assert.deepEqual(suggested(roots, 'orders', 'app/src/z.ts'), [], 'the same file again proves nothing');
  roots.observe('orders', runtime('app/src/b.ts'), '/ws', 'services/orders/src/b.ts', 2);
  assert.deepEqual(suggested(roots, 'orders', 'app/src/z.ts'), ['services/orders/src/z.ts']);
  roots.observe('carts', runtime('srv/src/db/repo.ts'), '/ws', 'carts/src/db/repo.ts', 3);
  assert.deepEqual(suggested(roots, 'carts', 'srv/x.ts'), ['carts/x.ts']);
});

test('roots belong to their service and the longest one comes first', () => {
  const roots = new LearnedRoots();
  roots.observe('a', runtime('app/x/y/z.ts'), '/ws', 'one/x/y/z.ts', 3);
  roots.observe('a', runtime('app/lib/x/y/z.ts'), '/ws', 'two/x/y/z.ts', 3);
  assert.deepEqual(suggested(roots, 'a', 'app/lib/q.ts'), ['two/q.ts', 'one/lib/q.ts']);
  assert.deepEqual(suggested(roots, 'b', 'app/lib/q.ts'), []);
});

test('contradictions wear a root out, confirmation renews it', () => {
  const roots = new LearnedRoots();
  const observe = () => roots.observe('a', runtime('app/x/y/z.ts'), '/ws', 'one/x/y/z.ts', 3);
  observe();
  const root = () => roots.all[0] ?? assert.fail('the root is gone');
  roots.contradict(root());
  roots.contradict(root());
  assert.equal(root().failures, 2);
  observe();
  assert.equal(root().failures, 0);
  for (let i = 0; i < 3; i++) roots.contradict(root());
  assert.equal(roots.all.length, 0);
});
