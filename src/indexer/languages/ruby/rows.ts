import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

export const rubyRows: LanguageRows = {
  ...NO_ROWS,
  spans: [{ on: 'call', names: ['in_span', 'start_span', 'start_root_span'], name: [0] }],
  tracers: [{ names: ['tracer'], scope: [0] }],
  routes: [
    // Rails: get '/x', to: 'users#show'; post 'y' => 'z#w'
    {
      on: 'call',
      names: [...VERBS, 'match'],
      method: 'name',
      path: [0],
      handler: ['to', 'controller'],
      routeName: ['as'],
      bare: true,
      pairs: true,
      receiver: /^$/,
    },
    // Sinatra, Grape: get '/x' do ... end
    { on: 'call', names: VERBS, method: 'name', path: [0], handler: 'last', bare: true, receiver: /^$/ },
    {
      on: 'call',
      names: ['root'],
      method: { is: 'GET' },
      path: ['__none__'],
      handler: ['to', 0],
      pathOptional: true,
      receiver: /^$/,
    },
  ],
  resources: [
    {
      names: ['resources'],
      path: [0],
      controller: ['controller'],
      receiver: /^$/,
      actions: {
        index: ['GET', ''],
        create: ['POST', ''],
        new: ['GET', '/new'],
        edit: ['GET', '/:id/edit'],
        show: ['GET', '/:id'],
        update: ['PATCH', '/:id'],
        destroy: ['DELETE', '/:id'],
      },
    },
    {
      names: ['resource'],
      path: [0],
      controller: ['controller'],
      receiver: /^$/,
      actions: { show: ['GET', ''], create: ['POST', ''], update: ['PATCH', ''], destroy: ['DELETE', ''] },
    },
  ],
  scopes: [
    { names: ['namespace', 'scope', 'path'], prefix: ['path', 0], receiver: /^$/ },
    { names: ['resources'], prefix: ['path', 0], suffix: '/:id', receiver: /^$/ },
    { names: ['resource'], prefix: ['path', 0], receiver: /^$/ },
  ],
  rpc: [{ on: 'super', pattern: /(?:^|::)(\w+)::Service$/ }],
  messages: [
    {
      on: 'call',
      names: ['subscribe'],
      direction: 'consume',
      destination: [0],
      handler: 'last',
      receiver: /consumer|queue|kafka/i,
    },
    {
      on: 'call',
      names: ['subscribes_to', 'from_queue'],
      direction: 'consume',
      destination: [0],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['produce', 'publish', 'produce_async', 'produce_sync'],
      direction: 'produce',
      destination: ['topic', 'routing_key'],
      handler: 'enclosing',
    },
  ],
  graphql: [{ on: 'class', pattern: /^(\w*(?:Query|Mutation)(?:Type)?)$/ }],
  tasks: [
    {
      on: 'super',
      names: ['ApplicationJob', 'ActiveJob::Base', 'Base', 'ApplicationWorker'],
      name: [],
      methods: ['perform'],
    },
  ],
  httpCalls: [
    { names: VERBS, method: 'name', url: [0], receiver: /HTTP|Faraday|conn|client|RestClient|Excon/ },
  ],
};
