import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

export const rustRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['info_span', 'debug_span', 'trace_span', 'warn_span', 'error_span'], name: [0] },
    { on: 'call', names: ['span'], name: [1] },
    {
      on: 'call',
      names: ['start', 'start_with_context', 'in_span', 'span_builder'],
      name: [0],
      receiver: /[tT]racer|tracer\(\)$/,
    },
    { on: 'annotation', names: ['instrument'], name: ['name'], otherwise: 'method' },
  ],
  tracers: [{ names: ['tracer', 'tracer_with_scope'], scope: [0] }],
  routes: [
    // axum: .route("/x", get(show).post(create))
    { on: 'call', names: ['route'], method: 'chain', path: [0], handler: [1] },
    { on: 'call', names: ['route_service'], method: 'any', path: [0], handler: [1] },
    // actix-web and Rocket: #[get("/x")]
    { on: 'annotation', names: VERBS, method: 'name', path: [0], handler: 'decl' },
    { on: 'annotation', names: ['route'], method: { at: ['method'] }, path: [0], handler: 'decl' },
  ],
  routers: [
    { names: ['scope', 'resource'], prefix: [0], derives: true },
    { names: ['new'], prefix: ['__none__'], receiver: /Router$|App$/ },
  ],
  mounts: [
    { names: ['nest', 'mount', 'nest_service'], prefix: [0], child: [1] },
    { names: ['merge', 'service', 'configure'], prefix: ['__none__'], child: [0] },
  ],
  rpc: [{ on: 'super', pattern: /(?:^|::)(\w+)$/, annotated: /async_trait/ }],
  messages: [
    {
      on: 'call',
      names: ['subscribe', 'queue_subscribe'],
      direction: 'consume',
      destination: [0],
      handler: 'enclosing',
    },
    { on: 'call', names: ['basic_consume'], direction: 'consume', destination: [0], handler: 'enclosing' },
    {
      on: 'call',
      names: ['to'],
      direction: 'produce',
      destination: [0],
      handler: 'enclosing',
      receiver: /FutureRecord|BaseRecord/,
    },
    { on: 'call', names: ['basic_publish'], direction: 'produce', destination: [1], handler: 'enclosing' },
  ],
  httpCalls: [{ names: VERBS, method: 'name', url: [0], receiver: /reqwest|client|http/i }],
};
