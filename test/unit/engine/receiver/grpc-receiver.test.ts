import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import type { SpanBatch } from '../../../../src/core/trace/span-batch.ts';
import { openGrpc } from '../../../../src/engine/receiver/grpc-listener.ts';
import { DEFAULT_LIMITS } from '../../../../src/engine/receiver/limits.ts';
import { takeOtlp } from '../../../../src/engine/receiver/otlp-http.ts';
import { refusalFor } from '../../../../src/engine/receiver/refusal.ts';
import { StoreError } from '../../../../src/engine/store/store-error.ts';
import { silent } from '../../../support/receiver-fixture.ts';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const bytes = (b: Buffer) => b;

/** ResourceSpans { ScopeSpans { Span { trace_id, span_id, name } } } */
const request = (id: number) => {
  const field = (n: number, content: readonly number[]) => [(n << 3) | 2, content.length, ...content];
  const span = [
    ...field(1, Array(16).fill(id)),
    ...field(2, Array(8).fill(id)),
    ...field(5, [...Buffer.from('GET')]),
  ];
  return Buffer.from(field(1, field(2, field(2, span))));
};

async function receiver(t: TestContext, fail?: Error, inflatedBytes = DEFAULT_LIMITS.inflatedBytes) {
  const batches: SpanBatch[] = [];
  const spans = (batch: SpanBatch) => {
    if (fail) throw fail;
    batches.push(batch);
  };
  const open = openGrpc(
    {
      take: (signal, message) => takeOtlp(signal, 'grpc', message, { spans, logs: () => {} }),
      refuse: (error) => refusalFor(error, silent),
    },
    { ...DEFAULT_LIMITS, inflatedBytes },
  );
  const { port, close } = await open('127.0.0.1', 0);
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
  });
  t.after(async () => {
    client.close();
    await close();
  });
  const call = (path: string, message: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(path, bytes, bytes, message, (error, answer) =>
        error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
      );
    });
  return { call, batches, open, port };
}

test('traces, logs and metrics are taken, compressed ones too', async (t) => {
  const { call, batches } = await receiver(t);
  assert.equal((await call(TRACES, request(7))).length, 0);
  assert.equal(batches[0]?.strings.get(batches[0].traceId.at(0)), '07'.repeat(16));
  for (const [signal, service] of [
    ['logs', 'LogsService'],
    ['metrics', 'MetricsService'],
  ])
    await call(`/opentelemetry.proto.collector.${signal}.v1.${service}/Export`, Buffer.alloc(0));
});

test('refused spans are a partial success', async (t) => {
  const { call } = await receiver(t);
  const answer = await call(TRACES, request(0));
  // partial_success (1) { rejected_spans (1) = 1, ... }
  assert.deepEqual([answer[0], answer[2], answer[3]], [0x0a, 0x08, 1]);
});

const refusals: readonly [string, Error | undefined, Buffer, number, number, RegExp][] = [
  ['bad data', undefined, Buffer.from([0x0a, 0x7f, 1]), 1e6, grpc.status.INVALID_ARGUMENT, /./],
  [
    'a full disk',
    new StoreError('store-full', 'The disk is full.'),
    request(1),
    1e6,
    grpc.status.UNAVAILABLE,
    /full/,
  ],
  ['our own failure', new Error('oops'), request(1), 1e6, grpc.status.INTERNAL, /its log says how/],
  ['too large a message', undefined, Buffer.alloc(5000), 1000, grpc.status.RESOURCE_EXHAUSTED, /./],
];
for (const [what, fail, message, limit, code, details] of refusals)
  test(`${what} is refused with code ${code}`, async (t) => {
    const { call } = await receiver(t, fail, limit);
    await assert.rejects(call(TRACES, message), { code, details });
  });

test('another method is unimplemented', async (t) => {
  const { call } = await receiver(t);
  await assert.rejects(
    call('/opentelemetry.proto.collector.profiles.v1.ProfilesService/Export', Buffer.alloc(0)),
    {
      code: grpc.status.UNIMPLEMENTED,
    },
  );
});

test('a taken port is told by its code', async (t) => {
  const { open, port } = await receiver(t);
  await assert.rejects(open('127.0.0.1', port), { code: 'EADDRINUSE' });
});
