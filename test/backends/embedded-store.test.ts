import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeOtlpJson } from '../../src/core/otlp/decode-otlp-json.ts';
import { systemClock } from '../../src/engine/store/clock.ts';
import { localBackend } from '../../src/engine/store/local-backend.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { StoreReader } from '../../src/engine/store/store-reader.ts';
import { TraceWriter } from '../../src/engine/store/trace-writer.ts';
import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';

contract('Embedded store', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-store-'));
  const file = path.join(dir, 'traces.db');
  const { store } = openStore(file);
  const writer = new TraceWriter({ store, clock: systemClock });
  const reader = new StoreReader(() => openStore(file).store);
  const backend = localBackend({
    reader,
    clock: systemClock,
    sync: async (_, upTo) => void writer.flush(upTo),
  });
  return {
    backend,
    load: async (samples) => {
      for (const { otlp } of samples)
        writer.add(decodeOtlpJson(new TextEncoder().encode(JSON.stringify(otlp))));
      writer.flush();
      if (writer.problem) throw writer.problem;
    },
    keeps: KEEPS['Embedded store'],
    title: /Spanlight/,
    version: undefined,
    latencyError: 0.01,
    functionStats: 'native',
    stop: async () => {
      await backend.close();
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
});
