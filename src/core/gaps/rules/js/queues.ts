import type { GapRule } from '../../rule.ts';
import { AUTO_JS, otel } from './ids.ts';

export const jsQueueRules: readonly GapRule[] = [
  {
    id: 'js.kafkajs',
    tech: 'kafkajs',
    modules: ['kafkajs', '@confluentinc/kafka-javascript'],
    packages: ['kafkajs', '@confluentinc/kafka-javascript'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['run'],
        path: /consumer\(\)\.run$|Consumer\.run$/,
        receiver: /[cC]onsumer$/,
        args: [[0, 'object']],
        handler: ['eachMessage', 'eachBatch'],
      },
      { on: 'call', kind: 'outbound.queue', names: ['producer'], path: /producer$/ },
    ],
    coveredBy: otel('kafkajs'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { Kafka } from 'kafkajs';\nconst c = new Kafka({}).consumer({ groupId: 'g' });\nc.run({ eachMessage: async ({ message }) => {} });",
        expect: ['entry.queue@3'],
      },
      {
        code: "import { Kafka } from 'kafkajs';\nconst p = new Kafka({}).producer();\np.send({ topic: 't', messages: [] });",
        expect: ['outbound.queue@2'],
      },
      { code: "import { run } from './jobs';\nrun({ eachMessage: 1 });", expect: [] },
    ],
  },
  {
    id: 'js.amqplib',
    tech: 'amqplib',
    modules: ['amqplib', 'amqp-connection-manager'],
    packages: ['amqplib', 'amqp-connection-manager'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['consume'],
        receiver: /^(?:this\.)?_?(?:ch|chan|channel\w*|\w*Channel)$/,
        path: /consume$/,
        args: [[1, 'handler']],
        handler: [1],
        keys: { topic: [0] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['sendToQueue', 'publish'],
        receiver: /^(?:this\.)?_?(?:ch|chan|channel\w*|\w*Channel)$/,
        path: /(?:sendToQueue|publish)$/,
        once: true,
        keys: { topic: [0] },
      },
    ],
    coveredBy: otel('amqplib'),
    install: AUTO_JS,
    tests: [
      {
        code: "const amqp = require('amqplib');\nasync function main() {\n  const conn = await amqp.connect('amqp://x');\n  const ch = await conn.createChannel();\n  ch.consume('jobs', (m) => {});\n  ch.sendToQueue('jobs', b);\n}",
        expect: ['entry.queue@5', 'outbound.queue@6'],
      },
      {
        code: "import { EventBus } from './bus';\nconst bus = new EventBus();\nbus.publish('x', 1);",
        expect: [],
      },
    ],
  },
  {
    id: 'js.bullmq',
    tech: 'bullmq',
    modules: ['bullmq'],
    packages: ['bullmq'],
    sites: [
      {
        on: 'new',
        kind: 'entry.queue',
        names: ['Worker'],
        args: [[1, 'handler']],
        handler: [1],
        keys: { topic: [0] },
        coveredAt: /telemetry\s*:/,
      },
      {
        on: 'new',
        kind: 'outbound.queue',
        names: ['Queue', 'FlowProducer'],
        keys: { topic: [0] },
        coveredAt: /telemetry\s*:/,
      },
    ],
    coveredBy: [
      'bullmq-otel',
      '@jenniferplusplus/opentelemetry-instrumentation-bullmq',
      '@appsignal/opentelemetry-instrumentation-bullmq',
    ],
    install: {
      package: 'bullmq-otel',
      enable: "pass telemetry: new BullMQOtel('name') to workers and queues",
    },
    tests: [
      {
        code: "import { Worker } from 'bullmq';\nnew Worker('emails', async (job) => {});",
        expect: ['entry.queue@2'],
      },
      {
        code: "import { Worker } from 'bullmq';\nnew Worker('emails', async (job) => {}, { telemetry: new BullMQOtel('x') });",
        expect: [],
      },
      { code: "import { Worker } from 'node:worker_threads';\nnew Worker('x.js', f);", expect: [] },
    ],
  },
  {
    id: 'js.bull',
    tech: 'bull',
    modules: ['bull', 'bee-queue'],
    packages: ['bull', 'bee-queue'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['process'],
        path: /\(\)\.process$/,
        args: [[-1, 'handler']],
        handler: [-1],
      },
      { on: 'new', kind: 'outbound.queue', names: ['Queue', 'Bull'], keys: { topic: [0] } },
    ],
    coveredBy: ['@appsignal/opentelemetry-instrumentation-bullmq', 'opentelemetry-instrumentation-bull'],
    tests: [
      {
        code: "const Queue = require('bull');\nconst q = new Queue('mail');\nq.process(async (job) => {});",
        expect: ['outbound.queue@2', 'entry.queue@3'],
      },
      { code: 'const q = makeQueue();\nq.process(async (job) => {});', expect: [] },
    ],
  },
  {
    id: 'js.sqs',
    tech: 'sqs',
    modules: ['sqs-consumer'],
    packages: ['sqs-consumer'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['create'],
        path: /^Consumer\.create$/,
        handler: ['handleMessage', 'handleMessageBatch'],
      },
    ],
    coveredBy: [],
    note: 'The AWS SDK instrumentation traces the receive call, not the processing of a message.',
    tests: [
      {
        code: "import { Consumer } from 'sqs-consumer';\nConsumer.create({ queueUrl: 'u', handleMessage: async (m) => {} });",
        expect: ['entry.queue@2'],
      },
      { code: "import { Consumer } from './consumer';\nConsumer.create({ handleMessage });", expect: [] },
    ],
  },
  {
    id: 'js.nats',
    tech: 'nats',
    modules: ['nats', '@nats-io/transport-node', '@nats-io/nats-core'],
    packages: ['nats', '@nats-io/transport-node'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['subscribe'],
        path: /^connect\(\)\.subscribe$|NatsConnection\.subscribe$/,
        keys: { topic: [0] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['publish'],
        path: /^connect\(\)\.publish$|NatsConnection\.publish$/,
        once: true,
        keys: { topic: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: "import { connect } from 'nats';\nconst nc = await connect();\nnc.subscribe('orders', { callback });\nnc.publish('x');",
        expect: ['entry.queue@3', 'outbound.queue@4'],
      },
      { code: "import { store } from './store';\nstore.subscribe('orders', f);", expect: [] },
    ],
  },
];
