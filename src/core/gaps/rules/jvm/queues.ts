import type { AnnotationRow, GapRule } from '../../rule.ts';
import { AGENT, FRAMEWORK } from './ids.ts';

const listener = (
  name: string,
  topic: readonly string[],
  kind: 'entry.queue' | 'entry.scheduled' = 'entry.queue',
): AnnotationRow => ({
  on: 'annotation',
  kind,
  target: 'method',
  names: [name],
  keys: { [kind === 'entry.queue' ? 'topic' : 'schedule']: [0, ...topic] },
});

export const jvmQueueRules: readonly GapRule[] = [
  {
    id: 'jvm.kafka',
    tech: 'Kafka',
    modules: ['org.springframework.kafka', 'org.apache.kafka', 'reactor.kafka'],
    packages: ['org.springframework.kafka:spring-kafka', 'org.apache.kafka:kafka-clients'],
    sites: [
      listener('KafkaListener', ['topics', 'value']),
      { on: 'new', kind: 'entry.queue', names: ['KafkaConsumer'], spanInFile: true },
      { on: 'new', kind: 'outbound.queue', names: ['KafkaProducer'] },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['send', 'sendDefault'],
        path: /^KafkaTemplate(?:\(\))?\.send\w*$/,
        keys: { topic: [0] },
      },
    ],
    coveredBy: ['spring-kafka', 'kafka-clients', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.kafka.annotation.KafkaListener;\nimport org.springframework.kafka.core.KafkaTemplate;\nclass A {\n  private KafkaTemplate<String, String> t;\n  @KafkaListener(topics = "orders") void on(String m) { t.send("done", m); }\n}',
        expect: ['entry.queue@5', 'outbound.queue@5'],
      },
      {
        code: 'import org.apache.kafka.clients.consumer.KafkaConsumer\nfun main() {\n  KafkaConsumer<String, ByteArray>(props).use { c -> c.poll(t) }\n}',
        language: 'kotlin',
        expect: ['entry.queue@3'],
      },
      { code: 'class A {\n  private Mail t;\n  void on(String m) { t.send("done", m); }\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.rabbit',
    tech: 'RabbitMQ',
    modules: ['org.springframework.amqp', 'com.rabbitmq.client'],
    packages: ['org.springframework.boot:spring-boot-starter-amqp', 'com.rabbitmq:amqp-client'],
    sites: [
      listener('RabbitListener', ['queues', 'queuesToDeclare']),
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['basicConsume'],
        path: /\.basicConsume$/,
        handler: [-1],
        keys: { topic: [0] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['convertAndSend', 'basicPublish'],
        path: /(?:RabbitTemplate|AmqpTemplate)(?:\(\))?\.convertAndSend$|\.basicPublish$/,
        keys: { topic: [1, 0] },
      },
    ],
    coveredBy: ['spring-rabbit', 'rabbitmq', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.amqp.rabbit.annotation.RabbitListener;\nclass A {\n  @RabbitListener(queues = "q") void on(String m) {}\n}',
        expect: ['entry.queue@3'],
      },
      { code: 'class A {\n  @RabbitListener(queues = "q") void on(String m) {}\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.jms',
    tech: 'JMS',
    modules: ['org.springframework.jms', 'jakarta.jms', 'javax.jms'],
    packages: [
      'org.springframework:spring-jms',
      'org.springframework.boot:spring-boot-starter-activemq',
      'org.springframework.boot:spring-boot-starter-artemis',
    ],
    sites: [
      listener('JmsListener', ['destination']),
      { on: 'super', kind: 'entry.queue', names: ['MessageListener'], methods: /^onMessage$/ },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['convertAndSend'],
        path: /JmsTemplate(?:\(\))?\.convertAndSend$/,
        keys: { topic: [0] },
      },
    ],
    coveredBy: ['spring-jms', 'jms', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.jms.annotation.JmsListener;\nclass A {\n  @JmsListener(destination = "q") void on(String m) {}\n}',
        expect: ['entry.queue@3'],
      },
      {
        code: 'import mine.MessageListener;\nclass A implements MessageListener {\n  public void onMessage(M m) {}\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.cloud-queues',
    tech: 'cloud queue',
    modules: [
      'io.awspring.cloud',
      'org.springframework.pulsar',
      'org.eclipse.microprofile.reactive.messaging',
      'io.nats',
      'org.apache.rocketmq',
    ],
    packages: ['io.awspring.cloud:spring-cloud-aws-starter-sqs'],
    sites: [
      listener('SqsListener', ['value', 'queueNames']),
      listener('PulsarListener', ['topics']),
      listener('Incoming', ['value']),
    ],
    coveredBy: [
      'aws-sdk',
      'spring-pulsar',
      'pulsar',
      'nats',
      'rocketmq-client',
      'kafka-clients',
      ...FRAMEWORK,
    ],
    install: AGENT,
    tests: [
      {
        code: 'import io.awspring.cloud.sqs.annotation.SqsListener;\nclass A {\n  @SqsListener("q") void on(String m) {}\n}',
        expect: ['entry.queue@3'],
      },
      { code: 'class A {\n  @Incoming("q") void on(String m) {}\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.scheduled',
    tech: 'scheduled job',
    modules: [
      'org.springframework.scheduling.annotation',
      'io.quarkus.scheduler',
      'io.micronaut.scheduling.annotation',
      'com.xxl.job',
      'org.jobrunr',
    ],
    packages: ['org.springframework.boot:spring-boot-starter'],
    sites: [
      listener('Scheduled', ['cron', 'fixedRate', 'fixedDelay', 'every'], 'entry.scheduled'),
      listener('XxlJob', ['value'], 'entry.scheduled'),
      listener('Recurring', ['id'], 'entry.scheduled'),
    ],
    coveredBy: ['spring-scheduling', 'xxl-job', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.scheduling.annotation.Scheduled;\nclass J { @Scheduled(fixedRate = 1000) void tick() {} }',
        expect: ['entry.scheduled@2'],
      },
      {
        code: 'import org.springframework.scheduling.annotation.Scheduled;\nimport io.opentelemetry.instrumentation.annotations.WithSpan;\nclass J {\n  @WithSpan\n  @Scheduled(fixedRate = 1000) void tick() {}\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.quartz',
    tech: 'Quartz',
    modules: ['org.quartz', 'org.springframework.scheduling.quartz'],
    packages: ['org.quartz-scheduler:quartz', 'org.springframework.boot:spring-boot-starter-quartz'],
    sites: [
      {
        on: 'super',
        kind: 'entry.scheduled',
        names: ['Job', 'QuartzJobBean', 'InterruptableJob'],
        methods: /^execute(?:Internal)?$/,
        anyVisibility: true,
      },
    ],
    coveredBy: ['quartz'],
    install: AGENT,
    tests: [
      {
        code: 'import org.quartz.*;\nclass A implements Job {\n  public void execute(JobExecutionContext c) {}\n}',
        expect: ['entry.scheduled@3'],
      },
      { code: 'import mine.Job;\nclass A implements Job {\n  public void execute() {}\n}', expect: [] },
    ],
  },
];
