import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedServices } from '../../../support/recorded/labels.ts';
import { complaints, counts, judgeAll, rightShare } from '../../../support/recorded/quality.ts';

/** Percent of spans that lead to their labelled place, or rightly nowhere. May rise; a fall is a regression. */
const FLOOR: Readonly<Record<string, number>> = {
  'go/gateway': 73,
  'go/inventory': 87,
  'go/ledger': 100,
  'java/accounts': 60,
  'java/rates': 87,
  'node/cart': 73,
  'node/catalog': 53,
  'node/orders': 39,
  'python/billing': 66,
  'python/pricing': 23,
  'python/storefront': 88,
  'rust/isbn': 100,
  'rust/shelf': 100,
};

for (const kind of ['alone', 'together'] as const)
  test(`no recorded span leads to a wrong line: ${kind}`, async () => {
    const services = recordedServices();
    const all = await judgeAll(services, kind);
    assert.deepEqual([...all.keys()].sort(), Object.keys(FLOOR).sort());
    for (const service of services) {
      const judged = all.get(service.name) ?? [];
      assert.equal(judged.length, service.spans.size, `${service.name}: every span is judged`);
      assert.deepEqual(complaints(judged, 'wrong'), [], service.name);
      const share = rightShare(counts(judged));
      const floor = FLOOR[service.name] ?? 100;
      assert.ok(share >= floor, `${service.name}: ${share.toFixed(1)} %, at least ${floor} % before`);
    }
  });
