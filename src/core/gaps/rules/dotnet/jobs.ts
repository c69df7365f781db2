import type { GapRule } from '../../rule.ts';
import { add, listen } from './ids.ts';

export const dotnetJobRules: readonly GapRule[] = [
  {
    id: 'dotnet.masstransit',
    tech: 'MassTransit',
    modules: ['MassTransit'],
    packages: ['MassTransit', 'MassTransit.RabbitMQ', 'MassTransit.Azure.ServiceBus.Core'],
    sites: [{ on: 'super', kind: 'entry.queue', names: ['IConsumer'], methods: /^Consume$/ }],
    coveredBy: ['AddSource:MassTransit', 'AddMassTransitInstrumentation', 'MASSTRANSIT'],
    install: listen('MassTransit', 'MassTransit'),
    tests: [
      {
        code: 'using MassTransit;\npublic class OrderConsumer : IConsumer<OrderSubmitted> {\n  public Task Consume(ConsumeContext<OrderSubmitted> c) => null;\n}',
        expect: ['entry.queue@3'],
      },
      { code: 'using Mine;\npublic class A : Thing<X> {\n  public Task Consume() => null;\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.nservicebus',
    tech: 'NServiceBus',
    modules: ['NServiceBus', 'Rebus.Handlers'],
    packages: ['NServiceBus', 'Rebus'],
    sites: [{ on: 'super', kind: 'entry.queue', names: ['IHandleMessages'], methods: /^Handle$/ }],
    coveredBy: ['AddSource:NServiceBus.Core', 'NSERVICEBUS', 'AddRebusInstrumentation'],
    install: listen('NServiceBus', 'NServiceBus.*'),
    tests: [
      {
        code: 'using NServiceBus;\npublic class H : IHandleMessages<Placed> {\n  public Task Handle(Placed m, IMessageHandlerContext c) => null;\n}',
        expect: ['entry.queue@3'],
      },
      {
        code: 'using MediatR;\npublic class H : IRequestHandler<Placed> {\n  public Task Handle(Placed m) => null;\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.rabbitmq',
    tech: 'RabbitMQ',
    modules: ['RabbitMQ.Client'],
    packages: ['RabbitMQ.Client'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['BasicConsume', 'BasicConsumeAsync'],
        receiver: /chan|model|^_?ch$/i,
        spanInFile: true,
        keys: { topic: [0, 'queue'] },
      },
      {
        on: 'call',
        kind: 'outbound.queue',
        names: ['BasicPublish', 'BasicPublishAsync'],
        receiver: /chan|model|^_?ch$/i,
        keys: { topic: [1, 'routingKey'] },
      },
    ],
    coveredBy: [
      'AddSource:RabbitMQ.Client.Publisher',
      'AddSource:RabbitMQ.Client.Subscriber',
      'AddRabbitMQInstrumentation',
      'RABBITMQ',
    ],
    install: listen('RabbitMQ.Client 7 or later', 'RabbitMQ.Client.*'),
    tests: [
      {
        code: 'using RabbitMQ.Client;\nclass A {\n  void F(IModel channel) {\n    channel.BasicConsume("q", true, consumer);\n    channel.BasicPublish("", "q", null, body);\n  }\n}',
        expect: ['entry.queue@4', 'outbound.queue@5'],
      },
      {
        code: 'using RabbitMQ.Client;\nclass A {\n  void F(IModel channel) { channel.QueueDeclare("q"); }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.kafka',
    tech: 'Kafka',
    modules: ['Confluent.Kafka'],
    packages: ['Confluent.Kafka'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['Consume'],
        path: /Consumer(?:Builder\(\)\.Build\(\))?\.Consume$/,
        receiver: /consumer/i,
        spanInFile: true,
        once: true,
      },
      { on: 'new', kind: 'outbound.queue', names: ['ProducerBuilder'] },
    ],
    coveredBy: [
      'AddKafkaConsumerInstrumentation',
      'AddKafkaProducerInstrumentation',
      'AddSource:Confluent.Kafka',
      'KAFKA',
    ],
    install: {
      package: 'OpenTelemetry.Instrumentation.ConfluentKafka',
      enable: '.WithTracing(t => t.AddKafkaConsumerInstrumentation<K, V>())',
    },
    tests: [
      {
        code: 'using Confluent.Kafka;\nclass A {\n  void F(IConsumer<string, string> consumer) {\n    while (true) { var r = consumer.Consume(ct); }\n  }\n}',
        expect: ['entry.queue@4'],
      },
      { code: 'using Mine;\nclass A {\n  void F(Food food) { food.Consume(1); }\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.functions',
    tech: 'Azure Functions',
    modules: ['Microsoft.Azure.Functions.Worker', 'Microsoft.Azure.WebJobs', 'Amazon.Lambda.Annotations'],
    packages: [
      'Microsoft.Azure.Functions.Worker',
      'Microsoft.NET.Sdk.Functions',
      'Amazon.Lambda.Annotations',
    ],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.faas',
        target: 'method',
        names: ['Function', 'FunctionName', 'LambdaFunction'],
        keys: { job: [0] },
      },
    ],
    coveredBy: [
      'AddSource:Microsoft.Azure.Functions.Worker',
      'UseFunctionsWorkerDefaults',
      'AddAWSLambdaConfigurations',
      'aws-lambda-layer',
      'AddApplicationInsightsTelemetryWorkerService',
    ],
    install: {
      package: 'Microsoft.Azure.Functions.Worker.OpenTelemetry',
      enable: 'AddOpenTelemetry().UseFunctionsWorkerDefaults()',
    },
    tests: [
      {
        code: 'using Microsoft.Azure.Functions.Worker;\nclass F {\n  [Function("Orders")]\n  public void Run() {}\n}',
        expect: ['entry.faas@3'],
      },
      { code: 'using Mine;\nclass F {\n  [Named("Orders")]\n  public void Run() {}\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.quartz',
    tech: 'Quartz',
    modules: ['Quartz'],
    packages: ['Quartz', 'Quartz.Extensions.Hosting'],
    sites: [{ on: 'super', kind: 'entry.scheduled', names: ['IJob'], methods: /^Execute$/ }],
    coveredBy: ['AddQuartzInstrumentation', 'AddSource:Quartz', 'QUARTZ'],
    install: add('Quartz', 'AddQuartzInstrumentation'),
    tests: [
      {
        code: 'using Quartz;\npublic class J : IJob {\n  public Task Execute(IJobExecutionContext c) => null;\n}',
        expect: ['entry.scheduled@3'],
      },
      { code: 'using Mine;\npublic class J : Work {\n  public Task Execute() => null;\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.hangfire',
    tech: 'Hangfire',
    modules: ['Hangfire'],
    packages: ['Hangfire', 'Hangfire.Core', 'Hangfire.AspNetCore'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['AddOrUpdate'],
        path: /(?:RecurringJob|\w*[jJ]obManager)(?:<[^>]*>)?\.AddOrUpdate$/,
        receiver: /RecurringJob|recurringJob|jobManager/,
        keys: { job: [0], schedule: [2] },
      },
    ],
    coveredBy: ['AddHangfireInstrumentation'],
    install: add('Hangfire', 'AddHangfireInstrumentation'),
    tests: [
      {
        code: 'using Hangfire;\nclass A {\n  void F() { RecurringJob.AddOrUpdate("nightly", () => Run(), Cron.Daily); }\n}',
        expect: ['entry.scheduled@3'],
      },
      { code: 'using System;\nclass A {\n  void F() { cache.AddOrUpdate("k", 1, f); }\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.hosted-service.timer',
    tech: 'background service',
    modules: ['Microsoft.Extensions.Hosting'],
    packages: ['Microsoft.NET.Sdk.Web', 'Microsoft.NET.Sdk.Worker', 'Microsoft.Extensions.Hosting'],
    sites: [
      {
        on: 'super',
        kind: 'entry.scheduled',
        names: ['BackgroundService'],
        methods: /^ExecuteAsync$/,
        anyVisibility: true,
        ifLoop: true,
      },
    ],
    coveredBy: [],
    note: 'One span a round, not one around the loop: a span that lasts as long as the process is never exported.',
    tests: [
      {
        code: 'using Microsoft.Extensions.Hosting;\npublic class W : BackgroundService {\n  protected override async Task ExecuteAsync(CancellationToken t) {\n    while (!t.IsCancellationRequested) { await Round(); }\n  }\n}',
        expect: ['entry.scheduled@3'],
      },
      {
        code: 'using Microsoft.Extensions.Hosting;\npublic class W : BackgroundService {\n  protected override Task ExecuteAsync(CancellationToken t) => bus.StartAsync(t);\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.commands',
    tech: 'command line',
    modules: ['System.CommandLine', 'Spectre.Console.Cli'],
    packages: ['System.CommandLine', 'Spectre.Console.Cli'],
    sites: [{ on: 'new', kind: 'entry.cli', names: ['RootCommand', 'CommandApp'] }],
    coveredBy: [],
    tests: [
      { code: 'using System.CommandLine;\nvar root = new RootCommand("x");', expect: ['entry.cli@2'] },
      { code: 'using System.CommandLine;\nvar o = new Option<int>("x");', expect: [] },
    ],
  },
];
