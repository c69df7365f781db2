// "Install and enable" with the real package managers: what it writes starts, and its spans arrive.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { textAfter } from '../../src/core/gaps/fixes/check-plan.ts';
import type { FixProject } from '../../src/core/gaps/fixes/fix-plan.ts';
import { planInstall } from '../../src/core/gaps/fixes/plan-install.ts';
import { decodeTraces } from '../../src/core/otlp/decode.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import { freePort } from '../support/free-port.ts';
import { cacheDir } from './servers/cache.ts';
import { command, versionOf } from './servers/command.ts';

type Case = {
  readonly title: string;
  readonly family: FixProject['family'];
  readonly tool: readonly [program: string, ...args: string[]];
  readonly esm?: boolean;
  /** The manifest first. */
  readonly files: Readonly<Record<string, string>>;
  readonly install: (dir: string) => Promise<unknown>;
  /** Serves one request that it makes itself, and ends. */
  readonly run: (dir: string, env: Readonly<Record<string, string>>) => Promise<unknown>;
  /** A span of the server. */
  readonly span: RegExp;
};

/** A service that is told to end, and a program that ends by itself. */
const NODE_APP = (http: string, end: string) => `${http}
const server = http.createServer((req, res) => res.end('ok')).listen(0, () => {
  http.get({ port: server.address().port, path: '/orders' }, (res) => {
    res.resume();
    res.on('end', () => setTimeout(() => ${end}, 200));
  });
});
`;
const KILLED = "process.kill(process.pid, 'SIGTERM')";

const npmStart = (dir: string, env: Readonly<Record<string, string>>) =>
  // It ends by the signal it sends itself, once its spans are out.
  command('npm', ['start', '--silent'], { cwd: dir, env }).catch(() => '');

const GO_APP = `package main

import (
	"net/http"
	"os"
	"time"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/orders", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
	go func() { _ = http.ListenAndServe(os.Getenv("ADDR"), mux) }()
	for i := 0; i < 100; i++ {
		if resp, err := http.Get("http://" + os.Getenv("ADDR") + "/orders"); err == nil {
			_ = resp.Body.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}
`;

const PY_APP = `from flask import Flask

app = Flask(__name__)


@app.route("/orders")
def orders():
    return "ok"


if __name__ == "__main__":
    assert app.test_client().get("/orders").status_code == 200
`;

const GO_ENV = { GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off', CGO_ENABLED: '0' };
const python = (dir: string) => path.join(dir, 'venv/bin/python');
const npmInstall = (cwd: string) =>
  command('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd });

const CASES: readonly Case[] = [
  {
    title: 'npm, ES modules',
    family: 'js',
    tool: ['npm', '--version'],
    esm: true,
    files: {
      'package.json':
        '{ "name": "shop", "type": "module", "private": true, "scripts": { "start": "node app.js" } }\n',
      'app.js': NODE_APP("import http from 'node:http';", KILLED),
    },
    install: npmInstall,
    run: npmStart,
    span: /^GET/,
  },
  {
    title: 'npm, CommonJS',
    family: 'js',
    tool: ['npm', '--version'],
    files: {
      'package.json': '{ "name": "shop", "private": true, "scripts": { "start": "node app.js" } }\n',
      'app.js': NODE_APP("const http = require('node:http');", 'server.close()'),
    },
    install: npmInstall,
    run: npmStart,
    span: /^GET/,
  },
  {
    title: 'pip',
    family: 'python',
    tool: ['python3', '--version'],
    files: { 'requirements.txt': 'flask\n', 'app.py': PY_APP },
    install: async (cwd) => {
      await command('python3', ['-m', 'venv', 'venv'], { cwd });
      await command(python(cwd), ['-m', 'pip', 'install', '-q', '-r', 'requirements.txt'], { cwd });
    },
    run: (cwd, env) => command(python(cwd), ['app.py'], { cwd, env }),
    span: /\/orders/,
  },
  {
    title: 'Go modules',
    family: 'go',
    tool: ['go', 'version'],
    files: { 'go.mod': 'module spanlight.test/shop\n\ngo 1.25\n', 'main.go': GO_APP },
    install: (cwd) => command('go', ['mod', 'tidy'], { cwd, env: GO_ENV }),
    run: async (cwd, env) => {
      await command('go', ['vet', './...'], { cwd, env: GO_ENV });
      const ADDR = `127.0.0.1:${await freePort()}`;
      return command('go', ['run', '.'], { cwd, env: { ...GO_ENV, ...env, ADDR } });
    },
    span: /GET|server/,
  },
];

type Arrived = { readonly service: string; readonly name: string };

/** Listens as a collector does while `run` runs. */
async function collected(run: (endpoint: string) => Promise<unknown>): Promise<Arrived[]> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces')
        for (const trace of buildTraces(decodeTraces(new Uint8Array(Buffer.concat(chunks))).batch))
          for (let i = 0; i < trace.count; i++)
            arrived.push({
              service: trace.strings.get(trace.service[i] ?? 0),
              name: trace.strings.get(trace.name[i] ?? 0),
            });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
  return arrived;
}

for (const one of CASES) {
  const [program, ...args] = one.tool;
  if ((await versionOf(program, ...args)) === undefined) {
    console.log(`NOT RUN: installing with ${one.title}: no ${program} here`);
    continue;
  }
  test(`${one.title}: what "install and enable" writes starts, and its spans arrive`, {
    timeout: 540_000,
  }, async () => {
    const outcome = planInstall({
      read: (file) => one.files[file],
      root: '',
      manifest: Object.keys(one.files)[0] ?? '',
      family: one.family,
      service: 'shop',
      esm: one.esm ?? false,
      remedies: [],
      files: Object.keys(one.files),
    });
    assert.ok('edits' in outcome, JSON.stringify(outcome));
    const dir = cacheDir('gap-installs', one.title.toLowerCase().replace(/\W+/g, '-'));
    const files: Record<string, string> = { ...one.files };
    for (const edit of outcome.edits) files[edit.path] = textAfter(edit, one.files[edit.path]) ?? '';
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
    await one.install(dir);
    const spans = await collected((endpoint) =>
      one.run(dir, {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      }),
    );
    assert.ok(
      spans.some((s) => s.service === 'shop' && one.span.test(s.name)),
      `these arrived: ${JSON.stringify(spans)}`,
    );
  });
}
