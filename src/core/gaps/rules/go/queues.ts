import type { CallRow, GapRule } from '../../rule.ts';

const loop = (names: readonly string[], path: RegExp, keys: CallRow['keys'] = {}): CallRow => ({
  on: 'call',
  kind: 'entry.queue',
  names,
  path,
  keys,
  spanInFile: true,
  once: true,
});

const NOTE =
  'No OpenTelemetry instrumentation of this library is published by the project: a span by hand, with extract from the headers, is the way.';

export const goQueueRules: readonly GapRule[] = [
  {
    id: 'go.sarama',
    tech: 'Sarama',
    modules: ['github.com/IBM/sarama', 'github.com/Shopify/sarama'],
    packages: ['github.com/IBM/sarama', 'github.com/Shopify/sarama'],
    sites: [
      loop(
        ['Messages'],
        /^(?:ConsumerGroupClaim|PartitionConsumer|\w+\(\)\.ConsumePartition\(\))\.Messages$/,
      ),
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['NewSyncProducer', 'NewAsyncProducer'],
        path: /^New\w+$/,
      },
    ],
    coveredBy: [
      'github.com/dnwe/otelsarama',
      'go.opentelemetry.io/contrib/instrumentation/github.com/Shopify/sarama/otelsarama',
      'github.com/open-telemetry/opentelemetry-demo/otelsarama',
    ],
    install: {
      package: 'github.com/dnwe/otelsarama',
      enable: 'otelsarama.WrapConsumerGroupHandler(handler)',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/IBM/sarama"\nfunc (h *H) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {\n\tfor m := range claim.Messages() {\n\t\thandle(m)\n\t}\n\treturn nil\n}',
        expect: ['entry.queue@4'],
      },
      {
        code: 'package main\nimport (\n\t"github.com/IBM/sarama"\n\t"go.opentelemetry.io/otel"\n)\nfunc (h *H) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {\n\tfor m := range claim.Messages() {\n\t\t_, span := otel.Tracer("x").Start(ctx, "process")\n\t\thandle(m)\n\t\tspan.End()\n\t}\n\treturn nil\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'go.kafka-go',
    tech: 'kafka-go',
    modules: ['github.com/segmentio/kafka-go'],
    packages: ['github.com/segmentio/kafka-go'],
    sites: [
      loop(['ReadMessage', 'FetchMessage'], /^(?:NewReader\(\)|Reader)\.(?:Read|Fetch)Message$/),
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['WriteMessages'],
        path: /^(?:NewWriter\(\)|Writer)\.WriteMessages$/,
        once: true,
      },
    ],
    coveredBy: ['github.com/Trendyol/otel-kafka-konsumer'],
    note: NOTE,
    tests: [
      {
        code: 'package main\nimport "github.com/segmentio/kafka-go"\nfunc run(ctx context.Context) {\n\tr := kafka.NewReader(kafka.ReaderConfig{})\n\tfor {\n\t\tm, err := r.ReadMessage(ctx)\n\t}\n}',
        expect: ['entry.queue@6'],
      },
      {
        code: 'package main\nimport "github.com/segmentio/kafka-go"\nfunc f() { kafka.Dial("tcp", "x") }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.confluent-kafka',
    tech: 'confluent-kafka-go',
    modules: ['github.com/confluentinc/confluent-kafka-go', 'github.com/twmb/franz-go'],
    packages: ['github.com/confluentinc/confluent-kafka-go/v2', 'github.com/twmb/franz-go'],
    sites: [
      loop(
        ['ReadMessage', 'Poll', 'PollFetches'],
        /(?:NewConsumer\(\)|Consumer|NewClient\(\)|Client)\.(?:ReadMessage|Poll|PollFetches)$/,
      ),
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['NewProducer'],
        path: /NewProducer$/,
      },
    ],
    coveredBy: [
      'github.com/jurabek/otelkafka',
      'splunkkafka',
      'github.com/twmb/franz-go/plugin/kotel',
      'github.com/etf1/opentelemetry-go-contrib',
    ],
    install: {
      package: 'github.com/jurabek/otelkafka',
      enable: 'otelkafka.NewConsumer(...) in place of kafka.NewConsumer(...)',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/confluentinc/confluent-kafka-go/v2/kafka"\nfunc f(c *kafka.Consumer) { c.ReadMessage(-1) }',
        expect: ['entry.queue@3'],
      },
      { code: 'package main\nimport "x/kafka"\nfunc f(c *kafka.Consumer) { c.ReadMessage(-1) }', expect: [] },
    ],
  },
  {
    id: 'go.amqp',
    tech: 'RabbitMQ',
    modules: [
      'github.com/rabbitmq/amqp091-go',
      'github.com/streadway/amqp',
      'github.com/wagslane/go-rabbitmq',
    ],
    packages: ['github.com/rabbitmq/amqp091-go', 'github.com/streadway/amqp'],
    sites: [
      loop(['Consume', 'ConsumeWithContext'], /(?:Channel(?:\(\))?)\.Consume\w*$/, { topic: [0] }),
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['Publish', 'PublishWithContext'],
        path: /(?:Channel(?:\(\))?)\.Publish\w*$/,
        keys: { topic: [2, 1] },
      },
    ],
    coveredBy: [],
    note: NOTE,
    tests: [
      {
        code: 'package main\nimport amqp "github.com/rabbitmq/amqp091-go"\nfunc f(ch *amqp.Channel) {\n\tms, err := ch.Consume("orders", "", false, false, false, false, nil)\n\tch.PublishWithContext(ctx, "", "orders", false, false, amqp.Publishing{})\n}',
        expect: ['entry.queue@4', 'outbound.queue@5'],
      },
      {
        code: 'package main\nimport amqp "github.com/rabbitmq/amqp091-go"\nfunc f(ch *amqp.Channel) { ch.QueueDeclare("x") }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.nats',
    tech: 'NATS',
    modules: ['github.com/nats-io/nats.go'],
    packages: ['github.com/nats-io/nats.go'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['Subscribe', 'QueueSubscribe', 'PullSubscribe', 'ChanSubscribe'],
        path: /(?:Connect\(\)|Conn|EncodedConn|JetStream(?:\(\))?|JetStreamContext)\.\w*Subscribe$/,
        handler: [-1],
        keys: { topic: [0] },
      },
    ],
    coveredBy: [],
    note: NOTE,
    tests: [
      {
        code: 'package main\nimport "github.com/nats-io/nats.go"\nfunc f(nc *nats.Conn) { nc.Subscribe("orders", func(m *nats.Msg) { handle(m) }) }',
        expect: ['entry.queue@3'],
      },
      {
        code: 'package main\nimport "x/nats"\nfunc f(nc *nats.Conn) { nc.Subscribe("orders", h) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.task-queues',
    tech: 'task queue',
    modules: [
      'github.com/hibiken/asynq',
      'github.com/ThreeDotsLabs/watermill',
      'github.com/gocraft/work',
      'github.com/riverqueue/river',
      'github.com/RichardKnop/machinery',
    ],
    packages: ['github.com/hibiken/asynq', 'github.com/ThreeDotsLabs/watermill', 'github.com/gocraft/work'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: [
          'HandleFunc',
          'Handle',
          'AddHandler',
          'AddNoPublisherHandler',
          'Job',
          'JobWithOptions',
          'RegisterTask',
        ],
        path: /(?:NewServeMux\(\)|ServeMux|NewRouter\(\)|Router|NewWorkerPool\(\)|NewServer\(\))\.\w+$/,
        args: [
          [0, 'any'],
          [1, 'any'],
        ],
        handler: [-1],
        keys: { job: [0] },
      },
    ],
    coveredBy: [
      'github.com/dentech-floss/watermill-opentelemetry-go-extra',
      'github.com/voi-oss/watermill-opentelemetry',
      'github.com/riverqueue/rivercontrib/otelriver',
    ],
    note: NOTE,
    tests: [
      {
        code: 'package main\nimport "github.com/hibiken/asynq"\nfunc main() {\n\tmux := asynq.NewServeMux()\n\tmux.HandleFunc("email:welcome", send)\n}',
        expect: ['entry.queue@5'],
      },
      {
        code: 'package main\nimport "github.com/hibiken/asynq"\nfunc main() { asynq.NewTask("x", nil) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.cron',
    tech: 'cron',
    modules: ['github.com/robfig/cron', 'github.com/go-co-op/gocron', 'github.com/jasonlvhit/gocron'],
    packages: ['github.com/robfig/cron/v3', 'github.com/robfig/cron', 'github.com/go-co-op/gocron'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['AddFunc', 'AddJob', 'Do', 'NewJob', 'DoWithJobDetails'],
        path: /(?:New\w*\(\)|Cron|Scheduler)\.(?:\w+\(\)\.)*(?:AddFunc|AddJob|Do|NewJob)$/,
        handler: [-1],
        keys: { schedule: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'package main\nimport "github.com/robfig/cron/v3"\nfunc main() {\n\tc := cron.New()\n\tc.AddFunc("@hourly", tidy)\n}',
        expect: ['entry.scheduled@5'],
      },
      {
        code: 'package main\nimport "sync"\nfunc main() {\n\tvar once sync.Once\n\tonce.Do(f)\n}',
        expect: [],
      },
    ],
  },
];
