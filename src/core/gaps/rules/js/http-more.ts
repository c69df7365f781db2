import type { GapRule } from '../../rule.ts';
import { AUTO_JS, otel } from './ids.ts';

export const jsHttpMoreRules: readonly GapRule[] = [
  {
    id: 'js.hapi',
    tech: 'hapi',
    modules: ['@hapi/hapi'],
    packages: ['@hapi/hapi'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['route'],
        path: /^(?:[sS]erver)\(\)\.route$/,
        receiver: /^server$/,
        args: [
          [0, 'any'],
          ['handler', 'handler'],
        ],
        handler: ['handler'],
        keys: { route: ['path'], method: ['method'] },
      },
    ],
    coveredBy: otel('http', 'hapi'),
    routeBy: otel('hapi'),
    install: AUTO_JS,
    tests: [
      {
        code: "import Hapi from '@hapi/hapi';\nconst server = Hapi.server({});\nserver.route({ method: 'GET', path: '/x', handler: () => 'x' });",
        expect: ['entry.http@3'],
      },
      {
        code: "import Hapi from '@hapi/hapi';\nconst server = Hapi.server({});\nserver.start();",
        expect: [],
      },
    ],
  },
  {
    id: 'js.nest',
    tech: 'nest',
    modules: ['@nestjs/common'],
    packages: ['@nestjs/core', '@nestjs/common'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Sse'],
        prefix: ['Controller'],
        keys: { route: [0, 'path'], method: 'name' },
      },
    ],
    coveredBy: otel('http', 'nestjs-core', 'express', 'fastify'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { Controller, Get } from '@nestjs/common';\n@Controller('cats')\nexport class Cats { @Get(':id') one() { return 1; } }",
        expect: ['entry.http@3'],
      },
      {
        code: "import { Get } from './lenses';\nexport class Cats { @Get(':id') one() { return 1; } }",
        expect: [],
      },
    ],
  },
  {
    id: 'js.next',
    tech: 'next',
    modules: ['next'],
    packages: ['next'],
    sites: [
      {
        on: 'export',
        kind: 'entry.http',
        file: /(?:^|\/)app\/(?:.*\/)?route\.[jt]sx?$/,
        names: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
        exported: true,
      },
      {
        on: 'export',
        kind: 'entry.http',
        file: /(?:^|\/)pages\/api\/.*\.[jt]sx?$/,
        names: ['default'],
        exported: true,
      },
    ],
    coveredBy: ['@vercel/otel', '@opentelemetry/sdk-node', 'next.instrumentation', ...otel('http')],
    install: {
      package: '@vercel/otel',
      enable: "export function register() { registerOTel('name'); } in instrumentation.ts",
    },
    tests: [
      {
        file: 'src/app/api/users/route.ts',
        code: 'export async function GET(request: Request) {\n  return Response.json({});\n}',
        expect: ['entry.http@1'],
      },
      { file: 'src/app/api/users/helper.ts', code: 'export async function GET() {}', expect: [] },
    ],
  },
  {
    id: 'js.http',
    tech: 'node:http',
    modules: ['http', 'https'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['createServer'],
        path: /^createServer$/,
        args: [[-1, 'handler']],
        handler: [-1],
        notIn:
          /\bexpress\b|\bkoa\b|\.callback\(\)|fastify|next\(|@nestjs|socket\.io|\bws\b|WebSocketServer|ApolloServer|@grpc|createProxyServer/i,
      },
    ],
    coveredBy: otel('http'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { createServer } from 'node:http';\nconst server = createServer((req, res) => res.end());",
        expect: ['entry.http@2'],
      },
      {
        code: "import express from 'express';\nimport http from 'http';\nconst app = express();\nhttp.createServer(app).listen(1);",
        expect: [],
      },
    ],
  },
];
