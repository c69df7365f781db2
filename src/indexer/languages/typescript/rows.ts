import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options'];
const NEST_VERBS = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'];

export const typescriptRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    {
      on: 'call',
      names: ['startActiveSpan', 'startSpan', 'startInactiveSpan', 'startSpanManual'],
      name: [0, 'name'],
    },
    {
      on: 'annotation',
      names: ['Span', 'Traced', 'WithSpan', 'TraceSpan', 'OtelSpan'],
      name: [0, 'name'],
      otherwise: 'class.method',
    },
  ],
  tracers: [{ names: ['getTracer'], scope: [0] }],
  routes: [
    // Express: router.route('/x').get(h).post(h)
    {
      on: 'call',
      names: [...VERBS, 'all'],
      method: 'name',
      path: ['__none__'],
      pathOptional: true,
      handler: 'last',
      receiver: /\.route\(\)$|^[a-z]+\(\)$/,
      onRouter: true,
    },
    // Express, Koa, Fastify, Hono, Restify, Elysia: app.get('/x', handler)
    { on: 'call', names: [...VERBS, 'all'], method: 'name', path: [0], handler: 'last', onRouter: true },
    // Fastify and Hapi: server.route({ method, url, handler })
    {
      on: 'call',
      names: ['route'],
      method: { at: ['method'] },
      path: ['url', 'path'],
      handler: ['handler', 'fn'],
      onRouter: true,
    },
    {
      on: 'annotation',
      names: NEST_VERBS,
      method: 'name',
      path: [0, 'path'],
      handler: 'decl',
      pathOptional: true,
      bare: true,
    },
    {
      on: 'annotation',
      names: ['All'],
      method: 'any',
      path: [0],
      handler: 'decl',
      pathOptional: true,
      bare: true,
    },
  ],
  routers: [
    {
      names: ['Router', 'express', 'fastify', 'Hono', 'Koa', 'KoaRouter', 'Elysia', 'createServer', 'server'],
      prefix: ['prefix'],
    },
    { names: ['route'], prefix: [0], derives: true, receiver: /[aA]pp$|[rR]outer$|^r$|api$/ },
    { names: ['basePath'], prefix: [0], derives: true },
    { names: ['prefix'], prefix: [0], derives: true, receiver: /[rR]outer/ },
  ],
  scopes: [
    { names: ['group'], prefix: [0], receiver: /[aA]pp$|[rR]outer$|Route$/ },
    { names: ['register'], prefix: ['prefix'], receiver: /fastify|app|instance|server/i },
  ],
  mounts: [
    { names: ['use'], prefix: [0], child: 'last' },
    { names: ['route', 'mount'], prefix: [0], child: 'last', receiver: /[aA]pp$|[rR]outer$|api$/ },
    { names: ['register'], prefix: ['prefix'], child: [0], receiver: /fastify|app|instance|server/i },
  ],
  prefixes: [{ names: ['Controller', 'JsonController', 'RestController'], path: [0, 'path'] }],
  rpc: [
    {
      on: 'annotation',
      names: ['GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall'],
      service: [0],
      method: [1],
    },
    { on: 'call', names: ['addService', 'addProtoService'], service: [0], handlers: [1] },
    // Connect: router.service(Shop, { placeOrder })
    { on: 'call', names: ['service'], service: [0], handlers: [1] },
  ],
  messages: [
    // kafkajs subscribes and runs apart: the subscription names the topic, the function around both is the code.
    {
      on: 'call',
      names: ['subscribe'],
      direction: 'consume',
      destination: ['topic', 'topics', 0],
      handler: 'last',
      receiver: /consumer|kafka|nats|nc$|client|sub|queue|channel|mqtt/i,
    },
    { on: 'call', names: ['consume'], direction: 'consume', destination: [0, 'queue'], handler: 'last' },
    {
      on: 'call',
      names: ['process'],
      direction: 'consume',
      destination: [0],
      handler: 'last',
      receiver: /queue/i,
    },
    {
      on: 'new',
      names: ['Worker'],
      direction: 'consume',
      destination: [0],
      handler: 'last',
      needs: /bullmq/,
    },
    {
      on: 'annotation',
      names: [
        'EventPattern',
        'MessagePattern',
        'Processor',
        'Process',
        'RabbitSubscribe',
        'RabbitRPC',
        'SqsMessageHandler',
        'KafkaListener',
        'OnQueueEvent',
      ],
      direction: 'consume',
      destination: [0, 'queue', 'name'],
      handler: 'decl',
    },
    {
      on: 'call',
      names: ['send', 'sendBatch'],
      direction: 'produce',
      destination: ['topic', 'QueueUrl'],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['sendToQueue', 'publish', 'emit', 'sendMessage'],
      direction: 'produce',
      destination: [0, 'QueueUrl'],
      handler: 'enclosing',
      receiver: /channel|ch$|client|nats|nc$|kafka|amqp|queue|sqs|bus|broker|producer|publisher|redis/i,
    },
    {
      on: 'new',
      names: ['Queue'],
      direction: 'produce',
      destination: [0],
      handler: 'enclosing',
      needs: /bull/,
    },
  ],
  graphql: [
    { on: 'annotation', names: ['Query'], type: 'Query', field: ['name', 0] },
    { on: 'annotation', names: ['Mutation'], type: 'Mutation', field: ['name', 0] },
    { on: 'annotation', names: ['Subscription'], type: 'Subscription', field: ['name', 0] },
  ],
  httpCalls: [
    { names: ['fetch', 'ofetch', '$fetch'], method: { at: ['method'] }, url: [0] },
    { names: ['axios', 'got', 'ky', 'request'], method: { at: ['method'] }, url: ['url', 0] },
    { names: VERBS, method: 'name', url: [0], receiver: /axios|got|http|client|ky|api|request|agent|fetch/i },
  ],
};
