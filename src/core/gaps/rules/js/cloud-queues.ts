import type { GapRule } from '../../rule.ts';
import { addTo, otel } from './ids.ts';

export const jsCloudQueueRules: readonly GapRule[] = [
  {
    id: 'js.mqtt',
    tech: 'mqtt',
    modules: ['mqtt'],
    packages: ['mqtt'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['on'],
        path: /connect(?:Async)?\(\)\.on$/,
        text: /\.on\(\s*['"]message['"]/,
        args: [
          [0, 'text'],
          [1, 'handler'],
        ],
        handler: [1],
        once: true,
        keys: { event: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: "import mqtt from 'mqtt';\nconst c = mqtt.connect('mqtt://x');\nc.on('message', (t, m) => {});",
        expect: ['entry.queue@3'],
      },
      { code: "const e = new EventEmitter();\ne.on('message', f);", expect: [] },
    ],
  },
  {
    id: 'js.pubsub',
    tech: 'Google Pub/Sub',
    modules: ['@google-cloud/pubsub'],
    packages: ['@google-cloud/pubsub'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['on'],
        path: /subscription\(\)\.on$/,
        args: [
          [0, 'text'],
          [1, 'handler'],
        ],
        handler: [1],
        once: true,
      },
      { on: 'new', kind: 'outbound.queue', names: ['PubSub'], coveredAt: /enableOpenTelemetryTracing/ },
    ],
    coveredBy: [],
    note: 'The client traces by itself once it is made with enableOpenTelemetryTracing: true.',
    tests: [
      {
        code: "import { PubSub } from '@google-cloud/pubsub';\nconst p = new PubSub();\np.subscription('s').on('message', (m) => {});",
        expect: ['outbound.queue@2', 'entry.queue@3'],
      },
      {
        code: "import { PubSub } from '@google-cloud/pubsub';\nnew PubSub({ enableOpenTelemetryTracing: true });",
        expect: [],
      },
    ],
  },
  {
    id: 'js.servicebus',
    tech: 'Azure Service Bus',
    modules: ['@azure/service-bus', '@azure/event-hubs'],
    packages: ['@azure/service-bus', '@azure/event-hubs'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['subscribe'],
        path: /\(\)\.subscribe$/,
        args: [[0, 'object']],
        handler: ['processMessage', 'processEvents'],
      },
      { on: 'new', kind: 'outbound.queue', names: ['ServiceBusClient', 'EventHubProducerClient'] },
    ],
    coveredBy: ['@azure/opentelemetry-instrumentation-azure-sdk', '@azure/monitor-opentelemetry'],
    install: addTo('@azure/opentelemetry-instrumentation-azure-sdk'),
    tests: [
      {
        code: "import { ServiceBusClient } from '@azure/service-bus';\nconst c = new ServiceBusClient('x');\nc.createReceiver('q').subscribe({ processMessage: async () => {} });",
        expect: ['outbound.queue@2', 'entry.queue@3'],
      },
      { code: "import { Observable } from 'rxjs';\nnew Observable().subscribe({ next });", expect: [] },
    ],
  },
  {
    id: 'js.nest-messages',
    tech: 'nest',
    modules: [
      '@nestjs/microservices',
      '@nestjs/bull',
      '@nestjs/bullmq',
      '@golevelup/nestjs-rabbitmq',
      '@ssut/nestjs-sqs',
    ],
    packages: ['@nestjs/microservices', '@nestjs/bull', '@nestjs/bullmq', '@golevelup/nestjs-rabbitmq'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.queue',
        target: 'method',
        names: [
          'EventPattern',
          'MessagePattern',
          'Process',
          'RabbitSubscribe',
          'RabbitRPC',
          'SqsMessageHandler',
        ],
        keys: { topic: [0, 'queue', 'routingKey', 'name'] },
      },
    ],
    coveredBy: otel('kafkajs', 'amqplib', 'nestjs-core'),
    tests: [
      {
        code: "import { EventPattern } from '@nestjs/microservices';\nclass A { @EventPattern('x') on() {} }",
        expect: ['entry.queue@2'],
      },
      { code: "class A { @EventPattern('x') on() {} }", expect: [] },
    ],
  },
  {
    id: 'js.pg-boss',
    tech: 'pg-boss',
    modules: ['pg-boss', 'graphile-worker'],
    packages: ['pg-boss', 'graphile-worker'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['work'],
        path: /\(\)\.work$/,
        args: [
          [0, 'text'],
          [-1, 'handler'],
        ],
        handler: [-1],
        keys: { topic: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: "import PgBoss from 'pg-boss';\nconst boss = new PgBoss('x');\nboss.work('mail', async (job) => {});",
        expect: ['entry.queue@3'],
      },
      { code: "import { team } from './team';\nteam.work('mail', async () => {});", expect: [] },
    ],
  },
];
