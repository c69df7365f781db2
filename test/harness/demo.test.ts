// The demo as a terminal sees it: one address, nobody else gets in, and Ctrl-C leaves nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { root } from '../support/root.ts';

test('the demo prints one address behind a token, and Ctrl-C ends all it started', async (t) => {
  const temp = mkdtempSync(path.join(tmpdir(), 'spanlight-demo-test-'));
  t.after(() => rmSync(temp, { recursive: true, force: true }));
  const demo = spawn(process.execPath, ['test/support/tasks/demo.ts', '--no-open'], {
    cwd: root,
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => demo.kill('SIGKILL'));
  let errors = '';
  demo.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  let url = '';
  for await (const line of createInterface(demo.stdout)) {
    url = /^ready: (http:\S+)$/.exec(line)?.[1] ?? '';
    if (url) break;
  }
  assert.ok(url, errors);
  const { origin, searchParams } = new URL(url);
  assert.equal(new URL(url).hostname, '127.0.0.1');
  assert.ok(searchParams.get('folder'));
  assert.equal((await fetch(url, { redirect: 'manual' })).status, 302);
  assert.equal((await fetch(`${origin}/`)).status, 403);

  demo.kill('SIGINT');
  const [code] = await once(demo, 'exit');
  assert.equal(code, 130);
  await assert.rejects(fetch(`${origin}/`), 'the server still answers');
  assert.deepEqual(readdirSync(temp), []);
});
