import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupAttributes } from '../../../../../webview/waterfall/details/attribute-groups.ts';

test('attributes are grouped by convention, own ones first, and keep their number', () => {
  const shown = ['http.route', 'order.total', 'db.system', 'url.full', 'server.address', 'httpish', 'db'].map(
    (key) => ({
      key,
      type: 'string' as const,
      text: '',
      length: 0,
      secret: false,
    }),
  );
  const groups = groupAttributes(shown).map((g) => [
    g.title,
    ...g.rows.map((r) => `${r.index} ${r.attribute.key}`),
  ]);
  assert.deepEqual(groups, [
    ['Own', '5 httpish', '1 order.total'],
    ['HTTP', '0 http.route', '3 url.full'],
    ['Database', '6 db', '2 db.system'],
    ['Network', '4 server.address'],
  ]);
});
