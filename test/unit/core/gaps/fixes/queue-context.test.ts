import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed } from '../../../../support/gap-fixes.ts';

const TS = `import { Kafka } from 'kafkajs';
const producer = new Kafka({}).producer();

export async function placed(order: Order) {
  await producer.send({ topic: 'orders', messages: [{ value: 'x' }, { value: 'y', headers: { a: 'b' } }] });
  channel.sendToQueue('q', Buffer.from('x'));
}

await consumer.run({
  eachMessage: async ({ topic, message }) => {
    // work
    await handle(message.value);
  },
});
`;
const ts = { language: 'typescript', file: 'a.ts', code: TS } as const;

test('JavaScript: messages carry the context, headers that are there stay', async () => {
  const after = await fixed({
    ...ts,
    kind: 'inject',
    at: 'new Kafka',
    target: { rule: 'context.queue-inject' },
  });
  assert.ok(
    after.includes(
      "messages: [{ value: 'x', headers: injectTraceContext() }, { value: 'y', headers: { a: 'b', ...injectTraceContext() } }]",
    ),
    after,
  );
  assert.ok(
    after.includes("channel.sendToQueue('q', Buffer.from('x'), { headers: injectTraceContext() });"),
    after,
  );
  assert.ok(
    after.endsWith(`
/** Headers with the trace context, for the consumer to go on with. */
function injectTraceContext() {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
`),
    after,
  );
  const again = await fixed({ ...ts, code: after, kind: 'inject', at: 'new Kafka', target: {} });
  assert.match(again, /^refused: /, 'nothing is left to do');
});

test('JavaScript: the handler runs in the context of its message', async () => {
  const after = await fixed({
    ...ts,
    kind: 'extract',
    at: 'consumer.run',
    target: { rule: 'context.queue-extract' },
  });
  assert.ok(
    after.includes(`  eachMessage: async ({ topic, message }) => {
    return context.with(extractTraceContext(message.headers), async () => {
      // work
      await handle(message.value);
    });
  },
`),
    after,
  );
});

const PY = `import pika
from kafka import KafkaProducer

producer = KafkaProducer()


def send(order):
    producer.send("orders", value=order)
    channel.basic_publish(exchange="", routing_key="q", body=order)


def on_message(ch, method, properties, body):
    """One."""
    work(body)


channel.basic_consume(queue="q", on_message_callback=on_message)
`;
const py = { language: 'python', file: 'a.py', code: PY } as const;

test('Python: kafka-python takes bytes, pika properties; the docstring stays first', async () => {
  const sent = await fixed({
    ...py,
    kind: 'inject',
    at: 'KafkaProducer()',
    target: { rule: 'context.queue-inject' },
  });
  assert.ok(
    sent.includes(
      'producer.send("orders", value=order, headers=[(key, value.encode()) for key, value in inject_trace_context().items()])',
    ),
    sent,
  );
  assert.ok(
    sent.includes('body=order, properties=pika.BasicProperties(headers=inject_trace_context()))'),
    sent,
  );
  assert.match(
    sent,
    /^from opentelemetry import propagate\n[\s\S]*^def inject_trace_context\(\):\n[\s\S]*^def send/m,
  );
  const taken = await fixed({
    ...py,
    kind: 'extract',
    at: 'basic_consume',
    target: { rule: 'context.queue-extract' },
  });
  assert.ok(
    taken.includes(`def on_message(ch, method, properties, body):
    """One."""
    token = context.attach(propagate.extract(properties.headers or {}))
    try:
        work(body)
    finally:
        context.detach(token)
`),
    taken,
  );
});

test('Go: each message of the function, and one helper', async () => {
  const code = `package main

import (
	"context"

	"github.com/segmentio/kafka-go"
)

func send(ctx context.Context, w *kafka.Writer) error {
	return w.WriteMessages(ctx, kafka.Message{Value: []byte("y")})
}
`;
  const after = await fixed({
    language: 'go',
    file: 'a.go',
    code,
    kind: 'inject',
    at: 'WriteMessages',
    target: { rule: 'context.queue-inject' },
  });
  assert.ok(after.includes('kafka.Message{Value: []byte("y"), Headers: injectTraceContext(ctx)}'), after);
  assert.ok(
    after.includes(
      'func injectTraceContext(ctx context.Context) []kafka.Header {\n\tcarrier := propagation.MapCarrier{}\n',
    ),
    after,
  );
});

test('a table used as a queue, and what cannot be seen, are refused with what to do', async () => {
  const sql = await fixed({ ...ts, kind: 'inject', at: 'new Kafka', target: { keys: { table: 'jobs' } } });
  assert.match(sql, /^refused: jobs is a table: give it a column for the context/);
  const none = await fixed({
    language: 'typescript',
    file: 'a.ts',
    code: 'queue.push(1);\n',
    kind: 'inject',
    at: 'queue',
    target: {},
  });
  assert.match(none, /^refused: It cannot be seen here how the message takes headers/);
});
