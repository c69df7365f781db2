import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../../src/core/manifest.ts';
import { debugProvider } from '../../src/features/sending/debug-sessions.ts';
import { memoryConfig, memoryLog } from '../support/fake-host.ts';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const REGISTER = '@opentelemetry/auto-instrumentations-node/register';

describe('sending from debug sessions', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'spanlight-sending-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const put = (file: string, text = '') => {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  };
  const resolve = async (
    launch: Record<string, unknown>,
    settings: Record<string, unknown> = {},
    http = 4318,
  ) => {
    const config = memoryConfig({ ...SETTINGS, 'sending.fromDebugSessions': true, ...settings });
    const log = memoryLog();
    const provider = debugProvider({
      config,
      log,
      ports: { current: { http: http || undefined, grpc: undefined } },
    });
    const folder = { uri: vscode.Uri.file(dir), name: 'x', index: 0 };
    const { token } = new vscode.CancellationTokenSource();
    const configuration = { request: 'launch', name: 'Run', ...launch } as vscode.DebugConfiguration;
    const resolved = await provider.resolveDebugConfigurationWithSubstitutedVariables?.(
      folder,
      configuration,
      token,
    );
    return { resolved: resolved ?? assert.fail('the session was cancelled'), log: log.lines.join('\n') };
  };
  const OURS = {
    [ENDPOINT]: 'http://127.0.0.1:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
  };

  for (const type of ['node', 'pwa-node', 'python', 'debugpy', 'go', 'java', 'coreclr'])
    it(`sets the variables of ${type}, and says so in the log`, async () => {
      const { resolved, log } = await resolve({ type, env: { A: '1' } });
      assert.deepEqual(resolved.env, { A: '1', ...OURS });
      assert.match(log, /"Run" is started with OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:4318/);
    });

  it('leaves alone what it is not asked to change', async () => {
    assert.equal(
      (await resolve({ type: 'node' }, { 'sending.fromDebugSessions': false })).resolved.env,
      undefined,
    );
    assert.equal((await resolve({ type: 'node', request: 'attach' })).resolved.env, undefined);
    assert.equal((await resolve({ type: 'chrome' })).resolved.env, undefined);
    const { resolved, log } = await resolve({ type: 'node' }, {}, 0);
    assert.equal(resolved.env, undefined);
    assert.match(log, /without a receiver/);
  });

  it('keeps what the configuration or its file of variables says', async () => {
    put('own.env', `${ENDPOINT}=http://collector:4318\n`);
    const byFile = await resolve({ type: 'go', envFile: path.join(dir, 'own.env') });
    assert.deepEqual(byFile.resolved.env, { OTEL_TRACES_EXPORTER: 'otlp' });
    const byHand = await resolve({
      type: 'coreclr',
      env: { OTEL_TRACES_EXPORTER: 'none', [ENDPOINT]: 'http://x' },
    });
    assert.deepEqual(byHand.resolved.env, { OTEL_TRACES_EXPORTER: 'none', [ENDPOINT]: 'http://x' });
    put('.env', 'OTEL_TRACES_EXPORTER=console\n');
    assert.equal((await resolve({ type: 'debugpy' })).resolved.env.OTEL_TRACES_EXPORTER, undefined);
  });

  it('instruments Node where the project is ready for it', async () => {
    put('package.json', '{"dependencies":{"@opentelemetry/auto-instrumentations-node":"1"}}');
    const launch = { type: 'node', program: path.join(dir, 'app.js') };
    assert.equal((await resolve(launch)).resolved.runtimeArgs, undefined, 'not installed');
    put('node_modules/@opentelemetry/auto-instrumentations-node/package.json', '{}');
    assert.deepEqual((await resolve(launch)).resolved.runtimeArgs, ['--require', REGISTER]);
    assert.equal(
      (await resolve(launch, { 'sending.instrumentNode': false })).resolved.runtimeArgs,
      undefined,
    );
    const module = { type: 'node', program: path.join(dir, 'app.mjs') };
    assert.deepEqual((await resolve(module)).resolved.runtimeArgs, ['--import', REGISTER]);
    put('node_modules/@opentelemetry/instrumentation/hook.mjs');
    const esm = ['--experimental-loader', '@opentelemetry/instrumentation/hook.mjs', '--import', REGISTER];
    assert.deepEqual((await resolve(module)).resolved.runtimeArgs, esm);
    put('package.json', '{"type":"module"}');
    assert.deepEqual((await resolve(launch)).resolved.runtimeArgs, esm);
    put('package.json', '{"dependencies":{"@opentelemetry/sdk-node":"1"}}');
    assert.equal((await resolve(launch)).resolved.runtimeArgs, undefined, 'it sets itself up');
  });

  it('names the file where Node would not find the package from its working directory', async () => {
    put('packages/cart/node_modules/@opentelemetry/auto-instrumentations-node/package.json', '{}');
    const { resolved } = await resolve({ type: 'node', program: path.join(dir, 'packages/cart/app.js') });
    const register = 'node_modules/@opentelemetry/auto-instrumentations-node/build/src/register.js';
    assert.deepEqual(resolved.runtimeArgs, ['--require', path.join(dir, 'packages/cart', register)]);
  });

  it('instruments Python where the environment is ready for it', async () => {
    const site = '.venv/lib/python3.12/site-packages/opentelemetry/instrumentation/auto_instrumentation';
    const launch = { type: 'debugpy', program: 'app.py' };
    assert.equal((await resolve(launch)).resolved.env.PYTHONPATH, undefined);
    put(`${site}/sitecustomize.py`);
    assert.equal((await resolve(launch)).resolved.env.PYTHONPATH, path.join(dir, site));
    assert.equal(
      (await resolve(launch, { 'sending.instrumentPython': false })).resolved.env.PYTHONPATH,
      undefined,
    );
    put('elsewhere/bin/python');
    put(`${site.replace('.venv', 'elsewhere')}/sitecustomize.py`);
    const chosen = await resolve({ ...launch, python: path.join(dir, 'elsewhere/bin/python') });
    assert.equal(chosen.resolved.env.PYTHONPATH, path.join(dir, site.replace('.venv', 'elsewhere')));
  });

  it('gives Java the agent that the setting names, if it is there', async () => {
    const settings = { 'sending.javaAgent': 'tools/agent.jar' };
    const without = await resolve({ type: 'java' }, settings);
    assert.equal(without.resolved.vmArgs, undefined);
    assert.match(without.log, /agent\.jar, which is not there/);
    put('tools/agent.jar');
    assert.equal(
      (await resolve({ type: 'java' }, settings)).resolved.vmArgs,
      `-javaagent:${path.join(dir, 'tools/agent.jar')}`,
    );
    assert.equal((await resolve({ type: 'java' })).resolved.vmArgs, undefined);
  });
});

