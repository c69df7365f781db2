import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { clearStore } from '../../../../src/engine/store/clear-store.ts';
import { localBackend } from '../../../../src/engine/store/local-backend.ts';
import { mergeSegments } from '../../../../src/engine/store/merge-segments.ts';
import { openStore } from '../../../../src/engine/store/open-store.ts';
import { StoreReader } from '../../../../src/engine/store/store-reader.ts';
import { StoreService } from '../../../../src/engine/store/store-service.ts';
import type { StoreChange } from '../../../../src/protocol/engine-store.ts';
import { silent } from '../../../support/receiver-fixture.ts';
import { testClock } from '../../../support/store-fixture.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { batchOf } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const T = (n: number) => n.toString(16).padStart(32, '0');

function service(t: TestContext, file: string) {
  const notes: string[] = [];
  const clock = testClock();
  const note = (_level: string, text: string) => void notes.push(text);
  const changes: StoreChange[] = [];
  const shared: number[] = [];
  const made = new StoreService({
    file,
    ownFile: true,
    clock,
    log: silent,
    changed: (change) => void changes.push(change),
    shared: (spans) => void shared.push(spans),
    note,
  });
  t.after(() => made.close());
  const write = (n: number, name = 'GET /') => {
    made.add(batchOf([{ id: '1', trace: T(n), name, kind: 'server', start: 0, end: 1000 }]));
    made.flush();
  };
  return { service: made, notes, write, changes, shared };
}

function reading(t: TestContext, file: string) {
  const reader = new StoreReader(() => openStore(file).store);
  t.after(() => reader.close());
  const backend = localBackend({ reader, clock: testClock(), sync: async () => {} });
  const has = (n: number) =>
    backend.trace(T(n), {}, NEVER).then(
      () => true,
      () => false,
    );
  return { reader, backend, has };
}

test('several processes write to one store, and what they count adds up', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const [one, two] = [service(t, file), service(t, file)];
  const { backend, has } = reading(t, file);
  for (let n = 1; n <= 10; n++) (n % 2 === 0 ? one : two).write(n, n > 5 ? 'POST /' : 'GET /');
  for (let n = 1; n <= 10; n++) assert.ok(await has(n), `trace ${n}`);
  const request = { service: undefined, range: ALWAYS, environment: undefined, version: undefined, limit: 9 };
  const { sites } = await backend.siteStats(request, NEVER);
  assert.deepEqual(sites.map((s) => `${s.site.name} ${s.stats.count}`).sort(), ['GET / 5', 'POST / 5']);
});

test('what another process writes, merges and deletes is told, each once', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const [one, two] = [service(t, file), service(t, file)];
  const told = () => {
    two.service.flush();
    return [two.changes.splice(0), two.shared.splice(0)];
  };
  for (let n = 1; n <= 14; n++) one.write(n);
  assert.equal(one.shared.length, 0);
  assert.equal(one.changes.length, 14);
  assert.deepEqual(told(), [[{ spans: 14, removed: false }], [14]]);
  assert.deepEqual(told(), [[], []]);
  two.write(20);
  assert.deepEqual(told(), [[{ spans: 1, removed: false }], []]);
  one.write(21);
  two.write(22);
  assert.deepEqual(told(), [[{ spans: 2, removed: false }], [1]]);
  assert.ok(mergeSegments(one.service.store, testClock().wallMs() + 3600_000));
  assert.deepEqual(told(), [[], []], 'merged segments bring nothing new');
  clearStore(one.service.store);
  assert.deepEqual(told(), [[{ spans: 0, removed: true }], []]);
  one.write(23);
  assert.deepEqual(told(), [[{ spans: 1, removed: false }], [1]]);
});

test('a store that is damaged while in use is set aside, and receiving goes on in a new one', async (t) => {
  const dir = tempDir(t);
  const file = path.join(dir, 'traces.db');
  const { service: own, notes, write } = service(t, file);
  write(1);
  own.store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(8 * 16384, 0x5a), 0, 8 * 16384, 0);
  closeSync(handle);
  // Another connection, as a page that is cached is not read again.
  own.store.db.exec('PRAGMA shrink_memory');
  for (let n = 2; n < 30 && notes.length === 0; n++) write(n);
  assert.match(notes[0] ?? '', /is damaged and cannot be read\. It was set aside as .*damaged-/);
  assert.ok(readdirSync(dir).some((f) => f.includes('.damaged-')));
  const { has } = reading(t, file);
  write(99);
  assert.ok(await has(99));
});

test('a store that somebody else set aside is left, by writer and reader', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const { write } = service(t, file);
  write(1);
  const { has, reader } = reading(t, file);
  assert.ok(await has(1));
  for (const side of ['', '-wal', '-shm']) renameSync(file + side, `${file}.aside${side}`);
  write(2);
  // As after half a second.
  reader.close();
  assert.deepEqual([await has(1), await has(2)], [false, true]);
});

test('what could not be written when it ends is told', (t) => {
  const { service: own, notes, write } = service(t, path.join(tempDir(t), 'traces.db'));
  write(1);
  own.store.db.exec('PRAGMA max_page_count = 1');
  const text = Array.from({ length: 30_000 }, (_, i) => i * 7919).join(' ');
  own.add(batchOf([{ id: '1', trace: T(2), attributes: { text } }, { id: '2' }]));
  own.close();
  assert.match(
    notes.join('\n'),
    /The last 2 spans received are lost: the trace store .* could not be written\.$/,
  );
});
