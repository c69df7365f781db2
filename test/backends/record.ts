// Records what real servers answer, for the unit tests: `node test/backends/record.ts [server id]`. Servers that are
// not installed yet are by `npm run test:backends -- <id>`.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { createBackend } from '../../src/engine/backends/registry.ts';
import { endAll } from '../support/cleanup.ts';
import { type Recorded, type Recording, recordingPath, recordingProxy } from '../support/recording.ts';
import { connection, silent } from '../support/test-connection.ts';
import { until } from './contract-support.ts';
import { recordedCalls, recordedRange, recordedSamples } from './recorded-calls.ts';
import { RECORDINGS } from './recordings.ts';
import { CHECKOUT_ID } from './samples.ts';
import { post, sendOtlp, startServer } from './servers/start.ts';
import { toZipkin } from './zipkin-format.ts';

const never = new AbortController().signal;

async function record({ name, id, kind, hides }: (typeof RECORDINGS)[number]): Promise<void> {
  const server = await startServer(id);
  const t0 = BigInt(Math.floor(Date.now() / 1000) - 40) * 1_000_000_000n;
  const samples = recordedSamples(t0);
  if (server.otlp !== undefined) await sendOtlp(server, samples);
  else for (const sample of samples) await post(server.zipkin ?? '', 'application/json', toZipkin(sample));
  const direct = createBackend(connection(server.url, { kind }), silent);
  await until(
    () => 'everything is found',
    async () => {
      const found = new Set<string>();
      const request = { query: parseQuery('{ }'), range: recordedRange(t0), limit: 50 };
      for await (const page of direct.search(request, never))
        for (const t of page.traces) found.add(t.traceId);
      return found.size === samples.length;
    },
  );
  await until(
    () => 'the newest can be fetched',
    () =>
      direct.trace(CHECKOUT_ID, {}, never).then(
        () => true,
        () => false,
      ),
  );
  await direct.close();
  const proxy = await recordingProxy(server.url, hides);
  const now = Date.now();
  const backend = createBackend(connection(proxy.url, { kind }), silent, () => now);
  await recordedCalls(backend, t0);
  await backend.close();
  await server.stop();
  const recording: Recording = { server: name, t0: String(t0), now, answers: proxy.answers.map(tidied) };
  mkdirSync(path.dirname(recordingPath(name)), { recursive: true });
  writeFileSync(recordingPath(name), `${JSON.stringify(recording, null, 1)}\n`);
  console.log(`${name}: ${proxy.answers.length} answers, ${JSON.stringify(recording).length} bytes`);
}

/** Of hundreds of metrics one line is read; the others tell of this machine. */
function tidied(answer: Recorded): Recorded {
  if (answer.asked !== 'GET /metrics') return answer;
  const version = (answer.text ?? '').split('\n').filter((line) => line.startsWith('vm_app_version'));
  return { ...answer, text: version.join('\n') };
}

for (const one of RECORDINGS)
  if (process.argv.slice(2).every((wanted) => one.name.includes(wanted))) await record(one);
await endAll();
process.exit();
