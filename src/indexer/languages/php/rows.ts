import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const ROUTERS = /^Route$|^\$?(?:app|router|group|routes|r|this->router|this->app)$|Route\.\w+\(\)$|\w+\(\)$/;
const ACTIONS = {
  index: ['GET', ''],
  create: ['GET', '/create'],
  store: ['POST', ''],
  show: ['GET', '/{id}'],
  edit: ['GET', '/{id}/edit'],
  update: ['PUT', '/{id}'],
  destroy: ['DELETE', '/{id}'],
} as const;

export const phpRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['spanBuilder'], name: [0] },
    { on: 'annotation', names: ['WithSpan'], name: [0, 'span_name', 'name'], otherwise: 'class::method' },
  ],
  tracers: [{ names: ['getTracer'], scope: [0, 'name'] }],
  routes: [
    // Laravel, Slim, Lumen, FastRoute groups
    { on: 'call', names: VERBS, method: 'name', path: [0], handler: 'last', bare: true, receiver: ROUTERS },
    { on: 'call', names: ['any'], method: 'any', path: [0], handler: 'last', bare: true, receiver: ROUTERS },
    {
      on: 'call',
      names: ['match', 'map'],
      method: { at: [0] },
      path: [1],
      handler: 'last',
      bare: true,
      receiver: ROUTERS,
    },
    { on: 'call', names: ['addRoute'], method: { at: [0] }, path: [1], handler: 'last', bare: true },
    // Symfony, and the attributes of other frameworks
    {
      on: 'annotation',
      names: ['Route'],
      method: { at: ['methods'] },
      path: [0, 'path'],
      handler: 'decl',
      routeName: ['name'],
      pathOptional: true,
      bare: true,
    },
    {
      on: 'annotation',
      names: ['Get', 'Post', 'Put', 'Patch', 'Delete'],
      method: 'name',
      path: [0],
      handler: 'decl',
      bare: true,
    },
  ],
  routeModifiers: [{ names: ['name', 'setName'], sets: 'name', at: [0] }],
  resources: [
    { names: ['resource'], path: [0], controller: [1], actions: ACTIONS, receiver: ROUTERS },
    {
      names: ['apiResource'],
      path: [0],
      controller: [1],
      actions: {
        index: ACTIONS.index,
        store: ACTIONS.store,
        show: ACTIONS.show,
        update: ACTIONS.update,
        destroy: ACTIONS.destroy,
      },
      receiver: ROUTERS,
    },
  ],
  routers: [{ names: ['prefix'], prefix: [0], derives: true }],
  scopes: [{ names: ['group', 'addGroup'], prefix: [0, 'prefix'] }],
  prefixes: [{ names: ['Route'], path: [0, 'path'], name: ['name'] }],
  messages: [
    { on: 'call', names: ['basic_consume'], direction: 'consume', destination: [0], handler: 'last' },
    { on: 'call', names: ['basic_publish'], direction: 'produce', destination: [2], handler: 'enclosing' },
    {
      on: 'annotation',
      names: ['AsMessageHandler'],
      direction: 'consume',
      destination: ['fromTransport', 'bus'],
      handler: 'decl',
    },
  ],
  tasks: [{ on: 'super', names: ['ShouldQueue'], name: [], methods: ['handle'] }],
  httpCalls: [
    { names: VERBS, method: 'name', url: [0], receiver: /^Http$|client|guzzle/i },
    { names: ['request', 'requestAsync'], method: { at: [0] }, url: [1], receiver: /client|http|guzzle/i },
  ],
};
