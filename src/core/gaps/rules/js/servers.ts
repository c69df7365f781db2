import type { GapRule } from '../../rule.ts';
import { AUTO_JS, otel } from './ids.ts';

export const jsServerRules: readonly GapRule[] = [
  {
    id: 'js.lambda',
    tech: 'aws-lambda',
    modules: ['aws-lambda'],
    packages: [
      '@types/aws-lambda',
      'aws-lambda',
      'serverless',
      'aws-sam',
      '@aws-lambda-powertools/*',
      '@middy/core',
    ],
    sites: [
      {
        on: 'export',
        kind: 'entry.faas',
        file: /\.[cm]?[jt]s$/,
        names: ['handler', 'lambdaHandler'],
        exported: true,
      },
    ],
    coveredBy: [
      'aws-lambda-layer',
      'datadog-lambda-js',
      '@sentry/aws-serverless',
      '@lumigo/tracer',
      '@aws-lambda-powertools/tracer',
      ...otel('aws-lambda'),
    ],
    install: {
      package: 'the OpenTelemetry Lambda layer',
      enable: 'AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler',
    },
    tests: [
      { code: 'export const handler = async (event) => ({ statusCode: 200 });', expect: ['entry.faas@1'] },
      { code: 'exports.handler = async function (event, context) { return 1; };', expect: ['entry.faas@1'] },
      { code: 'const handler = async (event) => 1;\nuse(handler);', expect: [] },
    ],
  },
  {
    id: 'js.functions',
    tech: 'cloud functions',
    modules: ['@google-cloud/functions-framework', 'firebase-functions', '@azure/functions'],
    packages: ['@google-cloud/functions-framework', 'firebase-functions', '@azure/functions'],
    sites: [
      {
        on: 'call',
        kind: 'entry.faas',
        names: [
          'http',
          'cloudEvent',
          'onRequest',
          'onCall',
          'timer',
          'serviceBusQueue',
          'storageBlob',
          'onMessagePublished',
          'onSchedule',
        ],
        args: [[-1, 'any']],
        handler: ['handler', -1],
        keys: { job: [0] },
      },
    ],
    coveredBy: ['@azure/functions-opentelemetry-instrumentation', ...otel('http', 'aws-lambda')],
    tests: [
      {
        code: "const functions = require('@google-cloud/functions-framework');\nfunctions.http('hello', (req, res) => res.send('x'));",
        expect: ['entry.faas@2'],
      },
      { code: "import { nock } from 'nock';\nnock.http('hello', f);", expect: [] },
    ],
  },
  {
    id: 'js.grpc-server',
    tech: 'grpc-js',
    modules: ['@grpc/grpc-js', 'grpc'],
    packages: ['@grpc/grpc-js'],
    sites: [
      {
        on: 'call',
        kind: 'entry.grpc',
        names: ['addService'],
        path: /Server\(\)\.addService$/,
        receiver: /[sS]erver$/,
        args: [[1, 'any']],
        handler: [1],
      },
      {
        on: 'call',
        kind: 'outbound.rpc',
        names: ['createInsecure', 'createSsl', 'createFromSecureContext'],
        path: /^(?:ChannelCredentials|credentials)\.\w+$/,
        once: true,
      },
    ],
    coveredBy: otel('grpc'),
    install: AUTO_JS,
    tests: [
      {
        code: "const grpc = require('@grpc/grpc-js');\nconst server = new grpc.Server();\nserver.addService(proto.Shop.service, { place });",
        expect: ['entry.grpc@3'],
      },
      {
        code: "import * as grpc from '@grpc/grpc-js';\nconst c = new Shop('x', grpc.credentials.createInsecure());",
        expect: ['outbound.rpc@2'],
      },
      { code: "import { registry } from './registry';\nregistry.addService('x', {});", expect: [] },
    ],
  },
  {
    id: 'js.graphql',
    tech: 'graphql',
    modules: ['@nestjs/graphql', 'type-graphql', '@apollo/server', 'apollo-server', 'graphql-yoga'],
    packages: ['graphql', '@nestjs/graphql', 'type-graphql', '@apollo/server'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.graphql',
        target: 'method',
        names: ['Query', 'Mutation', 'Subscription'],
        keys: { field: ['name'] },
      },
      { on: 'new', kind: 'entry.graphql', names: ['ApolloServer'] },
      { on: 'call', kind: 'entry.graphql', names: ['createYoga'] },
    ],
    coveredBy: otel('http', 'graphql'),
    routeBy: otel('graphql'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { ApolloServer } from '@apollo/server';\nconst s = new ApolloServer({ typeDefs, resolvers });",
        expect: ['entry.graphql@2'],
      },
      {
        code: "import { Query } from '@nestjs/common';\nclass A { list(@Query('x') x: string) {} }",
        expect: [],
      },
    ],
  },
  {
    id: 'js.ws',
    tech: 'ws',
    modules: ['ws', 'socket.io'],
    packages: ['ws', 'socket.io'],
    sites: [
      {
        on: 'call',
        kind: 'entry.websocket',
        names: ['on'],
        path: /^(?:WebSocketServer|Server|WebSocket\.Server)?\(\)\.on$/,
        args: [
          [0, 'text'],
          [1, 'handler'],
        ],
        handler: [1],
        once: true,
        keys: { event: [0] },
      },
    ],
    coveredBy: otel('socket.io'),
    tests: [
      {
        code: "import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 1 });\nwss.on('connection', (ws) => { ws.on('message', f); });",
        expect: ['entry.websocket@3'],
      },
      { code: "process.on('message', f);", expect: [] },
    ],
  },
  {
    id: 'js.socket-io',
    tech: 'socket.io',
    modules: ['socket.io'],
    packages: ['socket.io'],
    sites: [
      {
        on: 'call',
        kind: 'entry.websocket',
        names: ['on'],
        receiver: /^(?:client)?[sS]ocket$/,
        args: [
          [0, 'text'],
          [1, 'function'],
        ],
        skip: /^[^(]*\.on\(\s*['"](?:dis)?connect(?:ing|ion)?['"]|^[^(]*\.on\(\s*['"](?:error|close|data|end|timeout)['"]/,
        notIn: /socket\.io-client|\b(?:document|window)\.\w/,
        handler: [1],
        keys: { job: [0] },
      },
    ],
    coveredBy: otel('socket.io'),
    install: AUTO_JS,
    tests: [
      {
        code: "module.exports = (socket) => {\n  socket.on('login', async (data) => { await login(data); });\n  socket.on('disconnect', () => {});\n};",
        expect: ['entry.websocket@2'],
      },
      {
        code: "import { io } from 'socket.io-client';\nconst socket = io();\nsocket.on('info', (x) => {});",
        expect: [],
      },
    ],
  },
];
