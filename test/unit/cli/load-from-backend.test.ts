import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { loadFromBackend } from '../../../src/cli/load-from-backend.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { traceCommand } from '../../../src/cli/trace-command.ts';
import type { TraceReport } from '../../../src/cli/trace-json.ts';
import { captureIo } from '../../support/capture-io.ts';
import { root } from '../../support/root.ts';

const ID = '7180c278b62e8f6a216a2aea45d08fc9';
const zipkin = readFileSync(path.join(root, 'test/fixtures/formats/zipkin.json'));
const server = createServer((request, response) => {
  const found = request.url === `/api/v2/trace/${ID}`;
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(found ? zipkin : '');
});
let url = '';
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

async function run(...args: string[]) {
  const io = captureIo();
  const code = await runCommand([traceCommand(loadFromBackend)], ['trace', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

test('a trace of a server', async () => {
  const { code, out, err } = await run(ID, '--backend', `zipkin=${url}`);
  assert.equal(err, '');
  assert.equal(code, 0);
  const report = JSON.parse(out) as TraceReport;
  assert.deepEqual([report.traceId, report.spanCount, report.rootName], [ID, 4, 'get /']);
});

test('a server that does not know the trace, and one that is not there', async () => {
  const unknown = await run('ab'.repeat(16), '--backend', `zipkin=${url}`);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /^spanlight trace: /);
  const nobody = await run(ID, '--backend', 'zipkin=http://127.0.0.1:1');
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /127\.0\.0\.1:1/);
});

test('a store that is not there', async () => {
  const { code, err } = await run(ID, '--store', path.join(root, 'no-such-folder', 'traces.db'));
  assert.equal(code, 1);
  assert.match(err, /There is no trace store .*traces\.db/);
});
