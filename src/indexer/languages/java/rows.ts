import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const JAXRS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Java, and what Kotlin shares with it. */
export const javaRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['spanBuilder'], name: [0] },
    { on: 'call', names: ['createNotStarted', 'start'], name: [0], receiver: /^Observation$/ },
    { on: 'annotation', names: ['WithSpan'], name: ['value', 0], otherwise: 'class.method' },
    {
      on: 'annotation',
      names: ['Observed'],
      name: ['contextualName', 'name', 0],
      otherwise: 'kebab-class#method',
    },
    {
      on: 'annotation',
      names: ['NewSpan', 'ContinueSpan'],
      name: ['name', 'value', 0],
      otherwise: 'kebab-method',
    },
  ],
  tracers: [
    {
      names: ['getTracer', 'tracerBuilder', 'get'],
      scope: [0],
      receiver: /[oO]pen[tT]elemetry|[pP]rovider|[tT]racer|^$|otel/i,
    },
  ],
  routes: [
    // Spring
    {
      on: 'annotation',
      names: ['GetMapping', 'PostMapping', 'PutMapping', 'PatchMapping', 'DeleteMapping'],
      method: 'name',
      path: ['value', 'path', 0],
      handler: 'decl',
      pathOptional: true,
      bare: true,
    },
    {
      on: 'annotation',
      names: ['RequestMapping'],
      method: { at: ['method'] },
      path: ['value', 'path', 0],
      handler: 'decl',
      pathOptional: true,
      bare: true,
    },
    {
      on: 'annotation',
      names: ['MessageMapping'],
      method: 'any',
      path: ['value', 0],
      handler: 'decl',
      bare: true,
    },
    // JAX-RS, Micronaut
    {
      on: 'annotation',
      names: JAXRS,
      method: 'name',
      path: ['value', 0],
      pathAnnotation: 'Path',
      handler: 'decl',
      bare: true,
    },
    {
      on: 'annotation',
      names: ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'],
      method: 'name',
      path: ['value', 'uri', 0],
      handler: 'decl',
      pathOptional: true,
      bare: true,
    },
    // Spring's functional routes, Javalin, Spark, Vert.x
    { on: 'call', names: JAXRS, method: 'name', path: [0], handler: 'last' },
    {
      on: 'call',
      names: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'],
      method: 'name',
      path: [0],
      handler: 'last',
      onRouter: true,
    },
  ],
  routers: [{ names: ['Router', 'router', 'create'], prefix: ['__none__'], receiver: /Router|Javalin|^$/ }],
  scopes: [{ names: ['path', 'nest'], prefix: [0] }],
  mounts: [{ names: ['mountSubRouter', 'subRouter'], prefix: [0], child: 'last' }],
  prefixes: [
    { names: ['RequestMapping'], path: ['value', 'path', 0] },
    { names: ['Path', 'Controller', 'ApplicationPath'], path: ['value', 0] },
  ],
  rpc: [
    { on: 'super', pattern: /(?:^|\.)(\w+?)(?:CoroutineImplBase|ImplBase)$/ },
    { on: 'super', pattern: /(?:^|\.)Abstract(\w+)Service$/ },
  ],
  messages: [
    {
      on: 'annotation',
      names: ['KafkaListener', 'RetryableTopic'],
      direction: 'consume',
      destination: ['topics', 'topicPattern', 'value', 0],
      handler: 'decl',
    },
    {
      on: 'annotation',
      names: ['RabbitListener'],
      direction: 'consume',
      destination: ['queues', 'value', 'queuesToDeclare'],
      handler: 'decl',
    },
    {
      on: 'annotation',
      names: ['JmsListener'],
      direction: 'consume',
      destination: ['destination', 0],
      handler: 'decl',
    },
    {
      on: 'annotation',
      names: ['SqsListener', 'PulsarListener', 'NatsListener', 'ServiceBusListener'],
      direction: 'consume',
      destination: ['value', 'queueNames', 'topics', 0],
      handler: 'decl',
    },
    {
      on: 'annotation',
      names: ['Incoming', 'Topic', 'Queue', 'StreamListener'],
      direction: 'consume',
      destination: ['value', 0],
      handler: 'decl',
    },
    {
      on: 'annotation',
      names: ['Outgoing'],
      direction: 'produce',
      destination: ['value', 0],
      handler: 'decl',
    },
    {
      on: 'call',
      names: ['subscribe'],
      direction: 'consume',
      destination: [0],
      handler: 'enclosing',
      receiver: /consumer/i,
    },
    { on: 'call', names: ['basicConsume'], direction: 'consume', destination: [0], handler: 'enclosing' },
    {
      on: 'call',
      names: ['send', 'convertAndSend', 'sendDefault'],
      direction: 'produce',
      destination: [0],
      handler: 'enclosing',
      receiver: /template|producer|kafka|rabbit|jms|bridge|emitter|sqs/i,
    },
    { on: 'new', names: ['ProducerRecord'], direction: 'produce', destination: [0], handler: 'enclosing' },
    { on: 'call', names: ['basicPublish'], direction: 'produce', destination: [1, 0], handler: 'enclosing' },
  ],
  graphql: [
    { on: 'annotation', names: ['QueryMapping'], type: 'Query', field: ['name', 'value', 0] },
    { on: 'annotation', names: ['MutationMapping'], type: 'Mutation', field: ['name', 'value', 0] },
    { on: 'annotation', names: ['SubscriptionMapping'], type: 'Subscription', field: ['name', 'value', 0] },
    {
      on: 'annotation',
      names: ['SchemaMapping', 'DgsData'],
      type: 'Query',
      field: ['field', 'value', 0],
      typeAt: ['typeName', 'parentType'],
    },
    { on: 'annotation', names: ['DgsQuery', 'Query'], type: 'Query', field: ['field', 'value', 0] },
    { on: 'annotation', names: ['DgsMutation', 'Mutation'], type: 'Mutation', field: ['field', 'value', 0] },
  ],
  tasks: [
    { on: 'annotation', names: ['Scheduled', 'XxlJob', 'SchedulerLock'], name: ['name', 'value'] },
    { on: 'super', names: ['Job', 'QuartzJobBean'], name: [], methods: ['execute', 'executeInternal'] },
    { on: 'super', names: ['RequestHandler', 'RequestStreamHandler'], name: [], methods: ['handleRequest'] },
  ],
  httpCalls: [
    {
      names: [
        'getForObject',
        'getForEntity',
        'postForObject',
        'postForEntity',
        'put',
        'delete',
        'patchForObject',
      ],
      method: 'name',
      url: [0],
      receiver: /rest|template|client/i,
    },
    { names: ['exchange'], method: { at: [1] }, url: [0], receiver: /rest|template/i },
    { names: ['uri', 'url'], method: { is: '' }, url: [0] },
    { names: ['create'], method: { is: '' }, url: [0], receiver: /^URI$/ },
  ],
};
