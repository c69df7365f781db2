import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textHash } from '../../../../src/engine/store/bloom.ts';
import { gatherByTrace, wholeBatch } from '../../../../src/engine/store/gather-spans.ts';
import { openStore } from '../../../../src/engine/store/open-store.ts';
import { MIGRATIONS } from '../../../../src/engine/store/schema.ts';
import { holdsTrace, readTraceHashes, traceHashes } from '../../../../src/engine/store/trace-hashes.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { batchOf } from '../../../support/trace-fixture.ts';

const idOf = (n: number) => `ab${n.toString(16).padStart(30, '0')}`;

test('the hashes of a segment name its traces and no others', () => {
  const specs = Array.from({ length: 3000 }, (_, n) => ({ id: '1', trace: idOf(n) }));
  // Stored blobs come at any address.
  const stored = new Uint8Array([7, ...traceHashes(gatherByTrace([wholeBatch(batchOf(specs))]))]).subarray(1);
  const hashes = readTraceHashes(stored);
  assert.equal(hashes.length, 3000);
  for (let n = 0; n < 3000; n++) assert.ok(holdsTrace(hashes, textHash(idOf(n))));
  for (let n = 3000; n < 9000; n++) assert.ok(!holdsTrace(hashes, textHash(idOf(n))));
  assert.ok(!holdsTrace(new Uint32Array(0), textHash(idOf(1))));
});

test('segments written before there were hashes are found by their filter', (t) => {
  const file = `${tempDir(t)}/traces.db`;
  const first = openStore(file, { migrations: MIGRATIONS.slice(0, 1) });
  first.store.db.exec("INSERT INTO segment_filter (segment, bloom) VALUES (1000, x'00')");
  first.store.close();
  const store = testStore(t, file);
  store.write(batchOf([{ id: '1', trace: idOf(1) }]), batchOf([{ id: '2', trace: idOf(2) }]));
  assert.equal(store.store.number('SELECT count(*) FROM segment_filter WHERE traces IS NULL'), 1);
  store.store.db.exec('UPDATE segment_filter SET traces = NULL');
  assert.equal(store.read(idOf(2))?.count, 1);
  assert.equal(store.read(idOf(3)), undefined);
});
