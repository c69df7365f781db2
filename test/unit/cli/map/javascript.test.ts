import { lines, mapCases } from '../../../support/map-case.ts';

mapCases([
  {
    row: 52,
    title: 'Express with a mounted router and a handler elsewhere',
    language: 'nodejs',
    files: {
      'app.js': lines({
        1: "const express = require('express');\nconst r = require('./routes');",
        4: 'const app = express();',
        6: "app.use('/api', r);",
      }),
      'routes.js': lines({
        1: "const { Router } = require('express');\nconst { show, update } = require('./users');",
        4: 'const r = Router();',
        6: "r.get('/users/:id', auth, show);",
        7: "r.post('/users/:id', auth, update);",
        9: 'module.exports = r;',
      }),
      'users.js': lines({
        22: 'function show(req, res) {\n}',
        30: 'function update(req, res) {\n}',
        40: 'module.exports = { show, update };',
      }),
    },
    spans: [
      {
        kind: 'server',
        scope: '@opentelemetry/instrumentation-http',
        attributes: { 'http.route': '/api/users/:id', 'http.request.method': 'GET' },
      },
    ],
    expect: [
      {
        at: 'users.js:22',
        confidence: 'likely',
        alternatives: ['routes.js:6'],
        alternativeCount: 1,
        jump: true,
      },
    ],
  },
  {
    row: '52 in one file',
    title: 'Express with everything in one file',
    language: 'nodejs',
    files: {
      'app.js': lines({
        1: "const express = require('express');",
        3: 'const app = express();\nconst r = express.Router();',
        6: "r.get('/users/:id', show);",
        7: "app.use('/api', r);",
        10: 'function show(req, res) {\n}',
      }),
    },
    spans: [{ kind: 'server', attributes: { 'http.route': '/api/users/:id', 'http.request.method': 'GET' } }],
    expect: [{ at: 'app.js:10', confidence: 'likely', alternatives: ['app.js:6'], alternativeCount: 1 }],
  },
  {
    row: 59,
    title: 'frames that are nobody’s are passed over',
    language: 'nodejs',
    files: { 'src/x.js': lines({ 4: 'function run() {', 5: '  throw new Error();', 6: '}' }) },
    spans: [
      {
        stack:
          'Error: x\n    at Array.map (<anonymous>)\n    at eval (eval at run (/app/src/x.js:1:1), <anonymous>:1:1)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\n    at run (/app/src/x.js:5:9)\n',
      },
      {
        stack: 'Error: x\n    at Array.map (<anonymous>)\n    at node:internal/main/run_main_module:23:47\n',
      },
    ],
    expect: [
      { at: 'src/x.js:5', confidence: 'likely' },
      { at: null, reason: /No frame of the stack trace lies in this workspace|no frames/ },
    ],
  },
  {
    row: 60,
    title: 'file URL frame',
    language: 'nodejs',
    files: { 'm.mjs': 'export {};\nthrow new Error();\n' },
    spans: [{ stack: 'Error\n    at file:///app/m.mjs:2:14\n' }],
    expect: [{ at: 'm.mjs:2', confidence: 'likely', evidence: /thrown at file:/ }],
  },
  {
    row: 61,
    title: 'Next.js page',
    language: 'nodejs',
    files: {
      'app/(shop)/blog/[slug]/page.tsx': lines({
        1: "import x from 'x';",
        5: 'export default async function Page() {\n  return <div />;\n}',
      }),
      'app/blog/page.tsx': 'export default function Blog() { return null; }\n',
    },
    spans: [
      {
        kind: 'server',
        scope: 'next.js',
        name: 'GET /blog/[slug]',
        attributes: { 'next.route': '/blog/[slug]' },
      },
      { kind: 'internal', scope: 'next.js', attributes: { 'next.route': '/blog/[slug]/page' } },
    ],
    expect: [{ at: 'app/(shop)/blog/[slug]/page.tsx:5', confidence: 'likely' }, undefined],
  },
  {
    row: 64,
    title: 'GraphQL by root field',
    language: 'nodejs',
    files: {
      'resolvers.js': lines({
        15: 'const resolvers = {\n  Query: {\n    books: () => [],',
        18: '    bookById: (_, { id }) => find(id),',
        19: '  },\n  Mutation: {\n    findBookById: () => null,\n  },\n};',
      }),
    },
    spans: [
      {
        scope: '@opentelemetry/instrumentation-graphql',
        attributes: {
          'graphql.operation.name': 'findBookById',
          'graphql.document': 'query findBookById{bookById(id:?){name}}',
        },
      },
    ],
    expect: [{ at: 'resolvers.js:18', confidence: 'guess' }],
  },
  {
    row: 102,
    title: 'Datadog code origin: the first frame in the workspace',
    language: 'nodejs',
    files: {
      'src/db.ts': lines({ 8: 'export function load() {', 10: '  return pool.query("x");', 11: '}' }),
    },
    spans: [
      {
        kind: 'client',
        attributes: {
          '_dd.code_origin.type': 'exit',
          '_dd.code_origin.frames.0.file': '/app/node_modules/pg/lib/client.js',
          '_dd.code_origin.frames.0.line': '10',
          '_dd.code_origin.frames.1.file': '/app/node_modules/pg-pool/index.js',
          '_dd.code_origin.frames.1.line': '45',
          '_dd.code_origin.frames.2.file': '/app/src/db.ts',
          '_dd.code_origin.frames.2.line': '10',
          '_dd.code_origin.frames.2.method': 'load',
        },
      },
    ],
    expect: [{ at: 'src/db.ts:10', confidence: 'likely' }],
  },
  {
    row: 'nest',
    title: 'NestJS controller and callback',
    language: 'nodejs',
    files: {
      'src/users.controller.ts': lines({
        3: "@Controller('users')\nexport class UsersController {",
        8: "  @Get(':id')\n  findOne(@Param('id') id: string) {\n    return id;\n  }\n}",
      }),
    },
    spans: [
      {
        scope: '@opentelemetry/instrumentation-nestjs-core',
        name: 'UsersController.findOne',
        attributes: {
          'nestjs.controller': 'UsersController',
          'nestjs.callback': 'findOne',
          'nestjs.type': 'request_context',
        },
      },
      { kind: 'server', attributes: { 'http.route': '/users/:id', 'http.request.method': 'GET' } },
    ],
    expect: [
      { at: 'src/users.controller.ts:9', confidence: 'exact' },
      { at: 'src/users.controller.ts:9', confidence: 'likely' },
    ],
  },
  {
    row: 108,
    title: 'one literal in three files, one under the span’s scope',
    language: 'nodejs',
    files: Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        `src/${name}.ts`,
        lines({
          1: "import { trace } from '@opentelemetry/api';",
          3: `const tracer = trace.getTracer('shop.${name}');`,
          5: `export function ${name}() {\n  return tracer.startActiveSpan('load', (span) => span.end());\n}`,
        }),
      ]),
    ),
    spans: [{ scope: 'shop.b', name: 'load' }],
    expect: [{ at: 'src/b.ts:6', confidence: 'likely', alternativeCount: 2, jump: true }],
  },
]);
