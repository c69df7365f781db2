// Sustained spans a second from a client's request to the disk, by protocol: what the receiver's process needs in
// processor time (it is given one thread; the client runs beside it), its memory, and what is lost at a clean stop.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { bundleReceiver } from '../support/receiver/bundle.ts';
import { type LoadRequest, loadRequest, tinyTraces } from '../support/receiver/load-requests.ts';
import { type ReceiverProcess, receiverProcess } from '../support/receiver/receiver-process.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
/** Requests under way at a time, as several exporters make them. */
const WIDTH = 4;
const MB = 1e6;

type Send = (body: Buffer) => Promise<void>;

export async function rows(): Promise<readonly BenchRow[]> {
  const protobuf = requests('protobuf');
  const decode = decodeRate(protobuf);
  const alone = [loadRequest('protobuf', 1, 99)];
  // As exporters send them, some at a time.
  const tiny = [tinyTraces(100)];
  return [
    ...(await measure('OTLP/HTTP protobuf', protobuf, overHttp('application/x-protobuf'), 100_000, decode)),
    ...(await measure('OTLP/HTTP protobuf, gzip', protobuf, overHttp('application/x-protobuf', true))),
    ...(await measure('OTLP/HTTP JSON', requests('json'), overHttp('application/json'))),
    ...(await measure('OTLP/gRPC', protobuf, overGrpc)),
    ...(await measure('traces of one span, 100 a request', tiny, overHttp('application/x-protobuf'), 10_000)),
    ...(await measure('traces of one span, each its own request', alone, overHttp('application/x-protobuf'))),
  ];
}

const requests = (encoding: 'json' | 'protobuf') =>
  Array.from({ length: 16 }, (_, seed) => loadRequest(encoding, 512, seed + 1));

async function measure(
  name: string,
  bodies: readonly LoadRequest[],
  connect: (receiver: ReceiverProcess) => { send: Send; close: () => void },
  target?: number,
  decode?: number,
): Promise<BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  const file = path.join(dir, 'traces.db');
  try {
    const receiver = await receiverProcess(file, { file: await bundleReceiver(dir) });
    const { send, close } = connect(receiver);
    const warm = await flood(bodies, send, 1000);
    const before = await receiver.usage();
    const started = performance.now();
    const sent = await flood(bodies, send, SECONDS * 1000);
    const seconds = (performance.now() - started) / 1000;
    const after = await receiver.usage();
    close();
    await receiver.stop();
    const kept = spansIn(file);
    const perCore = sent / ((after.cpuMs - before.cpuMs) / 1000);
    const peer = decode === undefined ? {} : { peer: { name: 'decoding alone', value: decode } };
    return [
      {
        name: `${name}, of one core`,
        value: perCore,
        unit: 'spans/s',
        ...(target ? { target } : {}),
        ...peer,
      },
      { name: `${name}, as it went beside its client`, value: sent / seconds, unit: 'spans/s' },
      {
        name: `${name}, most memory`,
        value: after.maxRss / MB,
        unit: 'MB',
        ...(target ? { target: 250 } : {}),
      },
      { name: `${name}, lost`, value: warm + sent - kept, unit: 'spans', target: 0 },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Sends for so long; resolves to the spans that were taken. */
async function flood(bodies: readonly LoadRequest[], send: Send, ms: number) {
  const end = performance.now() + ms;
  let spans = 0;
  let next = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const body = bodies[next++ % bodies.length];
      if (!body) return;
      await send(body.next());
      spans += body.spans;
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  return spans;
}

function spansIn(file: string): number {
  const { store } = openStore(file);
  const spans = store.number('SELECT coalesce(sum(spans), 0) FROM segment');
  store.close();
  return spans;
}

function overHttp(type: string, gzip = false) {
  return ({ ports }: ReceiverProcess) => {
    const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
    const headers = { 'content-type': type, ...(gzip ? { 'content-encoding': 'gzip' } : {}) };
    const send: Send = (body) =>
      new Promise((resolve, reject) => {
        const call = request(
          { host: '127.0.0.1', port: ports.http, path: '/v1/traces', method: 'POST', headers, agent },
          (response) => {
            response.resume().on('end', () => {
              if (response.statusCode === 200) resolve();
              else reject(new Error(`answered with ${response.statusCode}`));
            });
          },
        );
        call.on('error', reject);
        call.end(gzip ? gzipSync(body, { level: 1 }) : Buffer.from(body));
      });
    return { send, close: () => agent.destroy() };
  };
}

function overGrpc({ ports }: ReceiverProcess) {
  const client = new grpc.Client(`127.0.0.1:${ports.grpc}`, grpc.credentials.createInsecure());
  const same = (bytes: Buffer) => bytes;
  const send: Send = (body) =>
    new Promise((resolve, reject) => {
      const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
      client.makeUnaryRequest(path, same, same, Buffer.from(body), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  return { send, close: () => client.close() };
}

/** The limit: what decoding the same bytes takes by itself. */
function decodeRate(bodies: readonly LoadRequest[]): number {
  let spans = 0;
  const run = (ms: number) => {
    const end = performance.now() + ms;
    for (let n = 0; performance.now() < end; n++)
      spans += decodeOtlpProtobuf(bodies[n % bodies.length]?.next() ?? Buffer.alloc(0)).count;
  };
  run(500);
  spans = 0;
  const before = process.cpuUsage();
  run(1000);
  const { user, system } = process.cpuUsage(before);
  return spans / ((user + system) / 1e6);
}
