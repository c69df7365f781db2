import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

const UPPER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const TITLE = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'];

export const goRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    // `Start` is a common name: a second argument, and a tracer or the tracing package in sight.
    { on: 'call', names: ['Start'], name: [1], receiver: /[tT]rac|^t$|^tr$|otel|Tracer\(\)$/ },
    { on: 'call', names: ['Start'], name: [1], needs: /^go\.opentelemetry\.io\/otel/, receiver: /./ },
    { on: 'call', names: ['StartSpan', 'StartSpanFromContext', 'StartTransaction'], name: [1, 0] },
  ],
  tracers: [{ names: ['Tracer'], scope: [0] }],
  routes: [
    // gin, echo; chi, fiber
    { on: 'call', names: [...UPPER, ...TITLE], method: 'name', path: [0], handler: 'last', onRouter: true },
    { on: 'call', names: ['Any', 'All'], method: 'any', path: [0], handler: 'last', onRouter: true },
    // net/http, gorilla: mux.HandleFunc("GET /x", h)
    { on: 'call', names: ['HandleFunc', 'Handle'], method: 'any', path: [0], handler: [1] },
    // gin's Handle("GET", "/x", h), httprouter, echo's Add
    {
      on: 'call',
      names: ['Method', 'MethodFunc', 'Handle', 'Add', 'HandlerFunc', 'Handler'],
      method: { at: [0] },
      path: [1],
      handler: 'last',
    },
  ],
  routeModifiers: [
    { names: ['Methods'], sets: 'methods', at: [0] },
    { names: ['Name'], sets: 'name', at: [0] },
  ],
  routers: [
    { names: ['Group', 'PathPrefix', 'Subrouter', 'With'], prefix: [0], derives: true },
    {
      names: ['NewRouter', 'NewServeMux', 'Default', 'New', 'NewMux'],
      prefix: ['__none__'],
      receiver: /^$|mux|chi|gin|echo|fiber|http|router|PathPrefix\(\)$|^r$|group/i,
    },
  ],
  scopes: [{ names: ['Route', 'Group'], prefix: [0] }],
  mounts: [
    { names: ['Mount'], prefix: [0], child: [1] },
    // http.StripPrefix and sub-muxes: mux.Handle("/api/", http.StripPrefix("/api", api))
    { names: ['Mount', 'Use'], prefix: [0], child: 'last', needs: /fiber/ },
  ],
  rpc: [{ on: 'super', pattern: /(?:^|\.)(?:Unimplemented|Unsafe)(\w+)(?:Server|Handler)$/ }],
  messages: [
    { on: 'call', names: ['Consume'], direction: 'consume', destination: [1, 0], handler: 'enclosing' },
    {
      on: 'call',
      names: ['ConsumePartition', 'SubscribeTopics', 'Subscribe', 'QueueSubscribe', 'ChanSubscribe'],
      direction: 'consume',
      destination: [0],
      handler: 'last',
    },
    { on: 'call', names: ['NewReader'], direction: 'consume', destination: ['Topic'], handler: 'enclosing' },
    {
      on: 'call',
      names: ['AddNoPublisherHandler', 'AddHandler'],
      direction: 'consume',
      destination: [1],
      handler: 'last',
    },
    {
      on: 'call',
      names: ['ReceiveMessage'],
      direction: 'consume',
      destination: ['QueueUrl'],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['Publish', 'PublishWithContext', 'PublishMsg'],
      direction: 'produce',
      destination: [0, 2, 1],
      handler: 'enclosing',
    },
    {
      on: 'call',
      names: ['SendMessage', 'Produce', 'WriteMessages', 'ProduceSync'],
      direction: 'produce',
      destination: ['Topic', 'QueueUrl'],
      handler: 'enclosing',
    },
  ],
  graphql: [{ on: 'class', pattern: /^(\w*(?:query|mutation|subscription)Resolver)$/i }],
  httpCalls: [
    {
      names: ['Get', 'Post', 'Head', 'PostForm', 'Put', 'Patch', 'Delete'],
      method: 'name',
      url: [0],
      receiver: /^http$|client|resty|R\(\)$/i,
    },
    { names: ['NewRequest'], method: { at: [0] }, url: [1] },
    { names: ['NewRequestWithContext'], method: { at: [1] }, url: [2] },
  ],
};
