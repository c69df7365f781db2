import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { otlpToProtobuf } from '../../support/otlp-protobuf.ts';
import type { Sample } from '../samples.ts';
import { installedAt } from './install.ts';
import { startJaeger } from './jaeger.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { type ServerId, serverSources } from './sources.ts';
import { startTempo } from './tempo.ts';
import { startVictoriaTraces } from './victoriatraces.ts';
import { startZipkin } from './zipkin.ts';

type Options = Omit<StartOptions, 'title' | 'program' | 'dir'>;

/** Starts an installed server in a folder of its own that goes with it. */
export async function startServer(id: ServerId, more: Options = {}): Promise<RunningServer> {
  const program = installedAt(id);
  if (program === undefined) throw new Error(`${id} is not installed. Run: npm run test:backends -- ${id}`);
  const title = serverSources.find((source) => source.id === id)?.title ?? id;
  const dir = mkdtempSync(path.join(tmpdir(), `spanlight-${id}-`));
  const server = await starter(id)({ ...more, title, program, dir });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function starter(id: ServerId): (options: StartOptions) => Promise<RunningServer> {
  if (id.startsWith('jaeger')) return startJaeger;
  if (id.startsWith('zipkin')) return startZipkin;
  if (id.startsWith('victoriatraces')) return startVictoriaTraces;
  return (options) => startTempo(options, id.startsWith('tempo-3') ? 3 : 2);
}

/** Sends traces as an OpenTelemetry SDK would. */
export async function sendOtlp(
  server: RunningServer,
  samples: readonly Sample[],
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const sample of samples)
    await post(server.otlp ?? '', 'application/x-protobuf', otlpToProtobuf(sample.otlp), headers);
}

export async function post(
  url: string,
  contentType: string,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType, ...headers },
    body,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
