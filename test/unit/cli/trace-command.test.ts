import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { CommandIo } from '../../../src/cli/command.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { type LoadFromBackend, traceCommand } from '../../../src/cli/trace-command.ts';
import type { TraceReport } from '../../../src/cli/trace-json.ts';
import { captureIo } from '../../support/capture-io.ts';
import { checkoutSpans } from '../../support/checkout-trace.ts';
import { TRACE_ID, traceOf } from '../../support/trace-fixture.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-trace-'));
after(() => rmSync(dir, { recursive: true, force: true }));

//  GET /a   |xxxxxxxxxxxxxxxxxxx|     web, 0-100, failed
//  call       |xxxxxxxxxxx|           web, 10-70, failed
//  serve        |xxxxxxx|             api, 20-60, failed: DbDown
//  log                        |--|    web, 80-90
const span = (
  spanId: string,
  parentSpanId: string,
  name: string,
  kind: number,
  start: number,
  end: number,
  more = {},
) => ({
  traceId: TRACE_ID,
  spanId: spanId.padStart(16, '0'),
  ...(parentSpanId ? { parentSpanId: parentSpanId.padStart(16, '0') } : {}),
  name,
  kind,
  startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(start)),
  endTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(end)),
  ...more,
});
const resource = (name: string) => ({ attributes: [{ key: 'service.name', value: { stringValue: name } }] });
const failed = { status: { code: 2 } };
const otlp = {
  resourceSpans: [
    {
      resource: resource('web'),
      scopeSpans: [
        {
          spans: [
            span('1', '', 'GET /a', 2, 0, 100, failed),
            span('2', '1', 'call', 3, 10, 70, failed),
            span('4', '1', 'log', 1, 80, 90),
          ],
        },
      ],
    },
    {
      resource: resource('api'),
      scopeSpans: [
        { spans: [span('3', '2', 'serve', 2, 20, 60, { status: { code: 2, message: 'db is down' } })] },
      ],
    },
  ],
};
const json = JSON.stringify(otlp);

function file(name: string, data: string | Uint8Array): string {
  writeFileSync(path.join(dir, name), data);
  return name;
}

async function run(args: string[], over: Partial<CommandIo> = {}, load?: LoadFromBackend) {
  const io = captureIo({ cwd: dir, ...over });
  const code = await runCommand([traceCommand(load)], ['trace', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

const id = (n: number) => String(n).padStart(16, '0');

test('the JSON contract', async () => {
  const { code, out, err } = await run([file('a.json', json)]);
  assert.equal(code, 0);
  assert.equal(err, '');
  assert.deepEqual(JSON.parse(out), {
    traceId: TRACE_ID,
    spanCount: 4,
    services: ['api', 'web'],
    rootName: 'GET /a',
    startUnixNano: '1700000000000000000',
    durationNs: 100,
    complete: true,
    summary: "The request failed in serve: db is down. 60 % of 100 ns is web's own work.",
    warnings: [],
    criticalPath: [
      { spanId: id(1), ns: 30 },
      { spanId: id(2), ns: 20 },
      { spanId: id(3), ns: 40 },
      { spanId: id(4), ns: 10 },
    ],
    selfTime: [
      { spanId: id(1), ns: 30 },
      { spanId: id(2), ns: 20 },
      { spanId: id(3), ns: 40 },
      { spanId: id(4), ns: 10 },
    ],
    rootCause: { spanId: id(3), chain: [id(1), id(2), id(3)], type: '', message: 'db is down' },
    handledErrors: [],
    patterns: [],
    serviceGraph: [{ caller: 'web', callee: 'api', calls: 1, errors: 1, p50Ns: 40, p95Ns: 40 }],
    dependencies: [],
  } satisfies TraceReport);
});

test('gzip, and several traces as an array or one of them', async () => {
  const other = 'ab'.repeat(16);
  const two = `${json}\n${json.replaceAll(TRACE_ID, other)}`;
  const name = file('two.jsonl.gz', gzipSync(two));
  const all = JSON.parse((await run([name])).out) as TraceReport[];
  assert.deepEqual(
    all.map((t) => t.traceId),
    [TRACE_ID, other],
  );
  const one = JSON.parse((await run([name, '--trace', other.toUpperCase()])).out) as TraceReport;
  assert.equal(one.traceId, other);
  const none = await run([name, '--trace', 'cd'.repeat(16)]);
  assert.equal(none.code, 1);
  assert.match(none.err, /is not in the file. It has 2: 4bf92f/);
  assert.equal((await run([name, '--dot'])).out.match(/label="2 × /g)?.length, 1);
});

test('a tree for a terminal, JSON for a pipe, and either on request', async () => {
  const name = file('a.json', json);
  assert.match(
    (await run([name], { isTty: true, env: { NO_COLOR: '1' } })).out,
    /^GET \/a {2}100 ns {2}failed\n/,
  );
  assert.match((await run([name, '--tree'])).out, /\n└ log|\n└ call/);
  assert.match((await run([name, '--json'], { isTty: true })).out, /^\{/);
  assert.match((await run([name, '--dot'])).out, /^digraph services \{\n[\s\S]*"web" -> "api"/);
});

test('wrong usage', async () => {
  const cases: [string[], RegExp][] = [
    [[], /Name a trace file/],
    [['a', 'b'], /One trace file at a time; 2 were given/],
    [['a', '--json', '--dot'], /Choose one of/],
    [['a', '--limit', 'many'], /--limit takes a number/],
    [['a', '--nonsense'], /nonsense/],
    [[TRACE_ID, '--backend', 'jaeger=http://x'], /Backends are not available here/],
  ];
  for (const [args, message] of cases) {
    const { code, out, err } = await run(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, message);
    assert.equal(out, '');
  }
});

test('files that are no traces', async () => {
  const cases: [string, RegExp][] = [
    ['missing.json', /does not exist/],
    [file('empty.json', ''), /is empty/],
    [file('other.json', '{"hello": "world"}'), /other\.json could not be read as a trace/],
    [file('cut.json', json.slice(0, 200)), /cut\.json could not be read as a trace/],
    [file('none.json', '{"resourceSpans":[]}'), /none\.json holds no spans/],
  ];
  for (const [name, message] of cases) {
    const { code, err } = await run([name]);
    assert.equal(code, 1, name);
    assert.match(err, message);
  }
});

test('a trace from a backend', async () => {
  const load: LoadFromBackend = (traceId, { backend }) => {
    assert.deepEqual(
      [traceId, backend],
      [`${'0'.repeat(16)}a3ce929d0e0e4736`, 'jaeger=http://localhost:16686'],
    );
    const traces = [traceOf(...checkoutSpans())];
    return Promise.resolve({
      traces,
      warnings: [{ kind: 'backend', text: 'clock skew off' }],
      truncated: true,
    });
  };
  const args = ['A3CE929D0E0E4736', '--backend', 'jaeger=http://localhost:16686'];
  const report = JSON.parse((await run(args, {}, load)).out) as TraceReport;
  assert.equal(report.complete, false);
  assert.deepEqual(
    report.warnings.map((w) => w.kind),
    ['backend', 'truncated'],
  );
  const wrong = await run(['not-an-id', '--backend', 'x=y'], {}, load);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /is not a trace id/);
});
