import type { CallRow, GapRule, SiteRow } from '../../rule.ts';
import { add, HTTPCLIENT, listen } from './ids.ts';

const made = (kind: CallRow['kind'], names: readonly string[]): SiteRow => ({
  on: 'new',
  kind,
  names,
  receiver: /^$/,
});
/** Usings do not say which of them a name is from: the type the method is called on must be right. */
const call = (
  kind: CallRow['kind'],
  names: readonly string[],
  on = '',
  more: Partial<CallRow> = {},
): SiteRow => ({
  on: 'call',
  kind,
  names,
  receiver: on === '' ? /./ : new RegExp(`^${on}$`),
  path: new RegExp(`(?:^|\\.)${on === '' ? '' : `${on}\\.`}(?:${names.join('|')})$`),
  ...more,
});

export const dotnetClientRules: readonly GapRule[] = [
  {
    id: 'dotnet.http-client',
    tech: 'HttpClient',
    modules: ['System.Net.Http', '<global>'],
    packages: ['Microsoft.NET.Sdk*', 'Microsoft.Extensions.Http'],
    sites: [
      { on: 'new', kind: 'outbound.http', names: ['HttpClient', 'RestClient'], once: true },
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['AddHttpClient'],
        receiver: /[sS]ervices|builder/,
        path: /AddHttpClient$/,
        once: true,
        sure: true,
      },
    ],
    coveredBy: HTTPCLIENT,
    install: add('Http', 'AddHttpClientInstrumentation'),
    tests: [
      {
        code: 'class A {\n  private readonly HttpClient _c = new HttpClient();\n  private readonly HttpClient _d = new();\n}',
        expect: ['outbound.http@2'],
      },
      { code: 'class A {\n  A(HttpClient c) { _c = c; }\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.npgsql',
    tech: 'Npgsql',
    modules: ['Npgsql', 'Npgsql.EntityFrameworkCore.PostgreSQL'],
    packages: ['Npgsql', 'Npgsql.EntityFrameworkCore.PostgreSQL', 'Aspire.Npgsql*'],
    sites: [
      made('outbound.db', ['NpgsqlConnection', 'NpgsqlDataSourceBuilder']),
      call('outbound.db', ['Create'], 'NpgsqlDataSource'),
      call('outbound.db', ['UseNpgsql', 'AddNpgsqlDataSource']),
    ],
    coveredBy: [
      'AddNpgsql',
      'AddSource:Npgsql',
      'NPGSQL',
      'AddEntityFrameworkCoreInstrumentation',
      'ENTITYFRAMEWORKCORE',
    ],
    install: { package: 'Npgsql.OpenTelemetry', enable: '.WithTracing(t => t.AddNpgsql())' },
    tests: [
      {
        code: 'using Npgsql;\nclass A {\n  void F() { using var c = new NpgsqlConnection(cs); NpgsqlConnection d = new(cs); }\n}',
        expect: ['outbound.db@3', 'outbound.db@3'],
      },
      {
        code: 'using Npgsql;\nclass A {\n  void F() { var p = new NpgsqlParameter("x", 1); }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.sql-client',
    tech: 'SqlClient',
    modules: ['Microsoft.Data.SqlClient', 'System.Data.SqlClient', 'Microsoft.EntityFrameworkCore'],
    packages: [
      'Microsoft.Data.SqlClient',
      'System.Data.SqlClient',
      'Microsoft.EntityFrameworkCore.SqlServer',
    ],
    sites: [made('outbound.db', ['SqlConnection']), call('outbound.db', ['UseSqlServer'])],
    coveredBy: [
      'AddSqlClientInstrumentation',
      'SQLCLIENT',
      'AddEntityFrameworkCoreInstrumentation',
      'ENTITYFRAMEWORKCORE',
    ],
    install: add('SqlClient', 'AddSqlClientInstrumentation'),
    tests: [
      {
        code: 'using Microsoft.Data.SqlClient;\nclass A {\n  object F() => new SqlConnection(cs);\n}',
        expect: ['outbound.db@3'],
      },
      {
        code: 'using Microsoft.Data.SqlClient;\nclass A {\n  object F() => new SqlParameter("a", 1);\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.databases',
    tech: 'database',
    modules: [
      'MySqlConnector',
      'MySql.Data.MySqlClient',
      'Oracle.ManagedDataAccess.Client',
      'Microsoft.Data.Sqlite',
      'Pomelo.EntityFrameworkCore.MySql',
      'Google.Cloud.Spanner.Data',
      'Microsoft.EntityFrameworkCore',
    ],
    packages: [
      'MySqlConnector',
      'MySql.Data',
      'Oracle.ManagedDataAccess.Core',
      'Microsoft.Data.Sqlite',
      'Pomelo.EntityFrameworkCore.MySql',
      'Microsoft.EntityFrameworkCore.Sqlite',
      'Google.Cloud.Spanner.Data',
    ],
    sites: [
      made('outbound.db', ['MySqlConnection', 'OracleConnection', 'SqliteConnection', 'SpannerConnection']),
      call('outbound.db', ['UseMySql', 'UseMySQL', 'UseSqlite', 'UseOracle']),
    ],
    coveredBy: [
      'AddSource:MySqlConnector',
      'AddMySqlDataInstrumentation',
      'MYSQLCONNECTOR',
      'MYSQLDATA',
      'ORACLEMDA',
      'SQLITE',
      'AddEntityFrameworkCoreInstrumentation',
      'ENTITYFRAMEWORKCORE',
      'AddOracleDataProviderInstrumentation',
      'ADONET',
    ],
    install: add('EntityFrameworkCore', 'AddEntityFrameworkCoreInstrumentation'),
    tests: [
      {
        code: 'using Google.Cloud.Spanner.Data;\nclass A {\n  void F() { using SpannerConnection c = new(cs); }\n}',
        expect: ['outbound.db@3'],
      },
      {
        code: 'using MySqlConnector;\nclass A {\n  void F() { var p = new MySqlParameter(); }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.mongo',
    tech: 'MongoDB',
    modules: [
      'MongoDB.Driver',
      'Microsoft.Azure.Cosmos',
      'Cassandra',
      'Elastic.Clients.Elasticsearch',
      'Nest',
    ],
    packages: [
      'MongoDB.Driver',
      'Microsoft.Azure.Cosmos',
      'CassandraCSharpDriver',
      'Elastic.Clients.Elasticsearch',
      'NEST',
    ],
    sites: [made('outbound.db', ['MongoClient', 'CosmosClient', 'ElasticsearchClient', 'ElasticClient'])],
    coveredBy: [
      'AddMongoDBInstrumentation',
      'AddSource:MongoDB.Driver.Core.Extensions.DiagnosticSources',
      'AddSource:MongoDB.Driver',
      'MONGODB',
      'AddSource:Azure.Cosmos.Operation',
      'AZURE',
      'AddCassandraInstrumentation',
      'AddElasticsearchClientInstrumentation',
      'AddSource:Elastic.Transport',
      'ELASTICSEARCH',
      'ELASTICTRANSPORT',
    ],
    install: listen(
      'MongoDB.Driver.Core.Extensions.DiagnosticSources',
      'MongoDB.Driver.Core.Extensions.DiagnosticSources',
    ),
    tests: [
      {
        code: 'using MongoDB.Driver;\nclass A {\n  object F() => new MongoClient(cs);\n}',
        expect: ['outbound.db@3'],
      },
      { code: 'using MongoDB.Bson;\nclass A {\n  object F() => new BsonDocument();\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.redis',
    tech: 'Redis',
    modules: ['StackExchange.Redis', 'Microsoft.Extensions.Caching.StackExchangeRedis'],
    packages: [
      'StackExchange.Redis',
      'Microsoft.Extensions.Caching.StackExchangeRedis',
      'Aspire.StackExchange.Redis*',
    ],
    sites: [
      call('outbound.cache', ['Connect', 'ConnectAsync'], 'ConnectionMultiplexer'),
      call('outbound.cache', ['AddStackExchangeRedisCache']),
    ],
    coveredBy: ['AddRedisInstrumentation', 'STACKEXCHANGEREDIS'],
    install: add('StackExchangeRedis', 'AddRedisInstrumentation'),
    tests: [
      {
        code: 'using StackExchange.Redis;\nclass A {\n  object F() => ConnectionMultiplexer.Connect(cs);\n}',
        expect: ['outbound.cache@3'],
      },
      { code: 'using StackExchange.Redis;\nclass A {\n  object F() => new RedisKey("x");\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.azure-messaging',
    tech: 'Azure messaging',
    modules: ['Azure.Messaging.ServiceBus', 'Azure.Messaging.EventHubs', 'Azure.Storage.Queues'],
    packages: ['Azure.Messaging.ServiceBus', 'Azure.Messaging.EventHubs', 'Azure.Storage.Queues'],
    sites: [made('outbound.queue', ['ServiceBusClient', 'EventHubProducerClient', 'QueueClient'])],
    coveredBy: ['AddSource:Azure.Messaging.ServiceBus', 'AddSource:Azure', 'AZURE'],
    install: listen('Azure SDK', 'Azure.*'),
    tests: [
      {
        code: 'using Azure.Messaging.ServiceBus;\nclass A {\n  object F() => new ServiceBusClient(cs);\n}',
        expect: ['outbound.queue@3'],
      },
      {
        code: 'using Azure.Messaging.ServiceBus;\nclass A {\n  object F() => new ServiceBusMessage("x");\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.grpc-client',
    tech: 'gRPC',
    modules: ['Grpc.Net.Client', 'Grpc.Net.ClientFactory'],
    packages: ['Grpc.Net.Client', 'Grpc.Net.ClientFactory', 'Grpc.AspNetCore'],
    sites: [call('outbound.rpc', ['ForAddress'], 'GrpcChannel'), call('outbound.rpc', ['AddGrpcClient'])],
    coveredBy: ['AddGrpcClientInstrumentation', 'GRPCNETCLIENT', ...HTTPCLIENT, 'AddSource:Grpc.Net.Client'],
    install: add('GrpcNetClient', 'AddGrpcClientInstrumentation'),
    tests: [
      {
        code: 'using Grpc.Net.Client;\nclass A {\n  object F() => GrpcChannel.ForAddress("http://x");\n}',
        expect: ['outbound.rpc@3'],
      },
      { code: 'using Grpc.Net.Client;\nclass A {\n  object F() => new GrpcChannelOptions();\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.llm',
    tech: 'language model',
    modules: ['OpenAI', 'OpenAI.Chat', 'Azure.AI.OpenAI', 'Microsoft.SemanticKernel', 'Anthropic'],
    packages: ['OpenAI', 'Azure.AI.OpenAI', 'Microsoft.SemanticKernel'],
    sites: [made('outbound.llm', ['OpenAIClient', 'ChatClient', 'AzureOpenAIClient'])],
    coveredBy: [
      'AddSource:OpenAI.ChatClient',
      'AddSource:Experimental.Microsoft.Extensions.AI',
      'AddSource:Microsoft.SemanticKernel',
      'UseOpenTelemetry',
    ],
    install: listen('OpenAI', 'OpenAI.*'),
    tests: [
      {
        code: 'using OpenAI.Chat;\nclass A {\n  object F() => new ChatClient("m", key);\n}',
        expect: ['outbound.llm@3'],
      },
      { code: 'using Chat;\nclass A {\n  object F() => new Room("m");\n}', expect: [] },
    ],
  },
];
