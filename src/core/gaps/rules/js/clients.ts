import type { GapRule } from '../../rule.ts';
import { AUTO_JS, otel } from './ids.ts';

const HTTP_VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'request'];

export const jsClientRules: readonly GapRule[] = [
  {
    id: 'js.fetch',
    tech: 'fetch',
    modules: ['<global>', 'undici', 'ky', 'ofetch'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['fetch', 'request', 'stream', 'pipeline', 'ofetch', '$fetch'],
        path: /^(?:fetch|request|stream|pipeline|ofetch|\$fetch)$/,
        keys: { url: [0] },
        notIn: /^\s*['"]use client['"]|\b(?:document|window)\.\w/m,
      },
    ],
    coveredBy: ['@vercel/otel', ...otel('undici', 'fetch')],
    install: AUTO_JS,
    note: "Node's fetch is traced by instrumentation-undici, not by instrumentation-http.",
    tests: [
      {
        code: "export async function load() { return fetch('https://api.internal/x'); }",
        expect: ['outbound.http@1'],
      },
      { code: "import { fetch } from './http';\nfetch('x');", expect: [] },
      { code: "'use client';\nexport const load = () => fetch('/x');", expect: [] },
      { code: "import express from 'express';\nconst request = 1;\nqueue.request('x');", expect: [] },
    ],
  },
  {
    id: 'js.http-client',
    tech: 'http',
    modules: [
      'http',
      'https',
      'axios',
      'got',
      'node-fetch',
      'cross-fetch',
      'superagent',
      'needle',
      'request',
      'request-promise',
      'request-promise-native',
      'follow-redirects',
    ],
    packages: ['axios', 'got', 'node-fetch', 'cross-fetch', 'superagent', 'needle', 'request'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: [...HTTP_VERBS, 'axios', 'got', 'fetch', 'needle', 'superagent', 'default'],
        path: /^(?:(?:create|extend)\(\)\.|default\.)?(?:get|post|put|patch|delete|head|request)?$|^$/,
        keys: { url: [0, 'url'] },
        notIn: /^\s*['"]use client['"]|\b(?:document|window)\.\w/m,
      },
    ],
    coveredBy: otel('http'),
    install: AUTO_JS,
    tests: [
      {
        code: "import axios from 'axios';\nexport const load = () => axios.get('https://api.internal/x');",
        expect: ['outbound.http@2'],
      },
      { code: "import { request } from 'node:http';\nrequest({ host: 'x' });", expect: ['outbound.http@2'] },
      { code: "import http from 'http';\nhttp.createServer;\nnew Map().get('x');", expect: [] },
      {
        code: "import axios from 'axios';\naxios.interceptors.request.use((c) => c);\naxios.create({});",
        expect: [],
      },
    ],
  },
  {
    id: 'js.aws',
    tech: 'AWS SDK',
    modules: ['@aws-sdk/client-*', '@aws-sdk/lib-*'],
    packages: ['@aws-sdk/client-*'],
    sites: [
      {
        on: 'new',
        kind: 'outbound.queue',
        names: [
          'SQSClient',
          'SNSClient',
          'KinesisClient',
          'EventBridgeClient',
          'FirehoseClient',
          'SQS',
          'SNS',
        ],
      },
      { on: 'new', kind: 'outbound.db', names: ['DynamoDBClient', 'DynamoDB'] },
      { on: 'new', kind: 'outbound.llm', names: ['BedrockRuntimeClient'] },
      {
        on: 'new',
        kind: 'outbound.rpc',
        names: [
          'S3Client',
          'S3',
          'LambdaClient',
          'SecretsManagerClient',
          'SSMClient',
          'SESClient',
          'SESv2Client',
          'SFNClient',
          'CognitoIdentityProviderClient',
          'StepFunctionsClient',
          'CloudWatchClient',
          'STSClient',
          'KMSClient',
          'ECSClient',
        ],
      },
    ],
    coveredBy: otel('aws-sdk'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { S3Client } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({});",
        expect: ['outbound.rpc@2'],
      },
      {
        code: "import { SQSClient } from '@aws-sdk/client-sqs';\nnew SQSClient({});",
        expect: ['outbound.queue@2'],
      },
      {
        code: "import { GetObjectCommand } from '@aws-sdk/client-s3';\nnew GetObjectCommand({});",
        expect: [],
      },
    ],
  },
  {
    id: 'js.redis',
    tech: 'redis',
    modules: ['redis', 'ioredis', '@redis/client', '@upstash/redis', 'valkey-glide'],
    packages: ['redis', 'ioredis'],
    sites: [
      { on: 'new', kind: 'outbound.cache', names: ['Redis', 'IORedis', 'Cluster'] },
      { on: 'call', kind: 'outbound.cache', names: ['createClient', 'createCluster', 'createClientPool'] },
    ],
    coveredBy: otel('redis', 'ioredis', 'redis-4'),
    install: AUTO_JS,
    tests: [
      {
        code: "import Redis from 'ioredis';\nexport const redis = new Redis('x');",
        expect: ['outbound.cache@2'],
      },
      {
        code: "import { createClient } from 'redis';\nconst c = createClient();",
        expect: ['outbound.cache@2'],
      },
      { code: "import { createClient } from '@supabase/supabase-js';\ncreateClient('x', 'y');", expect: [] },
    ],
  },
  {
    id: 'js.memcached',
    tech: 'memcached',
    modules: ['memcached', 'memjs'],
    packages: ['memcached', 'memjs'],
    sites: [
      { on: 'new', kind: 'outbound.cache', names: ['Memcached'] },
      { on: 'call', kind: 'outbound.cache', names: ['create'], path: /^Client\.create$/ },
    ],
    coveredBy: otel('memcached'),
    install: AUTO_JS,
    tests: [
      { code: "const Memcached = require('memcached');\nnew Memcached('x');", expect: ['outbound.cache@2'] },
      { code: "new Memcached('x');", expect: [] },
    ],
  },
  {
    id: 'js.elastic',
    tech: 'elasticsearch',
    modules: ['@elastic/elasticsearch', '@opensearch-project/opensearch', '@clickhouse/client'],
    packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch', '@clickhouse/client'],
    sites: [
      { on: 'new', kind: 'outbound.db', names: ['Client'] },
      { on: 'call', kind: 'outbound.db', names: ['createClient'], path: /^createClient$/ },
    ],
    coveredBy: ['sdk', ...otel('http', 'undici')],
    tests: [
      {
        code: "import { Client } from '@elastic/elasticsearch';\nnew Client({ node: 'x' });",
        expect: ['outbound.db@2'],
      },
      { code: "import { Client } from './client';\nnew Client();", expect: [] },
    ],
  },
];