describe('sending from this window', () => {
  const settings = vscode.workspace.getConfiguration('spanlight');
  const set = (key: string, value: unknown) => settings.update(key, value, vscode.ConfigurationTarget.Global);
  let dir = '';
  let port = 0;

  before(async () => {
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    dir = mkdtempSync(path.join(tmpdir(), 'spanlight-sending-'));
    port = await freePort();
    await set('receiver.httpPort', port);
    await set('receiver.grpcPort', 0);
    await vscode.commands.executeCommand(COMMANDS.startReceiver);
    await until(async () => (await fetch(`http://127.0.0.1:${port}/spanlight`)).ok);
  });
  after(async () => {
    await vscode.commands.executeCommand(COMMANDS.stopReceiver);
    for (const key of [
      'receiver.httpPort',
      'receiver.grpcPort',
      'sending.fromTerminals',
      'sending.fromDebugSessions',
    ])
      await set(key, undefined);
    rmSync(dir, { recursive: true, force: true });
  });

  const program = () => {
    const out = path.join(dir, `${Math.random().toString(36).slice(2)}.json`);
    const file = path.join(dir, 'print.js');
    writeFileSync(
      file,
      `const out = process.argv[2];
const all = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('OTEL_')));
require('node:fs').writeFileSync(out + '.new', JSON.stringify(all));
require('node:fs').renameSync(out + '.new', out);`,
    );
    const read = async () => {
      await until(async () => existsSync(out));
      return JSON.parse(readFileSync(out, 'utf8')) as Record<string, string>;
    };
    return { file, out, read };
  };
  const inTerminal = async () => {
    const { file, out, read } = program();
    const terminal = vscode.window.createTerminal({ name: 'sending', shellPath: '/bin/sh' });
    terminal.sendText(`${JSON.stringify(process.env.SPANLIGHT_NODE ?? 'node')} ${file} ${out}`);
    try {
      return await read();
    } finally {
      terminal.dispose();
    }
  };
  const debugged = async (env: Record<string, string> = {}) => {
    const { file, out, read } = program();
    const started = await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'Print',
      program: file,
      args: [out],
      cwd: dir,
      env,
      runtimeExecutable: process.env.SPANLIGHT_NODE ?? 'node',
      console: 'internalConsole',
    });
    assert.ok(started);
    return read();
  };

  it('sets nothing until it is switched on, and nothing after it is switched off', async function () {
    this.timeout(60_000);
    assert.deepEqual(await inTerminal(), {});
    await set('sending.fromTerminals', true);
    await until(async () => (await inTerminal())[ENDPOINT] === `http://127.0.0.1:${port}`);
    await vscode.commands.executeCommand(COMMANDS.stopReceiver);
    await until(async () => !(ENDPOINT in (await inTerminal())));
    await vscode.commands.executeCommand(COMMANDS.startReceiver);
    await until(async () => ENDPOINT in (await inTerminal()));
    await set('sending.fromTerminals', false);
    await until(async () => !(ENDPOINT in (await inTerminal())));
  });

  it('leaves alone what the settings of terminals say', async function () {
    this.timeout(60_000);
    const platform = { darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux';
    const terminals = vscode.workspace.getConfiguration('terminal.integrated.env');
    await terminals.update(platform, { [ENDPOINT]: 'http://own:4318' }, vscode.ConfigurationTarget.Global);
    try {
      await set('sending.fromTerminals', true);
      await until(async () => 'OTEL_TRACES_EXPORTER' in (await inTerminal()));
      assert.deepEqual(await inTerminal(), { [ENDPOINT]: 'http://own:4318', OTEL_TRACES_EXPORTER: 'otlp' });
    } finally {
      await terminals.update(platform, undefined, vscode.ConfigurationTarget.Global);
      await set('sending.fromTerminals', undefined);
    }
  });

  it('reaches a program that is really debugged', async function () {
    this.timeout(60_000);
    assert.deepEqual(await debugged(), {});
    await set('sending.fromDebugSessions', true);
    assert.deepEqual(await debugged(), {
      [ENDPOINT]: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_TRACES_EXPORTER: 'otlp',
    });
    assert.deepEqual(await debugged({ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), {
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    });
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (performance.now() < end) {
    if (await holds().catch(() => false)) return;
    await sleep(100);
  }
  assert.fail('not within 15 s');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
