import type { GapRule } from '../../rule.ts';
import { addPy, py } from './ids.ts';

export const pythonQueueRules: readonly GapRule[] = [
  {
    id: 'python.kafka',
    tech: 'Kafka',
    modules: ['kafka', 'confluent_kafka', 'aiokafka', 'faust'],
    packages: ['kafka-python', 'kafka-python-ng', 'confluent-kafka', 'aiokafka', 'faust-streaming'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['KafkaConsumer', 'Consumer', 'AIOKafkaConsumer', 'DeserializingConsumer', 'AvroConsumer'],
        path: /^(?:\w+\.)?(?:\w*Consumer)$/,
        spanInFile: true,
        keys: { topic: [0] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['KafkaProducer', 'Producer', 'AIOKafkaProducer', 'SerializingProducer', 'AvroProducer'],
        path: /^(?:\w+\.)?\w*Producer$/,
        spanInFile: true,
      },
      { on: 'annotation', kind: 'entry.queue', target: 'method', names: ['agent'], member: true },
    ],
    coveredBy: py('kafka-python', 'confluent-kafka', 'aiokafka'),
    install: addPy('kafka-python, -confluent-kafka or -aiokafka'),
    tests: [
      {
        code: 'from kafka import KafkaConsumer\nc = KafkaConsumer("orders")\nfor m in c: handle(m)',
        expect: ['entry.queue@2'],
      },
      {
        code: 'from confluent_kafka import Producer\np = Producer({})\np.produce("t", b"x")',
        expect: ['outbound.queue@2'],
      },
      {
        code: 'from channels.generic import Consumer\nfrom opentelemetry import trace\nConsumer()',
        expect: [],
      },
    ],
  },
  {
    id: 'python.rabbitmq',
    tech: 'RabbitMQ',
    modules: ['pika', 'aio_pika', 'kombu', 'amqp', 'aioamqp', 'faststream'],
    packages: ['pika', 'aio-pika', 'kombu', 'faststream'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['basic_consume'],
        path: /basic_consume$/,
        receiver: /chan|^ch$/,
        handler: ['on_message_callback', 'consumer_callback', 1, 0],
        keys: { topic: ['queue', 0] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['basic_publish'],
        path: /basic_publish$/,
        receiver: /chan|^ch$/,
        keys: { topic: ['routing_key', 1] },
      },
      {
        on: 'annotation',
        kind: 'entry.queue',
        target: 'method',
        names: ['subscriber'],
        member: true,
        keys: { topic: [0] },
      },
      { on: 'super', kind: 'entry.queue', names: ['ConsumerMixin', 'ConsumerProducerMixin'], whole: true },
    ],
    coveredBy: py('pika', 'aio-pika'),
    install: addPy('pika'),
    tests: [
      {
        code: 'import pika\nc = pika.BlockingConnection(p)\nch = c.channel()\nch.basic_consume(queue="q", on_message_callback=cb)\nch.basic_publish(exchange="", routing_key="q", body=b)',
        expect: ['entry.queue@4', 'outbound.queue@5'],
      },
      { code: 'import pika\nch.queue_declare(queue="q")', expect: [] },
    ],
  },
  {
    id: 'python.cloud-queues',
    tech: 'cloud queue',
    modules: ['boto3', 'aiobotocore', 'aioboto3'],
    packages: ['boto3', 'aiobotocore', 'aioboto3'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['receive_message', 'receive_messages'],
        path: /\(\)\.receive_messages?$/,
        receiver: /sqs|queue/i,
        spanInFile: true,
        keys: { topic: ['QueueUrl'] },
      },
    ],
    coveredBy: py('boto3sqs', 'botocore'),
    install: addPy('boto3sqs'),
    tests: [
      {
        code: 'import boto3\nsqs = boto3.client("sqs")\nm = sqs.receive_message(QueueUrl=u)',
        expect: ['outbound.rpc@2', 'entry.queue@3'],
      },
      { code: 'import email\nmailbox.receive_message(u)', expect: [] },
    ],
  },
  {
    id: 'python.pubsub',
    tech: 'Pub/Sub',
    modules: [
      'google.cloud.pubsub',
      'google.cloud.pubsub_v1',
      'google.cloud',
      'nats',
      'pulsar',
      'paho.mqtt',
      'azure.servicebus',
    ],
    packages: ['google-cloud-pubsub', 'nats-py', 'pulsar-client', 'paho-mqtt', 'azure-servicebus'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['subscribe'],
        path: /(?:SubscriberClient|connect|Client|NATS)\(\)\.subscribe$/,
        handler: ['callback', 'cb', 1],
        keys: { topic: [0] },
      },
    ],
    coveredBy: ['google.cloud.pubsub_v1#opentelemetry'],
    tests: [
      {
        code: 'from google.cloud import pubsub_v1\ns = pubsub_v1.SubscriberClient()\ns.subscribe(path, callback=cb)',
        expect: ['entry.queue@3'],
      },
      { code: 'from blinker import signal\nsignal("x").subscribe(f)', expect: [] },
    ],
  },
];
