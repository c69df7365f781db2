import type { CallRow, GapRule } from '../../rule.ts';
import { AUTO_JS, addTo, otel, VERBS } from './ids.ts';

const ROUTER =
  /^(?:app|api|server|router|fastify|instance|routes?|[a-z]\w*(?:Router|Routes|App|Api|Server))$/;

/** `app.get('/x', handler)` on what the framework made; by looks only where the framework is in the manifest. */
const route = (path: RegExp, receiver = ROUTER): CallRow => ({
  on: 'call',
  kind: 'entry.http',
  names: VERBS,
  path,
  receiver,
  args: [
    [0, 'path'],
    [1, 'handler'],
  ],
  handler: [-1],
  keys: { route: [0], method: 'name' },
});

const EXPRESS_LIKE =
  /^(?:default)?(?:\(\)|[\w$.]*\(\))(?:\.route\(\))?\.\w+$|^(?:Express|Application|Router|IRouter|FastifyInstance|Hono|Koa)\.\w+$/;

export const jsHttpRules: readonly GapRule[] = [
  {
    id: 'js.express',
    tech: 'express',
    modules: ['express'],
    packages: ['express'],
    sites: [
      route(EXPRESS_LIKE),
      // app.route('/x').get(handler)
      {
        on: 'call',
        kind: 'entry.http',
        names: VERBS,
        path: /\.route\(\)(?:\.\w+\(\))*\.\w+$/,
        args: [[0, 'handler']],
        handler: [-1],
        keys: { method: 'name' },
      },
    ],
    coveredBy: [...otel('http', 'express', 'router')],
    routeBy: otel('express', 'router'),
    install: AUTO_JS,
    tests: [
      {
        code: "import express from 'express';\nconst app = express();\napp.get('/users/:id', (req, res) => res.json({}));",
        expect: ['entry.http@3'],
      },
      {
        code: "const { Router } = require('express');\nconst r = Router();\nr.post('/x', save);",
        expect: ['entry.http@3'],
      },
      {
        code: "import express from 'express';\nconst app = express();\napp.get('trust proxy');\napp.set('x', 1);",
        expect: [],
      },
      {
        code: "import _ from 'lodash';\nconst cache = new Map();\ncache.get('/users', f);\n_.get({ a: 1 }, 'a');",
        expect: [],
      },
      {
        code: "import express from 'express';\nconst app = express();\napp.route('/x').get(list).post(add);",
        expect: ['entry.http@3', 'entry.http@3'],
      },
    ],
  },
  {
    id: 'js.koa',
    tech: 'koa',
    modules: ['@koa/router', 'koa-router', '@koa/multer'],
    packages: ['koa'],
    sites: [route(/^(?:Router)?\(\)\.\w+$/)],
    coveredBy: otel('http', 'koa'),
    routeBy: otel('koa'),
    install: AUTO_JS,
    tests: [
      {
        code: "import Router from '@koa/router';\nconst router = new Router();\nrouter.get('/x', async (ctx) => {});",
        expect: ['entry.http@3'],
      },
      { code: "import Koa from 'koa';\nconst app = new Koa();\napp.use(async (ctx) => {});", expect: [] },
    ],
  },
  {
    id: 'js.fastify',
    tech: 'fastify',
    modules: ['fastify'],
    packages: ['fastify'],
    sites: [
      // The options may stand between the path and the handler.
      {
        ...route(EXPRESS_LIKE),
        args: [
          [0, 'path'],
          [-1, 'handler'],
        ],
      },
      {
        on: 'call',
        kind: 'entry.http',
        names: ['route'],
        path: /^(?:default|fastify|Fastify)?\(\)\.route$|^FastifyInstance\.route$/,
        receiver: /^(?:fastify|instance|app|server)$/,
        args: [
          [0, 'object'],
          ['handler', 'handler'],
        ],
        handler: ['handler'],
        keys: { route: ['url'], method: ['method'] },
      },
    ],
    coveredBy: ['@fastify/otel', '@autotelic/fastify-opentelemetry', ...otel('http', 'fastify')],
    routeBy: ['@fastify/otel', '@autotelic/fastify-opentelemetry', ...otel('fastify')],
    install: addTo('@fastify/otel'),
    note: 'The instrumentation for Node left Fastify to @fastify/otel in March 2026.',
    tests: [
      {
        code: "const app = require('fastify')();\napp.get('/x', async () => 1);\napp.route({ method: 'GET', url: '/y', handler: async () => 1 });",
        expect: ['entry.http@2', 'entry.http@3'],
      },
      {
        code: "import Fastify from 'fastify';\nconst app = Fastify();\napp.decorate('x', 1);\napp.get;",
        expect: [],
      },
    ],
  },
  {
    id: 'js.hono',
    tech: 'hono',
    modules: ['hono'],
    packages: ['hono'],
    sites: [route(/^(?:Hono|OpenAPIHono)\(\)(?:\.\w+\(\))*\.\w+$/)],
    coveredBy: ['@hono/otel', ...otel('http')],
    routeBy: ['@hono/otel'],
    install: { package: '@hono/otel', enable: "app.use('*', httpInstrumentationMiddleware())" },
    tests: [
      {
        code: "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/x', (c) => c.text('x'));",
        expect: ['entry.http@3'],
      },
      { code: "import { Hono } from 'hono';\nconst app = new Hono();\napp.use('*', logger());", expect: [] },
    ],
  },
  {
    id: 'js.elysia',
    tech: 'elysia',
    modules: ['elysia'],
    packages: ['elysia'],
    sites: [route(/^Elysia\(\)(?:\.\w+\(\))*\.\w+$/)],
    coveredBy: ['@elysiajs/opentelemetry'],
    install: { package: '@elysiajs/opentelemetry', enable: '.use(opentelemetry())' },
    tests: [
      {
        code: "import { Elysia } from 'elysia';\nnew Elysia().get('/x', () => 'x').listen(1);",
        expect: ['entry.http@2'],
      },
      { code: "import { Elysia } from 'elysia';\nnew Elysia().listen(1);", expect: [] },
    ],
  },
  {
    id: 'js.restify',
    tech: 'restify',
    modules: ['restify', 'router', 'connect', 'polka', '@tinyhttp/app'],
    packages: ['restify', 'router', 'connect', 'polka', '@tinyhttp/app'],
    sites: [route(/^[\w$.]*\(\)\.\w+$/)],
    coveredBy: otel('http', 'restify', 'router', 'connect'),
    install: AUTO_JS,
    tests: [
      {
        code: "const restify = require('restify');\nconst server = restify.createServer();\nserver.get('/x', respond);",
        expect: ['entry.http@3'],
      },
      {
        code: "const restify = require('restify');\nconst server = restify.createServer();\nserver.use(restify.plugins.bodyParser());",
        expect: [],
      },
    ],
  },
];
