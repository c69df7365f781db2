import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command, versionOf } from '../../backends/servers/command.ts';
import { root } from '../root.ts';
import { Collector } from './collector.ts';
import { APP, COLLECTOR_PORT, NODE, OTEL, type Plan, type Request, type Service, type Step } from './plan.ts';

const READY_MS = 300_000;
const RECORDING = 'traces.otlp.jsonl';
/** Files of a recording, which are no part of the service. */
const OURS = new Set([RECORDING, 'expected.json', 'README.md']);

/** Installs, runs, drives and writes. To be run in the container (container.ts). */
export async function runPlan(language: string, plan: Plan, log: (line: string) => void): Promise<void> {
  for (const [tool = '', ...args] of plan.tools)
    if ((await versionOf(tool, ...args)) === undefined) throw new Error(`${tool} is needed and is not here.`);
  const fixtures = path.join(root, 'test/fixtures/recorded', language);
  cpSync(fixtures, APP, { recursive: true, filter: (file) => !OURS.has(path.basename(file)) });
  mkdirSync(path.dirname(NODE), { recursive: true });
  if (!existsSync(NODE)) cpSync(process.execPath, NODE);
  for (const step of plan.steps) await runStep(step, log);

  const collector = new Collector();
  await collector.listen(COLLECTOR_PORT);
  const running: ChildProcess[] = [];
  try {
    for (const service of plan.services) {
      log(`starting ${service.name}`);
      await start(service, running);
    }
    for (const request of plan.requests) await drive(request);
    await sleep(plan.waitMs);
  } finally {
    for (const child of running.reverse()) await stop(child);
  }
  await sleep(500);
  collector.close();
  const lines = collector.lines();
  const files = new Map<string, string>();
  for (const { name, directory = name, standIn } of plan.services) {
    if (standIn) continue;
    const sent = lines.get(name);
    if (sent === undefined) throw new Error(`No spans came from ${name}.`);
    lines.delete(name);
    const file = path.join(fixtures, directory, RECORDING);
    files.set(file, (files.get(file) ?? '') + sent);
  }
  if (lines.size > 0)
    throw new Error(`Spans came from services not in the plan: ${[...lines.keys()].join()}.`);
  for (const [file, sent] of files) {
    const text = (plan.neutral ?? []).reduce((all, [what, by]) => all.replaceAll(what, by), sent);
    writeFileSync(file, text);
    log(`${path.relative(root, file)}: ${(text.length / 1000).toFixed(0)} kB`);
  }
}

/** Once for each text of its inputs; building again is for builds whose inputs are the sources. */
async function runStep(step: Step, log: (line: string) => void): Promise<void> {
  const cwd = path.join(APP, step.cwd);
  mkdirSync(cwd, { recursive: true });
  const [program = '', ...args] = step.command;
  const hash = createHash('sha256').update(step.command.join('\0'));
  for (const input of step.inputs ?? []) hash.update(readFileSync(path.join(cwd, input)));
  const stamp = path.join(APP, '.stamps', hash.update(step.cwd).digest('hex').slice(0, 16));
  if (step.inputs && existsSync(stamp)) return;
  log(`${step.cwd || '.'}: ${step.command.join(' ')}`);
  await command(program, args, { cwd, env: { ...step.env } });
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}

/** Resolves when it listens; `running` has it before that, so that it is ended whatever comes. */
async function start(service: Service, running: ChildProcess[]): Promise<void> {
  const [program = '', ...args] = service.command;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, args, {
    cwd: path.join(APP, service.cwd),
    // Nothing of the caller's environment: it would be in nobody's container.
    env: { PATH, HOME, LANG: 'C.UTF-8', ...OTEL, OTEL_SERVICE_NAME: service.name, ...service.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += String(data);
      if (process.env.RECORD_DEBUG) process.stderr.write(data);
    });
  const until = Date.now() + READY_MS;
  while (!(await answers(service.port))) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`${service.name} did not start.\n${output.slice(-4000)}`);
    await sleep(200);
  }
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** SIGTERM lets an SDK send what it still holds. */
async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.exitCode !== null) return;
  await sleep(700);
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(5000)]);
  child.kill('SIGKILL');
}

async function drive({ method, url, body, headers, status }: Request): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== status)
    throw new Error(`${method} ${url} answered ${response.status}, not ${status}: ${text.slice(0, 500)}`);
}
