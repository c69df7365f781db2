import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { e2eTest } from '../../support/e2e-test.ts';
import { zipkinTrace } from '../../support/fake-zipkin.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';

const trace = zipkinTrace(1);
const traceId = trace[0]?.traceId ?? '';
/** Requests for the trace that nobody has answered yet. */
const held: (() => void)[] = [];
let hold = true;
const backend = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://backend');
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (pathname.endsWith(`/trace/${traceId}`)) {
    if (hold) held.push(() => answer(200, trace));
    else answer(200, trace);
  } else if (pathname === '/info') answer(200, { zipkin: { version: '3.6.0' } });
  else if (pathname === '/api/v2/services') answer(200, ['checkout']);
  else if (pathname.startsWith('/api/v2/trace/')) answer(404, { error: 'not found' });
  else answer(200, []);
});
await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
backend.unref();
const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;

e2eTest(
  'a slow backend shows progress and can be given up; a trace it does not have is told of with what to try',
  {
    files: { 'a.ts': '' },
    settings: { 'spanlight.connections': [{ id: 'slow', name: 'Slow', kind: 'zipkin', url }] },
    timeout: 120_000,
  },
  async (wb, { screenshot }) => {
    const open = async (id: string) => {
      await wb.runCommand('Spanlight: Open Trace...');
      await wb.quickInput.fill(`${url}/zipkin/traces/${id}`);
      await wb.quickInput.row(id.slice(0, 8)).click();
    };
    const panel = wb.webview();

    await step('progress, and a way out', async () => {
      await open(traceId);
      await panel.getByRole('progressbar').waitFor();
      await screenshot('progress');
      await panel.getByRole('button', { name: 'Cancel' }).click();
      await panel.getByText('Loading was cancelled.').waitFor();
      assert.equal(await panel.getByRole('progressbar').count(), 0);
    });

    await step('again', async () => {
      hold = false;
      await panel.getByRole('button', { name: 'Try again' }).click();
      await WaterfallPanel.at(wb);
      await wb.runCommand('View: Close Editor');
    });

    await step('a trace that is not there', async () => {
      await open('00ff'.repeat(8));
      const told = wb.notification(/00ff00ff/);
      await told.waitFor();
      const text = await told.innerText();
      for (const said of [/Slow|127\.0\.0\.1/, /sampl|kept|retention|older|seconds/i])
        assert.match(text, said);
    });
    for (const answer of held) answer();
  },
);
