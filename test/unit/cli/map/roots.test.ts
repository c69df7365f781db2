// Roots: where a service's code lies, by configuration files of the workspace.
import { lines, mapCases } from '../../../support/map-case.ts';

const main = lines({ 1: 'def run():', 3: '    work()' });

mapCases([
  {
    row: 'docker',
    title: 'WORKDIR and COPY of the service’s own Dockerfile',
    service: 'orders',
    language: 'python',
    files: {
      'services/orders/Dockerfile': 'FROM python:3.12\nWORKDIR /srv/app\nCOPY . .\n',
      'services/orders/main.py': main,
      'services/carts/Dockerfile': 'FROM python:3.12\nWORKDIR /srv/app\nCOPY . .\n',
      'services/carts/main.py': main,
    },
    spans: [{ attributes: { 'code.file.path': '/srv/app/main.py', 'code.line.number': 3 } }],
    expect: [{ at: 'services/orders/main.py:3', confidence: 'exact', evidence: /Dockerfile copies/ }],
  },
  {
    row: 'docker of nobody',
    title: 'the same container root in two services and a third service asks',
    service: 'billing',
    language: 'python',
    files: {
      'services/orders/Dockerfile': 'FROM python:3.12\nWORKDIR /srv/app\nCOPY . .\n',
      'services/orders/main.py': main,
      'services/carts/Dockerfile': 'FROM python:3.12\nWORKDIR /srv/app\nCOPY . .\n',
      'services/carts/main.py': main,
    },
    spans: [{ attributes: { 'code.file.path': '/srv/app/main.py', 'code.line.number': 3 } }],
    expect: [{ at: 'services/carts/main.py:3', confidence: 'guess', jump: false, alternativeCount: 1 }],
  },
  {
    row: 'compose',
    title: 'volume and service name of a compose file',
    service: 'web',
    language: 'nodejs',
    files: {
      'compose.yaml':
        'services:\n  frontend:\n    image: node:22\n    environment:\n      OTEL_SERVICE_NAME: web\n    volumes:\n      - ./apps/web:/home/node/code\n  other:\n    build: ./apps/other\n',
      'apps/web/lib/index.js': 'a();\nb();\n',
      'apps/other/lib/index.js': 'a();\nb();\n',
    },
    spans: [{ attributes: { 'code.file.path': '/home/node/code/lib/index.js', 'code.line.number': 2 } }],
    expect: [{ at: 'apps/web/lib/index.js:2', confidence: 'exact', evidence: /mounts/ }],
  },
  {
    row: 'launch',
    title: 'localRoot and remoteRoot of a launch configuration',
    service: 'x',
    language: 'nodejs',
    files: {
      '.vscode/launch.json': `{ "configurations": [ { "type": "node", // attach\n "localRoot": "\${workspaceFolder}/packages/x", "remoteRoot": "/deploy/current" } ] }`,
      'packages/x/src/a.js': 'a();\nb();\n',
      'packages/y/src/a.js': 'a();\nb();\n',
    },
    spans: [{ attributes: { 'code.file.path': '/deploy/current/src/a.js', 'code.line.number': 2 } }],
    expect: [{ at: 'packages/x/src/a.js:2', confidence: 'exact', evidence: /launch\.json/ }],
  },
  {
    row: 'folder',
    title: 'equal paths are told apart by the service’s manifest',
    service: 'checkout-service',
    language: 'nodejs',
    files: {
      'a/package.json': '{ "name": "@acme/checkout" }',
      'a/src/index.js': 'a();\nb();\n',
      'b/package.json': '{ "name": "@acme/cart" }',
      'b/src/index.js': 'a();\nb();\n',
    },
    spans: [{ attributes: { 'code.file.path': '/app/src/index.js', 'code.line.number': 2 } }],
    expect: [{ at: 'a/src/index.js:2', confidence: 'likely', jump: true }],
  },
  {
    row: 'foreign',
    title: 'a file of a service that is not here is not taken for one that is',
    service: 'billing',
    language: 'nodejs',
    files: {
      'services/orders/src/users.js': 'a();\nb();\n',
    },
    spans: [
      { attributes: { 'code.file.path': '/repo/services/billing/src/users.js', 'code.line.number': 2 } },
    ],
    expect: [{ at: 'services/orders/src/users.js:2', confidence: 'guess' }],
  },
  {
    row: 'remote',
    title: 'the repository of the span chooses between two checkouts',
    language: 'nodejs',
    files: { 'one/src/a.js': 'a();\nb();\n', 'two/src/a.js': 'a();\nb();\n' },
    prepare: (ws) => {
      for (const name of ['one', 'two']) {
        ws.git('-C', name, 'init', '-q');
        ws.git('-C', name, 'remote', 'add', 'origin', `git@example.org:acme/${name}.git`);
      }
      return { 'vcs.repository.url.full': 'https://example.org/acme/two' };
    },
    spans: [{ attributes: { 'code.file.path': '/x/y/src/a.js', 'code.line.number': 2 } }],
    expect: [{ at: 'two/src/a.js:2', confidence: 'likely', jump: true }],
  },
]);
