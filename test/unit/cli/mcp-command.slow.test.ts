// The real server over the real threads: a store with traces, a folder with the code that made them.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { mcpCommand } from '../../../src/cli/mcp/mcp-command.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { decodeTraces } from '../../../src/core/otlp/decode.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { TraceWriter } from '../../../src/engine/store/trace-writer.ts';
import { captureIo } from '../../support/capture-io.ts';
import { CHARGE_FILE, CHARGE_TS, chargeTraces } from '../../support/charge-shop.ts';
import { otlpJson, traceIdOf } from '../../support/otlp-json.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SECRET = 'sk_live_51Habc0123456789abcdef';

type Message = {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { code: number; message: string };
};

function start(t: TestContext, args: readonly string[]) {
  const input = new PassThrough();
  const waiting = new Map<number, (message: Message) => void>();
  const io = captureIo({
    stdout: (line) => {
      assert.equal(line.trim().split('\n').length, 1, 'one message a line');
      const message = JSON.parse(line) as Message;
      waiting.get(message.id ?? 0)?.(message);
    },
  });
  const exit = runCommand([mcpCommand(() => input)], ['mcp', ...args], io);
  t.after(() => input.end());
  let next = 1;
  const ask = (method: string, params: object = {}) => {
    const id = next++;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return answer;
  };
  const tool = async (name: string, args: object) => {
    const { result } = await ask('tools/call', { name, arguments: args });
    const [content] = (result?.content ?? []) as { text: string }[];
    return { text: content?.text ?? '', failed: result?.isError === true };
  };
  return { input, exit, ask, tool, io };
}

function shop(t: TestContext) {
  const dir = tempDir(t);
  const workspace = path.join(dir, 'shop');
  mkdirSync(path.join(workspace, 'src'), { recursive: true });
  writeFileSync(path.join(workspace, CHARGE_FILE), CHARGE_TS);
  const sent = JSON.stringify(otlpJson(chargeTraces(20, Date.now())));
  const leaking = sent.replaceAll('no answer in 450 ms', `no answer in 450 ms, api_key=${SECRET}`);
  const file = path.join(dir, 'store', 'traces.db');
  mkdirSync(path.dirname(file));
  const { store } = openStore(file);
  const clock = { wallMs: Date.now, monotonicMs: () => performance.now() };
  const writer = new TraceWriter({ store, clock });
  writer.add(decodeTraces(new TextEncoder().encode(leaking)).batch);
  writer.flush();
  store.close();
  return { workspace, file };
}

test('an agent asks about traces and the code behind them', async (t) => {
  const { workspace, file } = shop(t);
  const { ask, tool, input, exit } = start(t, ['--workspace', workspace, '--store', file, '--since', '1h']);
  const hello = await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {} });
  assert.equal(hello.result?.protocolVersion, '2025-03-26');
  input.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  const { result } = await ask('tools/list');
  const tools = result?.tools as { name: string; inputSchema: { type: string } }[];
  assert.deepEqual(
    tools.map(({ name }) => name),
    [
      'spanlight_search_traces',
      'spanlight_summarize_trace',
      'spanlight_function_latency',
      'spanlight_function_errors',
      'spanlight_instrumentation_gaps',
    ],
  );

  const search = await tool('spanlight_search_traces', { query: 'error', limit: 5 });
  assert.match(search.text, /^2 traces, newest first:\n/);
  assert.match(search.text, new RegExp(`${traceIdOf(4)} .*shop: POST /checkout {2}18 spans`));

  const summary = await tool('spanlight_summarize_trace', { trace: `trace_id=${traceIdOf(4)}` });
  assert.match(summary.text, /The request failed in charge: GatewayTimeout calling POST/);
  assert.match(summary.text, /src\/charge\.ts:(3|8|10)/);
  assert.match(summary.text, /14 queries one by one .*SELECT prices/);

  const latency = await tool('spanlight_function_latency', { function: 'charge' });
  assert.match(
    latency.text,
    /^charge {2}src\/charge\.ts:3 {2}services: shop\n {2}20 calls, 10 % errors, p50 1\d\d ms/,
  );
  assert.match(latency.text, /calls SELECT prices {2}src\/charge\.ts:6, 14\.0 a call: 280 calls/);
  const byLine = await tool('spanlight_function_latency', { file: 'src/charge.ts', line: 9 });
  assert.equal(byLine.text, latency.text);

  const errors = await tool('spanlight_function_errors', { function: 'charge' });
  assert.match(errors.text, /^charge {2}src\/charge\.ts:3: 2 errors in 20 calls \(10 %\)\n/);
  assert.match(errors.text, /GatewayTimeout: 2 calls of those looked at, last .* in shop: POST \/checkout/);
  assert.match(
    errors.text,
    /threw GatewayTimeout: no answer in 450 ms, api_key=.*: 2 times in recent traces/,
  );

  const gaps = await tool('spanlight_instrumentation_gaps', { confidence: 'low' });
  assert.match(gaps.text, /Covered: \d+ of \d+ entry points/);

  for (const { text } of [search, summary, latency, errors, gaps])
    assert.ok(!text.includes('51Habc') && text.length < 13_000, 'redacted and short');
  input.end();
  assert.equal(await exit, 0);
});

test('what is wrong is told, to the model where it can mend it', async (t) => {
  const dir = tempDir(t);
  const { ask, tool, input, exit } = start(t, ['--workspace', dir, '--store', path.join(dir, 'traces.db')]);
  assert.equal((await ask('resources/list')).error?.code, -32_601);
  assert.equal((await ask('tools/call', { name: 'rm' })).error?.code, -32_602);
  const mistakes: [string, object, RegExp][] = [
    ['spanlight_search_traces', { query: '{ name = }' }, /The query cannot be read/],
    ['spanlight_search_traces', { since: 'yesterday' }, /"since" takes a length of time/],
    ['spanlight_search_traces', { limit: -1 }, /"limit" must be a whole number/],
    ['spanlight_search_traces', { service: 'cart' }, /There is no argument "service"/],
    ['spanlight_summarize_trace', {}, /"trace" is missing/],
    ['spanlight_summarize_trace', { trace: 'hello' }, /names no trace/],
    ['spanlight_function_latency', {}, /Name a function/],
    ['spanlight_instrumentation_gaps', { confidence: 'sure' }, /must be one of high, medium, low/],
  ];
  for (const [name, args, message] of mistakes) {
    const { text, failed } = await tool(name, args);
    assert.ok(failed, name);
    assert.match(text, message);
  }
  const missing = await tool('spanlight_summarize_trace', { trace: 'f'.repeat(32) });
  assert.ok(missing.failed);
  const nothing = await tool('spanlight_function_latency', { function: 'charge' });
  assert.match(nothing.text, /No span of this time leads to a function of the workspace/);
  input.end();
  assert.equal(await exit, 0);
});

test('wrong usage ends at once', async () => {
  for (const [args, message] of [
    [['--store', '/tmp/x/other.db'], /--store takes a file named traces\.db/],
    [['--workspace', '/no/such/folder'], /There is no folder/],
    [['--store', 'traces.db', '--backend', 'jaeger=http://x'], /either --backend or --store/],
    [['--since', 'soon'], /--since takes a length of time/],
  ] as const) {
    const io = captureIo();
    assert.equal(await runCommand([mcpCommand(() => new PassThrough())], ['mcp', ...args], io), 2);
    assert.match(io.err(), message);
  }
});
