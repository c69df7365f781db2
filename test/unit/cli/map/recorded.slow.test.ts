import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedServices } from '../../../support/recorded/labels.ts';
import { complaints, counts, judgeAll, rightShare } from '../../../support/recorded/quality.ts';

/** Percent of spans that lead to their labelled place, or rightly nowhere. May rise; a fall is a regression. */
const FLOOR: Readonly<Record<string, number>> = {
  'go/gateway': 100,
  'go/inventory': 87,
  'go/ledger': 100,
  'java/accounts': 65,
  'java/rates': 87,
  'node/cart': 100,
  'node/catalog': 83,
  'node/orders': 95,
  'python/billing': 96,
  'python/pricing': 76,
  'python/storefront': 97,
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
