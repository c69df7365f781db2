import type { CallRow, GapRule } from '../../rule.ts';
import { ALL_RB, rb } from './servers.ts';

const made = (kind: CallRow['kind'], names: readonly string[], path: RegExp): CallRow => ({
  on: 'call',
  kind,
  names,
  path,
});

export const rubyClientRules: readonly GapRule[] = [
  {
    id: 'ruby.http',
    tech: 'HTTP client',
    modules: [
      'Faraday',
      'Net',
      'HTTParty',
      'RestClient',
      'HTTP',
      'Excon',
      'Typhoeus',
      'HTTPX',
      'HTTPClient',
      'Ethon',
    ],
    packages: ['faraday', 'httparty', 'rest-client', 'http', 'excon', 'typhoeus', 'httpx'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['new', 'get', 'post', 'put', 'patch', 'delete', 'start', 'get_response', 'post_form'],
        path: /^(?:new|get|post|put|patch|delete)$|^HTTP\.(?:new|get|post|start|get_response|post_form)$/,
        once: true,
      },
    ],
    coveredBy: rb('faraday', 'net_http', 'http', 'excon', 'ethon', 'restclient', 'httpx', 'http_client'),
    install: ALL_RB,
    tests: [
      {
        code: "class A\n  def x\n    Net::HTTP.get(URI('http://a'))\n    Faraday.new('b')\n  end\nend",
        expect: ['outbound.http@3'],
      },
      { code: "class A\n  def x\n    params.get('a')\n    Thing.new\n  end\nend", expect: [] },
    ],
  },
  {
    id: 'ruby.databases',
    tech: 'database',
    modules: ['PG', 'Mysql2', 'Mongo', 'Sequel', 'Trilogy', 'Elasticsearch', 'OpenSearch', 'SQLite3'],
    packages: ['pg', 'mysql2', 'mongo', 'sequel', 'trilogy', 'elasticsearch'],
    sites: [
      made(
        'outbound.db',
        ['new', 'connect'],
        /^(?:connect|new|Client\.new|Connection\.(?:new|open)|Database\.new)$/,
      ),
    ],
    coveredBy: rb('pg', 'mysql2', 'mongo', 'trilogy', 'active_record'),
    install: ALL_RB,
    tests: [
      {
        code: "DB = PG.connect(dbname: 'x')\nC = Mysql2::Client.new(host: 'x')",
        expect: ['outbound.db@1', 'outbound.db@2'],
      },
      { code: 'raise PG::Error.new("x")', expect: [] },
    ],
  },
  {
    id: 'ruby.caches',
    tech: 'Redis',
    modules: ['Redis', 'Dalli', 'RedisClient'],
    packages: ['redis', 'dalli', 'redis-client'],
    sites: [made('outbound.cache', ['new', 'config'], /^(?:new|Client\.new|config)$/)],
    coveredBy: rb('redis', 'dalli'),
    install: ALL_RB,
    tests: [
      { code: "R = Redis.new(url: 'x')", expect: ['outbound.cache@1'] },
      { code: "R = Registry.new(url: 'x')", expect: [] },
    ],
  },
  {
    id: 'ruby.queues',
    tech: 'message queue',
    modules: ['Bunny', 'Kafka', 'Rdkafka', 'WaterDrop'],
    packages: ['bunny', 'ruby-kafka', 'rdkafka', 'waterdrop'],
    sites: [made('outbound.queue', ['new'], /^(?:new|Config\.new|Producer\.new)$/)],
    coveredBy: rb('bunny', 'ruby_kafka', 'rdkafka'),
    install: ALL_RB,
    tests: [
      { code: "C = Bunny.new('amqp://x')", expect: ['outbound.queue@1'] },
      { code: "C = Rabbit.new('x')", expect: [] },
    ],
  },
  {
    id: 'ruby.aws',
    tech: 'AWS SDK',
    modules: ['Aws'],
    packages: ['aws-sdk*'],
    sites: [made('outbound.rpc', ['new'], /^\w+\.(?:Client|Resource)\.new$/)],
    coveredBy: rb('aws_sdk'),
    install: ALL_RB,
    tests: [
      { code: 'S3 = Aws::S3::Client.new', expect: ['outbound.rpc@1'] },
      { code: "C = Aws::Credentials.new('a', 'b')", expect: [] },
    ],
  },
  {
    id: 'ruby.llm',
    tech: 'language model',
    modules: ['OpenAI', 'Anthropic', 'RubyLLM'],
    packages: ['ruby-openai', 'openai', 'anthropic', 'ruby_llm'],
    sites: [made('outbound.llm', ['new', 'chat'], /^(?:Client\.new|chat)$/)],
    coveredBy: rb('anthropic', 'openai', 'ruby_llm'),
    tests: [
      { code: "C = OpenAI::Client.new(access_token: 'x')", expect: ['outbound.llm@1'] },
      { code: "C = Model::Client.new('x')", expect: [] },
    ],
  },
];
