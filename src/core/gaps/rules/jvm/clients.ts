import type { CallRow, GapRule } from '../../rule.ts';
import { AGENT, FRAMEWORK } from './ids.ts';

const call = (kind: CallRow['kind'], names: readonly string[], path: RegExp): CallRow => ({
  on: 'call',
  kind,
  names,
  path,
});
const made = (kind: CallRow['kind'], names: readonly string[]): CallRow => ({ on: 'new', kind, names });

export const jvmClientRules: readonly GapRule[] = [
  {
    id: 'jvm.spring-clients',
    tech: 'Spring HTTP client',
    modules: ['org.springframework.web.client', 'org.springframework.web.reactive.function.client'],
    packages: ['org.springframework:spring-web'],
    sites: [
      made('outbound.http', ['RestTemplate']),
      call('outbound.http', ['create'], /^(?:WebClient|RestClient)\.create$/),
    ],
    // Micrometer follows the builders that Spring hands out, not clients made by hand.
    coveredBy: [
      'spring-web',
      'http-url-connection',
      'java-http-client',
      'apache-httpclient',
      'reactor-netty',
      'spring-webflux',
      'sleuth',
    ],
    install: AGENT,
    note: 'With Micrometer only clients from an injected RestTemplateBuilder, RestClient.Builder or WebClient.Builder are traced.',
    tests: [
      {
        code: 'import org.springframework.web.client.RestTemplate;\nclass A {\n  private final RestTemplate rest = new RestTemplate();\n}',
        expect: ['outbound.http@3'],
      },
      {
        code: 'import org.springframework.web.client.RestTemplate;\nclass A {\n  A(RestTemplateBuilder b) { this.rest = b.build(); }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.feign',
    tech: 'Feign',
    modules: [
      'org.springframework.cloud.openfeign',
      'org.eclipse.microprofile.rest.client.inject',
      'io.micronaut.http.client.annotation',
    ],
    packages: ['org.springframework.cloud:spring-cloud-starter-openfeign'],
    sites: [
      {
        on: 'annotation',
        kind: 'outbound.http',
        target: 'class',
        names: ['FeignClient', 'RegisterRestClient', 'Client'],
        keys: { url: ['url', 'name', 'value', 0] },
      },
    ],
    coveredBy: ['http-url-connection', 'apache-httpclient', 'okhttp', ...FRAMEWORK, 'jaxrs-client'],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.cloud.openfeign.FeignClient;\nimport org.springframework.web.bind.annotation.GetMapping;\n@FeignClient("b")\ninterface B {\n  @GetMapping("/x") String x();\n}',
        expect: ['outbound.http@3'],
      },
      {
        code: 'import org.springframework.cloud.openfeign.FeignClient;\n@FeignClient(name = "b")\ninterface B {}',
        expect: ['outbound.http@2'],
      },
      { code: 'import org.springframework.stereotype.Component;\n@Component\nclass B {}', expect: [] },
    ],
  },
  {
    id: 'jvm.http-clients',
    tech: 'HTTP client',
    modules: [
      'java.net.http',
      'okhttp3',
      'com.squareup.okhttp3',
      'org.apache.http',
      'org.apache.hc',
      'org.asynchttpclient',
      'io.ktor.client',
      'kong.unirest',
      'retrofit2',
    ],
    packages: [
      'com.squareup.okhttp3:okhttp',
      'org.apache.httpcomponents:httpclient',
      'org.apache.httpcomponents.client5:httpclient5',
    ],
    sites: [
      call(
        'outbound.http',
        [
          'newHttpClient',
          'newBuilder',
          'createDefault',
          'custom',
          'createSystem',
          'asyncHttpClient',
          'HttpClient',
        ],
        /^(?:HttpClient\.new(?:HttpClient|Builder)|(?:\w+\.)*(?:HttpClients|HttpAsyncClients|HttpClientBuilder)\.(?:createDefault|custom|createSystem)|Dsl\.asyncHttpClient|HttpClient)$/,
      ),
      made('outbound.http', ['OkHttpClient']),
    ],
    coveredBy: [
      'java-http-client',
      'okhttp',
      'apache-httpclient',
      'apache-httpasyncclient',
      'async-http-client',
      'ktor',
    ],
    install: AGENT,
    tests: [
      {
        code: 'import java.net.http.HttpClient;\nclass A {\n  HttpClient c = HttpClient.newHttpClient();\n}',
        expect: ['outbound.http@3'],
      },
      {
        code: 'import okhttp3.*;\nclass A {\n  Object c = new OkHttpClient();\n  Object r = new Request.Builder().build();\n}',
        expect: ['outbound.http@3'],
      },
      { code: 'import java.net.URI;\nclass A {\n  URI u = URI.create("x");\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.jdbc',
    tech: 'JDBC',
    modules: [
      'java.sql',
      'com.zaxxer.hikari',
      'org.springframework.jdbc',
      'org.apache.commons.dbcp2',
      'org.jdbi',
      'org.jetbrains.exposed',
    ],
    packages: ['com.zaxxer:HikariCP', 'org.springframework:spring-jdbc'],
    sites: [
      call('outbound.db', ['getConnection'], /^DriverManager\.getConnection$/),
      made('outbound.db', ['HikariDataSource', 'BasicDataSource', 'DriverManagerDataSource']),
      call('outbound.db', ['connect'], /^Database\.connect$/),
    ],
    coveredBy: ['jdbc', 'datasource-micrometer', 'p6spy-opentelemetry', 'quarkus-opentelemetry', 'sleuth'],
    install: AGENT,
    tests: [
      {
        code: 'import java.sql.DriverManager;\nclass A {\n  Object c = DriverManager.getConnection("x");\n}',
        expect: ['outbound.db@3'],
      },
      { code: 'import java.sql.Timestamp;\nclass A {\n  Object t = new Timestamp(1);\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.stores',
    tech: 'data store',
    modules: [
      'com.mongodb',
      'com.datastax.oss.driver',
      'io.r2dbc.spi',
      'org.elasticsearch.client',
      'co.elastic.clients',
      'org.neo4j.driver',
      'com.couchbase.client',
      'com.clickhouse',
      'com.influxdb',
    ],
    packages: ['org.mongodb:mongodb-driver-sync', 'com.datastax.oss:java-driver-core'],
    sites: [
      call(
        'outbound.db',
        ['create', 'builder', 'get', 'connect', 'driver'],
        /^(?:MongoClients\.create|CqlSession\.builder|ConnectionFactories\.get|RestClient\.builder|GraphDatabase\.driver|Cluster\.connect|InfluxDBClientFactory\.create)$/,
      ),
      made('outbound.db', ['MongoClient', 'RestHighLevelClient', 'ElasticsearchClient']),
    ],
    coveredBy: [
      'mongo',
      'cassandra',
      'r2dbc',
      'elasticsearch-rest',
      'elasticsearch-api-client',
      'couchbase',
      'clickhouse-client',
      'influxdb',
      'quarkus-opentelemetry',
    ],
    install: AGENT,
    tests: [
      {
        code: 'import com.mongodb.client.MongoClients;\nclass A {\n  Object c = MongoClients.create("x");\n}',
        expect: ['outbound.db@3'],
      },
      {
        code: 'import com.mongodb.BasicDBObject;\nclass A {\n  Object c = new BasicDBObject();\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.caches',
    tech: 'Redis',
    modules: ['redis.clients.jedis', 'io.lettuce.core', 'org.redisson', 'net.spy.memcached'],
    packages: ['redis.clients:jedis', 'io.lettuce:lettuce-core', 'org.redisson:redisson'],
    sites: [
      made('outbound.cache', [
        'Jedis',
        'JedisPool',
        'JedisPooled',
        'JedisCluster',
        'MemcachedClient',
        'UnifiedJedis',
      ]),
      call('outbound.cache', ['create'], /^(?:RedisClient|RedisClusterClient|Redisson)\.create$/),
    ],
    coveredBy: ['jedis', 'lettuce', 'redisson', 'spymemcached'],
    install: AGENT,
    tests: [
      {
        code: 'import redis.clients.jedis.*;\nclass A {\n  Object p = new JedisPool("x");\n}',
        expect: ['outbound.cache@3'],
      },
      {
        code: 'import redis.clients.jedis.JedisPoolConfig;\nclass A {\n  Object p = new JedisPoolConfig();\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.rpc-clients',
    tech: 'gRPC',
    modules: ['io.grpc'],
    packages: ['io.grpc:grpc-netty', 'io.grpc:grpc-netty-shaded', 'io.grpc:grpc-all'],
    sites: [
      call('outbound.rpc', ['forAddress', 'forTarget'], /(?:^|\.)\w*ChannelBuilder\.for(?:Address|Target)$/),
    ],
    coveredBy: ['grpc', 'armeria-grpc', 'quarkus-opentelemetry', 'sleuth'],
    install: AGENT,
    tests: [
      {
        code: 'import io.grpc.ManagedChannelBuilder;\nclass A {\n  Object c = ManagedChannelBuilder.forAddress("x", 1).build();\n}',
        expect: ['outbound.rpc@3'],
      },
      { code: 'import io.grpc.Status;\nclass A {\n  Object c = Status.forAddress("x");\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.aws',
    tech: 'AWS SDK',
    modules: ['software.amazon.awssdk.services', 'com.amazonaws.services'],
    packages: ['software.amazon.awssdk:*'],
    sites: [
      call(
        'outbound.rpc',
        ['create', 'builder', 'standard', 'defaultClient'],
        /(?:^|\.)\w*Client(?:Builder)?\.(?:create|builder|standard|defaultClient)$/,
      ),
    ],
    coveredBy: ['aws-sdk', 'aws-lambda-layer'],
    install: AGENT,
    tests: [
      {
        code: 'import software.amazon.awssdk.services.s3.S3Client;\nclass A {\n  Object c = S3Client.create();\n}',
        expect: ['outbound.rpc@3'],
      },
      {
        code: 'import software.amazon.awssdk.regions.Region;\nclass A {\n  Object c = Region.of("x");\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.llm',
    tech: 'language model',
    modules: ['com.openai.client', 'dev.langchain4j', 'org.springframework.ai'],
    packages: ['com.openai:openai-java', 'dev.langchain4j:langchain4j'],
    sites: [
      call(
        'outbound.llm',
        ['fromEnv', 'builder'],
        /(?:OpenAI\w*Client\.(?:fromEnv|builder)|\w+ChatModel\.builder)$/,
      ),
    ],
    coveredBy: ['openai-java', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import com.openai.client.okhttp.OpenAIOkHttpClient;\nclass A {\n  Object c = OpenAIOkHttpClient.fromEnv();\n}',
        expect: ['outbound.llm@3'],
      },
      { code: 'import mine.ChatModel;\nclass A {\n  Object c = ChatModel.builder();\n}', expect: [] },
    ],
  },
];
