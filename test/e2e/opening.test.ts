import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../support/e2e-test.ts';
import { fakeZipkin, type ZipkinSpan, zipkinTrace } from '../support/fake-zipkin.ts';

const TRACE = readFileSync(
  path.join(import.meta.dirname, '../fixtures/workspace/traces/checkout.json'),
  'utf8',
);

const [root, child] = zipkinTrace(7, {}, 2000) as [ZipkinSpan, ZipkinSpan];
let known: readonly ZipkinSpan[] = [child];
const zipkin = await fakeZipkin(() => [known]);
process.once('exit', () => zipkin.close());

e2eTest(
  'a trace whose spans are still on their way is completed by itself',
  {
    files: { 'a.ts': '' },
    settings: {
      'spanlight.connections': [{ id: 'zipkin', name: 'Zipkin', kind: 'zipkin', url: zipkin.url }],
    },
    fresh: true,
    timeout: 90_000,
  },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Open Trace...');
    await wb.quickInput.fill(`trace_id=${child.traceId}`);
    await wb.quickInput.pick(/in Zipkin/);
    const row = (name: RegExp) => wb.webview().getByRole('row', { name });
    await row(/select orders/).waitFor();
    await wb.webview().getByRole('button', { name: 'Refresh' }).first().waitFor();
    await screenshot('half');
    known = [root, child];
    await row(/get \/checkout/).waitFor({ timeout: 20_000 });
    await screenshot('whole');
    const opened = wb.page.context().waitForEvent('page');
    await row(/select orders/).click({ button: 'right' });
    await wb.webview().getByRole('menuitem', { name: 'Open in the backend' }).click();
    assert.match((await opened).url(), new RegExp(`/zipkin/traces/${child.traceId}`));
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'trace files open by their name, others by "Reopen Editor With..."',
  { files: { 'run.otlp.json': TRACE, 'dump.json': TRACE } },
  async (wb, { screenshot }) => {
    await wb.quickInput.open('run.otlp.json');
    await wb.quickInput.pick('run.otlp.json');
    await wb.webview().getByRole('row').first().waitFor();
    await screenshot('by name');
    await wb.openFile('dump.json');
    await wb.runCommand('View: Reopen Editor With...');
    await wb.quickInput.pick('Spanlight Trace');
    await wb.webview().getByRole('row').first().waitFor();
    assert.match(await wb.activeTab(), /^dump/);
    assert.deepEqual(wb.errors(), []);
  },
);
