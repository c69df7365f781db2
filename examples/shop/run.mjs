// Starts the whole shop on loopback: database, outside world, five services, load. Ctrl-C ends everything.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const shop = import.meta.dirname;
const withLoad = !process.argv.includes('--no-load');
const node = process.execPath;
const children = [];
const temporary = [];

const base = Number(process.env.SHOP_BASE_PORT ?? 7001);
const ports = {
  gateway: base,
  cart: base + 1,
  payment: base + 2,
  recommendations: base + 3,
  worker: base + 4,
};
const url = (name) => `http://127.0.0.1:${ports[name]}`;

const addresses = {
  SHOP_OUTSIDE_PORT: String(base + 9),
  SHOP_DB_PORT: String(base + 10),
  GATEWAY_URL: url('gateway'),
  CART_URL: url('cart'),
  PAYMENT_URL: url('payment'),
  RECOMMENDATIONS_URL: url('recommendations'),
  WORKER_URL: url('worker'),
};

const otel = {
  OTEL_EXPORTER_OTLP_ENDPOINT: process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318',
  OTEL_EXPORTER_OTLP_PROTOCOL: process.env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_BSP_SCHEDULE_DELAY: '1000',
  OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
};

/** Resolves when the program prints a line that has "ready" in it. */
function start(name, cwd, args, env = {}) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd,
    env: {
      ...process.env,
      ...otel,
      ...addresses,
      PORT: String(ports[name] ?? ''),
      OTEL_SERVICE_NAME: name,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      process.stdout.write(String(data));
      if (/ready|load:/.test(String(data))) resolve(child);
    });
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
}

const service = (name) => path.join(shop, 'services', name);

/** The cart runs as in a container: its files copied to /.../usr/src/app, so that its paths are not the workspace's. */
function containerOf(name) {
  const dir = mkdtempSync(path.join(tmpdir(), `shop-${name}-`));
  temporary.push(dir);
  const app = path.join(dir, 'usr/src/app');
  mkdirSync(path.dirname(app), { recursive: true });
  cpSync(service(name), app, { recursive: true, filter: (from) => !from.includes('node_modules') });
  symlinkSync(path.join(shop, 'node_modules'), path.join(dir, 'node_modules'));
  return app;
}

/** Asks first: the SDKs send what they still hold. Some of them take the signal and stay, so it ends with force. */
async function stop(code) {
  const alive = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of alive) child.kill('SIGTERM');
  const gone = Promise.all(alive.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 1500))]);
  for (const child of alive) child.kill('SIGKILL');
  for (const dir of temporary) rmSync(dir, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(0));

try {
  buildPayment();
  await start('database', shop, ['database/server.mjs']);
  await Promise.all([
    start('outside', shop, ['outside/server.mjs']),
    start('gateway', service('gateway'), ['--import', './src/instrumentation.ts', 'src/server.ts']),
    start('cart', containerOf('cart'), ['--require', './src/instrumentation.js', 'src/server.js']),
    start('payment', service('payment'), [
      '--require',
      '@opentelemetry/auto-instrumentations-node/register',
      'dist/server.js',
    ]),
    start(
      'recommendations',
      recommendations(),
      ['--import', './src/instrumentation.ts', 'src/server.ts'],
      revision(),
    ),
    start('worker', service('worker'), [
      '--watch',
      '--watch-preserve-output',
      '--require',
      './src/instrumentation.js',
      'src/worker.js',
    ]),
  ]);
  if (withLoad) await start('load', shop, ['load/driver.mjs']);
  console.log('shop ready');
} catch (error) {
  console.error(`The shop could not start: ${error.message}`);
  await stop(1);
}

/** The payment service runs what a build would deploy. */
function buildPayment() {
  const esbuild = path.join(shop, 'node_modules/esbuild/bin/esbuild');
  const sources = ['charge', 'http-client', 'risk', 'server'].map((name) => `src/${name}.ts`);
  const options = ['--outdir=dist', '--platform=node', '--format=cjs', '--sourcemap', '--log-level=warning'];
  const built = spawnSync(node, [esbuild, ...sources, ...options], {
    cwd: service('payment'),
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('the payment service did not build');
}

/** The recommendations run from an older commit where the demo made one (SHOP_OLD_RECOMMENDATIONS). */
function recommendations() {
  const old = process.env.SHOP_OLD_RECOMMENDATIONS;
  return old && existsSync(old) ? old : service('recommendations');
}

function revision() {
  const sha = process.env.SHOP_OLD_REVISION;
  return sha ? { OTEL_RESOURCE_ATTRIBUTES: `vcs.ref.head.revision=${sha}` } : {};
}
