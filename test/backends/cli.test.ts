// The command line against real servers.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { loadFromBackend } from '../../src/cli/load-from-backend.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { searchCommand } from '../../src/cli/search-command.ts';
import { statsCommand } from '../../src/cli/stats-command.ts';
import { traceCommand } from '../../src/cli/trace-command.ts';
import { captureIo } from '../support/capture-io.ts';
import { root } from '../support/root.ts';
import { whenDone } from '../support/test-connection.ts';
import { until } from './contract-support.ts';
import { allSamples, CHECKOUT_ID } from './samples.ts';
import { GRAFANA_TOKEN, grafanaStandIn } from './servers/grafana-stand-in.ts';
import { post, sendOtlp, startServer } from './servers/start.ts';
import { toZipkin } from './zipkin-format.ts';

const backends = new Map<string, string>();

before(async () => {
  const [jaeger, tempo, zipkin] = await Promise.all(
    (['jaeger-2.20.0', 'tempo-3.0.3', 'zipkin-3.6.1'] as const).map((id) => startServer(id)),
  );
  if (!jaeger || !tempo || !zipkin) return;
  whenDone(() => Promise.all([jaeger.stop(), tempo.stop(), zipkin.stop()]));
  const samples = allSamples(BigInt(Math.floor(Date.now() / 1000) - 60) * 1_000_000_000n).all;
  for (const server of [jaeger, tempo]) await sendOtlp(server, samples);
  for (const sample of samples) await post(zipkin.zipkin ?? '', 'application/json', toZipkin(sample));
  const grafana = await grafanaStandIn([{ uid: 't', name: 'Tempo', type: 'tempo', url: tempo.url }]);
  backends.set('jaeger', `jaeger=${jaeger.url}`);
  backends.set('tempo', `tempo=${tempo.url}`);
  backends.set('zipkin', `zipkin=${zipkin.url}`);
  backends.set('grafana', `grafana=${grafana.url}#t`);
});

async function run(...args: string[]) {
  const io = captureIo({ env: { SPANLIGHT_TOKEN: GRAFANA_TOKEN } });
  const code = await runCommand([searchCommand, statsCommand, traceCommand(loadFromBackend)], args, io);
  return { code, out: io.out(), err: io.err() };
}

for (const name of ['jaeger', 'tempo', 'zipkin', 'grafana']) {
  const backend = () => backends.get(name) ?? assert.fail();

  test(`spanlight search --backend ${name}`, async () => {
    const search = async () => {
      const { code, out, err } = await run('search', 'service:cart', '--backend', backend(), '--json');
      assert.equal(code, 0, err);
      return JSON.parse(out) as { traceId: string }[];
    };
    await until(
      () => 'is found',
      async () => (await search()).length > 0,
    );
    assert.deepEqual(
      (await search()).map((t) => t.traceId),
      [CHECKOUT_ID],
    );
  });

  test(`spanlight trace --backend ${name}`, async () => {
    const { code, out, err } = await run('trace', CHECKOUT_ID, '--backend', backend(), '--json');
    assert.equal(code, 0, err);
    const report = JSON.parse(out) as { spanCount: number; services: string[] };
    assert.equal(report.spanCount, 7);
    const missing = await run('trace', 'f'.repeat(32), '--backend', backend());
    assert.equal(missing.code, 1);
    assert.match(missing.err, /has no trace/);
  });

  test(`spanlight stats --backend ${name}`, async () => {
    const workspace = path.join(root, 'test/fixtures/workspace');
    const { code, out, err } = await run('stats', '--workspace', workspace, '--backend', backend(), '--json');
    assert.equal(code, 0, err);
    assert.ok(Array.isArray(JSON.parse(out)));
    // None of the samples' functions is in that workspace; that they were seen is told.
    assert.match(err, /places? of \d+ not found in the source/);
  });
}
