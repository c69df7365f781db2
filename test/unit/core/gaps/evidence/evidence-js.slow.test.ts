// How a Node service is traced, read from every kind of file that may say it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, npm, places, setups } from '../../../../support/gap-workspace.ts';

const CODE =
  "import express from 'express';\nconst app = express();\napp.get('/x', (req, res) => res.json({}));\n";
const AUTO = '@opentelemetry/auto-instrumentations-node@0.79.0';
const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const TRACING =
  "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';\nnew NodeSDK({ instrumentations: [getNodeAutoInstrumentations()] }).start();";
const app = (deps: string[], more: object = {}): Files => ({
  'src/app.ts': CODE,
  'package.json': npm(['express@4.18.0', ...deps], more),
});

type Case = {
  readonly title: string;
  readonly files: Files;
  readonly setup?: string[];
  readonly entry?: boolean;
  readonly state?: string;
};

const cases: readonly Case[] = [
  { title: 'nothing', files: app([]), setup: ['setup.no-otel'], entry: true, state: 'none' },
  {
    title: 'NODE_OPTIONS in compose',
    files: {
      ...app([AUTO]),
      'compose.yaml': `services:\n  web:\n    build: .\n    environment:\n      - NODE_OPTIONS=--require ${REGISTER}\n`,
    },
    state: 'traced',
  },
  {
    title: 'NODE_OPTIONS as a map in compose, for a service in a folder',
    files: {
      'compose.yaml': `services:\n  web:\n    build:\n      context: ./web\n    environment:\n      NODE_OPTIONS: "--import ${REGISTER}"\n  other:\n    image: redis\n`,
      'web/src/app.ts': CODE,
      'web/package.json': npm(['express@4.18.0', AUTO]),
      'api/package.json': npm(['fastify@5.0.0']),
    },
    state: 'traced',
  },
  {
    title: 'CMD of a Dockerfile',
    files: { ...app([AUTO]), Dockerfile: `FROM node\nCMD ["node", "--require", "${REGISTER}", "app.js"]\n` },
    state: 'traced',
  },
  {
    title: 'ENV of a Dockerfile over two lines',
    files: {
      ...app([AUTO]),
      Dockerfile: `FROM node\nENV A=1 \\\n    NODE_OPTIONS="--require ${REGISTER}"\n`,
    },
    state: 'traced',
  },
  {
    title: 'environment of a Kubernetes deployment',
    files: {
      ...app([AUTO]),
      'k8s/web.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: repo/app:1\n          env:\n            - name: NODE_OPTIONS\n              value: "--require ${REGISTER}"\n`,
    },
    state: 'traced',
  },
  {
    title: 'a Procfile',
    files: { ...app([AUTO]), Procfile: `web: node -r ${REGISTER} app.js\n` },
    state: 'traced',
  },
  { title: '.env', files: { ...app([AUTO]), '.env': `NODE_OPTIONS="-r ${REGISTER}"\n` }, state: 'traced' },
  {
    title: 'a start script',
    files: { ...app([AUTO]), 'scripts/start.sh': `#!/bin/sh\nexec node --import ${REGISTER} app.js\n` },
    state: 'traced',
  },
  {
    title: 'a launch configuration',
    files: {
      ...app([AUTO]),
      '.vscode/launch.json': `{ "configurations": [{\n"env": {\n"NODE_OPTIONS": "--require ${REGISTER}"\n} }] }`,
    },
    state: 'traced',
  },
  {
    title: 'installed, not switched on',
    files: app([AUTO]),
    setup: ['setup.not-enabled'],
    state: 'not-enabled',
  },
  {
    title: 'a file that starts tracing, which nothing loads',
    files: {
      ...app([AUTO]),
      'src/tracing.ts': TRACING,
    },
    setup: ['setup.not-enabled'],
  },
  {
    title: 'the same, loaded first',
    files: {
      ...app([AUTO]),
      'src/app.ts': `import './tracing';\n${CODE}`,
      'src/tracing.ts': TRACING,
    },
    state: 'traced',
  },
  {
    title: 'the same, loaded after express',
    files: {
      ...app([AUTO]),
      'src/app.ts': `import express from 'express';\nimport './tracing';\nconst app = express();\napp.get('/x', f);\n`,
      'src/tracing.ts': TRACING,
    },
    setup: ['setup.init-order'],
    state: 'traced',
  },
  {
    title: 'the same, loaded after a file that loads express',
    files: {
      ...app([AUTO]),
      'src/index.ts': "import { app } from './app';\nimport './tracing';\napp.listen(1);\n",
      'src/tracing.ts': TRACING,
    },
    setup: ['setup.init-order'],
  },
  {
    title: 'ES modules without a loader hook',
    files: {
      ...app([AUTO], { type: 'module' }),
      'src/app.ts': `import './tracing.js';\n${CODE}`,
      'src/tracing.ts': TRACING,
    },
    setup: ['setup.init-order'],
  },
  {
    title: 'all of it off',
    files: { ...app([AUTO]), '.env': `OTEL_SDK_DISABLED=true\nNODE_OPTIONS=-r ${REGISTER}\n` },
    setup: ['setup.disabled'],
    state: 'disabled',
  },
  {
    title: 'one instrumentation off by environment',
    files: {
      ...app([AUTO, 'pg@8.1.0']),
      'src/db.ts': "import pg from 'pg';\nnew pg.Pool();\n",
      '.env': `OTEL_NODE_DISABLED_INSTRUMENTATIONS=pg,redis\nNODE_OPTIONS=-r ${REGISTER}\n`,
    },
    setup: ['setup.disabled'],
    state: 'partly',
  },
  {
    title: 'one instrumentation off by configuration',
    files: {
      ...app([AUTO, 'pg@8.1.0']),
      'src/app.ts': `import './tracing';\n${CODE}`,
      'src/db.ts': "import pg from 'pg';\nnew pg.Pool();\n",
      'src/tracing.ts':
        "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';\nnew NodeSDK({ instrumentations: [getNodeAutoInstrumentations({ '@opentelemetry/instrumentation-pg': { enabled: false } })] }).start();",
    },
    setup: ['setup.disabled'],
  },
  {
    title: 'only some on by environment',
    files: { ...app([AUTO]), '.env': `OTEL_NODE_ENABLED_INSTRUMENTATIONS=pg\nNODE_OPTIONS=-r ${REGISTER}\n` },
    setup: ['setup.disabled'],
  },
  {
    title: 'a library newer than supported, by the lock file',
    files: {
      ...app([AUTO, 'pg@^8.0.0'], { scripts: { start: `node -r ${REGISTER} .` } }),
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/pg': { version: '9.2.0' }, 'node_modules/express': { version: '4.18.2' } },
      }),
    },
    setup: ['setup.version-out-of-range'],
    state: 'traced',
  },
  {
    title: 'Datadog',
    files: { ...app(['dd-trace']), 'src/app.ts': `import 'dd-trace/init';\n${CODE}` },
    state: 'traced',
  },
  {
    title: 'New Relic',
    files: { ...app(['newrelic']), 'src/app.ts': `require('newrelic');\n${CODE}` },
    state: 'traced',
  },
  {
    title: 'Sentry, started',
    files: {
      ...app(['@sentry/node']),
      'src/sentry.ts': "import * as Sentry from '@sentry/node';\nSentry.init({ dsn: 'x' });",
    },
    state: 'traced',
  },
  {
    title: 'Sentry as a dependency only',
    files: app(['@sentry/node']),
    entry: true,
    setup: ['setup.no-otel'],
  },
  {
    title: 'an operator that injects at deploy time',
    files: {
      ...app([]),
      'k8s/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    metadata:\n      annotations:\n        instrumentation.opentelemetry.io/inject-nodejs: "true"\n',
    },
    state: 'unknown',
  },
  {
    title: 'an operator that injects into another language',
    files: {
      ...app([]),
      'k8s/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n  annotations:\n    instrumentation.opentelemetry.io/inject-java: "true"\n',
    },
    setup: ['setup.no-otel'],
    entry: true,
  },
  {
    title: 'an HTTP instrumentation without one of the framework: no route',
    files: {
      ...app(['@opentelemetry/sdk-node', '@opentelemetry/instrumentation-http']),
      'src/app.ts': `import './tracing';\n${CODE}`,
      'src/tracing.ts':
        "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { HttpInstrumentation } from '@opentelemetry/instrumentation-http';\nnew NodeSDK({ instrumentations: [new HttpInstrumentation()] }).start();",
    },
    state: 'traced',
  },
];

