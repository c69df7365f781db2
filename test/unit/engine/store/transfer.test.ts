import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DEFAULT_SECRET_KEYS } from '../../../../src/core/trace/secret-keys.ts';
import { exportTraces } from '../../../../src/engine/store/export-traces.ts';
import { importTraces } from '../../../../src/engine/store/import-traces.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { dump } from '../../../support/trace-dump.ts';
import { batchOf, type SpanSpec } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;
const T = (n: number) => n.toString(16).padStart(32, '0');
const quiet = () => {};

function someTraces(): SpanSpec[] {
  const random = seeded(4);
  return [1, 2, 3].flatMap((n) =>
    randomSpans(random, { spans: 8, overflow: false }).map((span) => ({
      ...span,
      trace: T(n),
      attributes: { 'http.request.header.authorization': 'Bearer abc', size: 2 ** 40, ratio: 0.5 },
      events: [{ at: 3, name: 'e', attributes: { ok: true } }],
      links: [{ trace: T(9), span: 'ab' }],
    })),
  );
}

test('what is exported and imported elsewhere is the same, gzipped too', async (t) => {
  const from = testStore(t);
  from.write(batchOf(someTraces()));
  const file = path.join(tempDir(t), 'traces.jsonl');
  const options = { file, traceIds: undefined, secretKeys: undefined };
  const parts: unknown[] = [];
  const exported = await exportTraces(from.reader.get(), options, NEVER, (part) => parts.push(part));
  assert.deepEqual(exported, { traces: 3, spans: 24 });
  assert.deepEqual(parts.at(-1), { done: 3, total: 3 });
  assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 3);
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));

  for (const source of [file, `${file}.gz`]) {
    const to = testStore(t);
    const imported = await importTraces(source, to.store, to.clock, NEVER, quiet);
    assert.deepEqual(imported, { traces: 3, spans: 24, rejected: 0 });
    for (const n of [1, 2, 3]) {
      const [want, found] = [from.read(T(n)), to.read(T(n))];
      assert.ok(want && found);
      assert.deepEqual(dump(found), dump(want));
      assert.equal(found.epoch, want.epoch);
    }
    assert.deepEqual(await importTraces(source, to.store, to.clock, NEVER, quiet), {
      traces: 3,
      spans: 0,
      rejected: 0,
    });
  }
});

test('chosen traces are exported without their secrets', async (t) => {
  const { write, reader } = testStore(t);
  write(batchOf(someTraces()));
  const file = path.join(tempDir(t), 'one.jsonl');
  const options = { file, traceIds: [T(2), T(77)], secretKeys: DEFAULT_SECRET_KEYS };
  assert.equal((await exportTraces(reader.get(), options, NEVER, quiet)).traces, 1);
  const text = readFileSync(file, 'utf8');
  assert.match(text, new RegExp(T(2)));
  assert.doesNotMatch(text, /Bearer abc/);
});

test('a file that holds no traces, or cannot be written, is named', async (t) => {
  const { store, clock, reader } = testStore(t);
  const file = path.join(tempDir(t), 'x.txt');
  writeFileSync(file, 'hello');
  await assert.rejects(importTraces(file, store, clock, NEVER, quiet), /x\.txt could not be read as traces/);
  const options = { file: path.join(file, 'y'), traceIds: undefined, secretKeys: undefined };
  await assert.rejects(exportTraces(reader.get(), options, NEVER, quiet), /cannot be written/);
});
