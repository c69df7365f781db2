import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

export const pythonRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['start_as_current_span', 'start_span'], name: [0, 'name'] },
    { on: 'call', names: ['span'], name: [0], receiver: /^logfire\b/ },
    { on: 'call', names: ['trace'], name: [0, 'name'], receiver: /tracer$/ },
    { on: 'annotation', names: ['start_as_current_span'], name: [0, 'name'] },
    { on: 'annotation', names: ['wrap'], name: [0, 'name'], receiver: /tracer/ },
    { on: 'annotation', names: ['instrument'], name: [0], receiver: /logfire/ },
    {
      on: 'annotation',
      names: ['traced', 'trace', 'with_span', 'observe'],
      name: [0, 'name'],
      otherwise: 'method',
    },
  ],
  tracers: [{ names: ['get_tracer'], scope: [0, 'instrumenting_module_name'] }],
  routes: [
    // Flask, FastAPI, Starlette, Sanic, Quart, Bottle: @app.get('/x'), @bp.route('/x', methods=[...])
    {
      on: 'annotation',
      names: VERBS,
      method: 'name',
      path: [0, 'path', 'rule'],
      handler: 'decl',
      onRouter: true,
    },
    {
      on: 'annotation',
      names: ['route', 'api_route'],
      method: { at: ['methods'] },
      path: [0, 'path', 'rule'],
      handler: 'decl',
      onRouter: true,
    },
    {
      on: 'annotation',
      names: ['websocket'],
      method: 'any',
      path: [0, 'path'],
      handler: 'decl',
      onRouter: true,
    },
    {
      on: 'call',
      names: ['add_url_rule'],
      method: { at: ['methods'] },
      path: [0, 'rule'],
      handler: ['view_func', 2],
    },
    {
      on: 'call',
      names: ['add_api_route', 'add_route'],
      method: { at: ['methods', 2] },
      path: [0, 'path'],
      handler: ['endpoint', 1],
    },
    // Starlette's routes and Falcon
    {
      on: 'call',
      names: ['Route', 'WebSocketRoute'],
      method: { at: ['methods'] },
      path: [0, 'path'],
      handler: ['endpoint', 1],
    },
    // aiohttp
    {
      on: 'call',
      names: ['add_get', 'add_post', 'add_put', 'add_patch', 'add_delete', 'add_head'],
      method: 'name',
      path: [0],
      handler: [1],
    },
    { on: 'call', names: VERBS, method: 'name', path: [0], handler: [1], receiver: /^web$|routes?$/ },
    // Django
    {
      on: 'call',
      names: ['path', 're_path', 'url'],
      method: 'any',
      path: [0, 'route', 'regex'],
      handler: [1, 'view'],
      routeName: ['name'],
      bare: true,
      needs: /django/,
    },
  ],
  resources: [
    // Django REST framework
    {
      names: ['register'],
      path: [0, 'prefix'],
      controller: [1, 'viewset'],
      receiver: /router/i,
      actions: {
        list: ['GET', '/'],
        create: ['POST', '/'],
        retrieve: ['GET', '/:pk/'],
        update: ['PUT', '/:pk/'],
        partial_update: ['PATCH', '/:pk/'],
        destroy: ['DELETE', '/:pk/'],
      },
    },
  ],
  routers: [
    { names: ['APIRouter', 'FastAPI', 'Starlette', 'Sanic', 'Litestar'], prefix: ['prefix', 'root_path'] },
    { names: ['Blueprint', 'APIBlueprint', 'Namespace'], prefix: ['url_prefix', 'path'] },
    {
      names: ['Flask', 'Quart', 'Bottle', 'Application', 'UrlDispatcher', 'RouteTableDef'],
      prefix: ['__none__'],
    },
  ],
  mounts: [
    { names: ['include_router'], prefix: ['prefix'], child: [0, 'router'] },
    { names: ['register_blueprint', 'blueprint'], prefix: ['url_prefix'], child: [0, 'blueprint'] },
    { names: ['mount', 'Mount'], prefix: [0, 'path'], child: [1, 'app', 'routes'] },
    { names: ['add_subapp'], prefix: [0], child: [1] },
    { names: ['add_namespace'], prefix: ['path'], child: [0] },
    { names: ['path', 're_path', 'url'], prefix: [0, 'route'], child: [1], needs: /django/ },
  ],
  rpc: [{ on: 'super', pattern: /(?:^|\.)(\w+)Servicer$/ }],
  messages: [
    {
      on: 'call',
      names: ['subscribe'],
      direction: 'consume',
      destination: [0, 'topics', 'topic', 'subject'],
      handler: 'enclosing',
      receiver: /consumer|nc$|nats|client|kafka|js$/i,
    },
    {
      on: 'call',
      names: ['KafkaConsumer', 'AIOKafkaConsumer'],
      direction: 'consume',
      destination: [0],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['basic_consume', 'consume'],
      direction: 'consume',
      destination: ['queue', 0],
      handler: ['on_message_callback', 'callback', 1],
    },
    {
      on: 'call',
      names: ['receive_message'],
      direction: 'consume',
      destination: ['QueueUrl'],
      handler: 'enclosing',
    },
    {
      on: 'annotation',
      names: ['subscriber', 'agent', 'topic', 'rabbit_listener', 'actor'],
      direction: 'consume',
      destination: [0, 'topic', 'queue', 'queue_name'],
      handler: 'decl',
    },
    {
      on: 'call',
      names: ['produce', 'send', 'send_and_wait'],
      direction: 'produce',
      destination: ['topic', 0],
      handler: 'enclosing',
      receiver: /producer|kafka/i,
    },
    {
      on: 'call',
      names: ['basic_publish'],
      direction: 'produce',
      destination: ['routing_key'],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['publish'],
      direction: 'produce',
      destination: ['routing_key', 0, 'subject', 'topic'],
      handler: 'enclosing',
      receiver: /nc$|nats|client|publisher|exchange|broker|channel|redis/i,
    },
    {
      on: 'call',
      names: ['send_message'],
      direction: 'produce',
      destination: ['QueueUrl'],
      handler: 'enclosing',
    },
  ],
  graphql: [
    { on: 'class', pattern: /^(\w*(?:Query|Mutation|Subscription))$/, prefix: /^resolve_/ },
    { on: 'annotation', names: ['field', 'strawberry.field', 'mutation'], type: 'Query', field: ['name', 0] },
  ],
  tasks: [{ on: 'annotation', names: ['task', 'shared_task', 'actor', 'job'], name: ['name'] }],
  httpCalls: [
    {
      names: VERBS,
      method: 'name',
      url: [0, 'url'],
      receiver: /requests|httpx|session|client|http|aiohttp/i,
    },
    {
      names: ['request', 'stream'],
      method: { at: [0, 'method'] },
      url: [1, 'url'],
      receiver: /requests|httpx|session|client|http/i,
    },
    { names: ['urlopen'], method: { is: '' }, url: [0] },
  ],
};
