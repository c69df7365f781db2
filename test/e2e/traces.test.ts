import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';
import { fakeZipkin, type ZipkinSpan, zipkinTrace } from '../support/fake-zipkin.ts';

const connectionTo = (url: string) => ({
  'spanlight.connections': [{ id: 'zipkin', name: 'Zipkin', kind: 'zipkin', url }],
});

const traces: ZipkinSpan[][] = [
  zipkinTrace(1, { duration: 800_000 }, 5000),
  zipkinTrace(2, { name: 'post /orders', tags: { error: 'payment refused' } }, 65_000),
  zipkinTrace(3, { duration: 100_000 }, 125_000),
];
const zipkin = await fakeZipkin(() => traces);
process.once('exit', () => zipkin.close());

e2eTest(
  'the Traces view lists traces, groups, searches and follows them',
  { files: { 'a.ts': '' }, settings: connectionTo(zipkin.url), fresh: true, timeout: 120_000 },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Choose Backend...');
    await wb.quickInput.pick('Zipkin');
    const tree = await wb.showTree('Traces');
    await tree.row('post /orders').waitFor();
    const rows = await tree.rows();
    assert.deepEqual(
      rows.map((row) => row.label),
      ['get /checkout', 'post /orders', 'get /checkout'],
    );
    assert.match(rows[0]?.description ?? '', /^━{8} 800 ms · checkout · \d\d:\d\d:\d\d$/);
    assert.match(rows[1]?.description ?? '', /^━─{7} 120 ms · checkout · 1 error · /);
    await screenshot('list');

    await wb.runCommand('Spanlight: Group Traces...');
    await wb.quickInput.pick('By operation');
    await tree.row(/2 traces/).waitFor();
    assert.deepEqual(
      (await tree.rows()).map((row) => [row.label, row.description]),
      [
        ['get /checkout', '2 traces · p50 100 ms · p95 800 ms'],
        ['post /orders', '1 trace · 120 ms · 1 failed'],
      ],
    );
    await wb.runCommand('Spanlight: Group Traces...');
    await wb.quickInput.pick('without groups');

    await wb.runCommand('Spanlight: Search Traces...');
    await wb.quickInput.fill('name:post* err');
    await wb.quickInput.row('spans that failed').waitFor();
    await screenshot('search');
    await wb.quickInput.pick('spans that failed');
    await wb.quickInput.row(/Search.*status = error/).waitFor();
    await wb.quickInput.accept();
    await tree.row('get /checkout').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await tree.rows()).map((row) => row.label),
      ['post /orders'],
    );
    await wb.runCommand('Spanlight: Search Traces...');
    await wb.quickInput.fill('name:nothing-like-this');
    await wb.quickInput.pick('Search');
    await wb.page.getByText('No trace matches the query').waitFor();
    await screenshot('no match');
    await wb.page.locator('.welcome-view .monaco-button', { hasText: 'Show All Traces' }).click();
    await tree.row('post /orders').waitFor();

    await wb.runCommand('Spanlight: Filter Traces...');
    await wb.quickInput.row('Failed').locator('.quick-input-list-checkbox, .monaco-checkbox').first().click();
    await screenshot('filter');
    await wb.page.getByRole('button', { name: 'OK' }).click();
    await tree.row('get /checkout').waitFor({ state: 'detached' });
    await tree.row('post /orders').waitFor();
    await wb.runCommand('Spanlight: Show All Traces');
    await tree.row('get /checkout').waitFor();

    await wb.runCommand('Spanlight: Follow New Traces');
    traces.unshift(zipkinTrace(4, { name: 'get /live' }, 1000));
    await tree.row('get /live').waitFor();
    await wb.runCommand('Spanlight: Pause New Traces');
    traces.unshift(zipkinTrace(5, { name: 'get /later' }, 500));
    await wb.page.getByText('paused, 1 waiting').waitFor();
    assert.equal(await tree.row('get /later').count(), 0);
    await wb.runCommand('Spanlight: Follow New Traces');
    await tree.row('get /later').waitFor();
    await wb.runCommand('Spanlight: Stop Following Traces');

    await tree.row('post /orders').click();
    await wb.tab('post /orders').waitFor();
    await wb
      .webview()
      .getByRole('row', { name: /select orders/ })
      .waitFor();
    await tree.contextMenu('post /orders', 'Find Similar Traces');
    await tree.row('get /live').waitFor({ state: 'detached' });
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a backend that is down says so, with the ways out, and comes back',
  { files: { 'a.ts': '' }, settings: connectionTo('http://127.0.0.1:9'), fresh: true },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Choose Backend...');
    await wb.quickInput.pick('Zipkin');
    const tree = await wb.showTree('Traces');
    await tree.row('Try again').waitFor();
    await wb.page
      .getByText(/nothing (answers|listens)|refused/i)
      .first()
      .waitFor();
    await screenshot('down');
    wb.changeSettings(connectionTo(zipkin.url));
    await tree.row('post /orders').waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'one box opens recent traces, queries, ids and links',
  { files: { 'a.ts': '' }, settings: connectionTo(zipkin.url), fresh: true, timeout: 90_000 },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Choose Backend...');
    await wb.quickInput.pick('Zipkin');
    await wb.runCommand('Spanlight: Open Trace...');
    await wb.quickInput.row(/get \/checkout.*800 ms · checkout · 2 spans/).waitFor();
    await screenshot('recent');
    await wb.quickInput.fill('slow>700ms');
    await wb.quickInput.row(/get \/checkout.*100 ms/).waitFor({ state: 'detached' });
    await wb.quickInput.row(/get \/checkout.*800 ms/).waitFor();
    await screenshot('query');
    await wb.quickInput.fill('error service:');
    await wb.quickInput.row(/checkout.*value/).waitFor();
    await wb.quickInput.fill('status = ');
    await wb.quickInput.row(/error/).waitFor();

    const { traceId = '' } = traces.at(-1)?.[0] ?? {};
    /** A panel that still comes up takes the focus, which closes the box: then it is opened again. */
    const openBox = async (text: string) => {
      for (let left = 5; ; left--)
        try {
          await wb.runCommand('Spanlight: Open Trace...');
          return await wb.quickInput.input.fill(text, { timeout: 3000 });
        } catch (error) {
          if (left === 0) throw error;
        }
    };
    await wb.quickInput.fill(`2026-11-21 ERROR traceparent=00-${traceId}-00000000000000a2-01 failed`);
    await wb.quickInput.row(/Open trace .*in Zipkin/).waitFor();
    assert.equal((await wb.quickInput.items()).length, 2, 'one a connection');
    await wb.quickInput.pick(/in Zipkin/);
    await wb
      .webview()
      .getByRole('row', { name: /select orders/, selected: true })
      .waitFor();

    await openBox(`${zipkin.url}/zipkin/traces/${traces.at(-2)?.[0]?.traceId}`);
    await wb.quickInput.pick(/linked from/);
    await wb.tab('post /orders').waitFor();

    await openBox('4bf92f3577b34da6a3ce929d0e0e4736');
    await wb.quickInput.pick(/in Zipkin/);
    await wb.notification(/4bf92f3577b34da6a3ce929d0e0e4736/).waitFor();
    await wb.clickNotification(/4bf92f3577b34da6a3ce929d0e0e4736/, 'Try Local traces');
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'ids in logs and terminals are links',
  {
    files: { 'app.log': `INFO started\nERROR trace_id=${traces[1]?.[0]?.traceId} failed\n` },
    openFiles: ['app.log'],
    settings: connectionTo(zipkin.url),
    fresh: true,
    timeout: 90_000,
  },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Choose Backend...');
    await wb.quickInput.pick('Zipkin');
    const link = wb.page.locator('.detected-link').first();
    await link.waitFor();
    await link.click({ modifiers: ['ControlOrMeta'] });
    await wb.tab('post /orders').waitFor();
    await screenshot('from log');
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a view without traces says why, with the buttons to change it',
  {
    files: { 'a.ts': '' },
    machineSettings: { 'spanlight.receiver.startAutomatically': false, 'spanlight.receiver.httpPort': 0 },
    fresh: true,
  },
  async (wb, { screenshot }) => {
    await wb.runCommand('Focus on Traces View');
    await wb.page.getByText('Nothing listens for traces on this machine').waitFor();
    const button = (name: string) =>
      wb.page.locator('.welcome-view .monaco-button', { hasText: name }).first();
    await button('Start Receiver').waitFor();
    await button('Add Backend...').waitFor();
    await screenshot('receiver off');
    await wb.setColorTheme('light');
    await screenshot('receiver off light');
    assert.deepEqual(wb.errors(), []);
  },
);