for (const { title, files, setup = [], entry = false, state } of cases)
  test(title, async () => {
    const report = await gapsOf(files);
    const said = JSON.stringify(report, undefined, 1);
    assert.deepEqual(setups(report), setup, said);
    assert.equal(places(report).includes('entry.http@src/app.ts:3'), entry, said);
    const service = report.services.find((s) => s.entries.total > 0);
    if (state !== undefined) assert.equal(service?.state, state, said);
    // Whatever is on says the line that proves it.
    for (const one of report.services)
      for (const { id, because } of one.instrumentations) {
        assert.ok(
          because.length > 0 && because.every((b) => files[b.file] !== undefined && b.line > 0),
          `${id}: ${JSON.stringify(because)}`,
        );
      }
  });

test('spans without a route are one finding a framework', async () => {
  const report = await gapsOf(cases.at(-1)?.files ?? {});
  assert.deepEqual(places(report), ['entry.http.no-route@src/app.ts:4']);
});

test('a library of the workspace is traced by the service that uses it', async () => {
  const files: Files = {
    'package.json': JSON.stringify({ private: true, workspaces: ['apps/*', 'packages/*'] }),
    'apps/api/package.json': npm(['express@4.18.0', '@acme/db@workspace:*', AUTO], {
      scripts: { start: `node -r ${REGISTER} .` },
    }),
    'apps/api/src/app.ts': CODE,
    'packages/db/package.json': npm(['pg@8.1.0'], { name: '@acme/db' }),
    'packages/db/src/index.ts': "import pg from 'pg';\nexport const pool = new pg.Pool();\n",
  };
  const report = await gapsOf(files);
  assert.deepEqual(report.findings, [], JSON.stringify(report.findings));
  assert.deepEqual(
    report.verdicts.map((v) => v.state),
    ['covered', 'covered'],
  );
});

test('calls of a published library are its users’ to trace', async () => {
  const report = await gapsOf({
    'package.json': npm(['axios@1.0.0'], { main: 'index.js', version: '1.0.0' }),
    'src/client.ts':
      "import axios from 'axios';\nexport const load = () => axios.get('https://api.example.com/x');\n",
  });
  assert.deepEqual(report.findings, []);
});

test('pages for browsers are another matter', async () => {
  const report = await gapsOf({
    'package.json': npm(['react@18.0.0', 'react-dom@18.0.0'], { private: true }),
    'src/load.ts': "export const load = () => fetch('/api/x');\n",
  });
  assert.deepEqual(report.findings, []);
});

test('names of services in traces come from the environment', async () => {
  const report = await gapsOf({
    ...app([AUTO], { scripts: { start: `node -r ${REGISTER} .` } }),
    '.env': 'OTEL_SERVICE_NAME=checkout\n',
  });
  assert.equal(report.services[0]?.name, 'checkout');
});
