import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../support/e2e-test.ts';

const ORDERS = `import express from 'express';
import Redis from 'ioredis';
import { list } from './store.js';

const app = express();
const cache = new Redis(process.env.REDIS_URL);

app.get('/healthz', (req, res) => res.send('ok'));

app.get('/orders', async (req, res) => {
  const known = await cache.get('orders');
  res.json(known ?? (await list()));
});

app.post('/orders', async (req, res) => {
  await fetch('http://billing/charge', { method: 'POST' });
  res.sendStatus(201);
});

app.listen(3000);
`;

const AUTO = '@opentelemetry/auto-instrumentations-node';
const manifest = (name: string, start: string, ...dependencies: readonly string[]) =>
  `${JSON.stringify(
    {
      name,
      type: 'module',
      scripts: { start },
      dependencies: Object.fromEntries(dependencies.map((d) => [d, '*'])),
    },
    undefined,
    2,
  )}\n`;

const FILES = {
  'orders/package.json': manifest('orders', 'node src/app.js', 'express', 'ioredis'),
  'orders/src/app.js': ORDERS,
  'orders/src/store.js': 'export const list = async () => [];\n',
  'billing/package.json': manifest('billing', `node --import ${AUTO}/register app.js`, 'express', AUTO),
  'billing/app.js': "import express from 'express';\nexpress().post('/charge', (req, res) => res.end());\n",
};

for (const theme of ['dark', 'light'] as const)
  e2eTest(
    `gaps, ${theme}: the view finds them, says why, and closes them with a preview`,
    { files: FILES, theme, fresh: true, timeout: 150_000, viewport: { width: 1500, height: 900 } },
    async (wb, { screenshot }) => {
      await wb.runCommand('Spanlight: Focus on Instrumentation Gaps View');
      const tree = wb.tree('Instrumentation Gaps');
      // Room for the view alone.
      const others = wb.page.locator('.pane-header.expanded:not([aria-label*="Instrumentation Gaps"])');
      // On the twistie: the buttons of a header come and go under the pointer.
      while ((await others.count()) > 0) await others.first().click({ position: { x: 10, y: 11 } });
      await wb.page.getByText('Spanlight can look for code paths').waitFor();
      await screenshot('never scanned');
      await wb.page.locator('.welcome-view .monaco-button', { hasText: 'Find Instrumentation Gaps' }).click();
      await tree.row('billing').waitFor();
      await tree.row('GET /orders').waitFor();
      await screenshot('list');
      const rows = await tree.rows();
      assert.deepEqual(
        rows.filter((r) => r.level === 1).map((r) => r.label),
        ['orders', 'billing'],
      );
      assert.match(rows.find((r) => r.label === 'billing')?.description ?? '', /no gaps · 1\/1 entry points/);
      assert.ok(!rows.some((r) => r.label.includes('/healthz')), 'a health route is no gap');

      await tree.row('GET /orders').click();
      await wb.tab('app.js').waitFor();
      await wb.page.locator('.squiggly-warning').first().waitFor();
      await tree.action('GET /orders', 'Show Why and What Was Looked At');
      await wb.webview().getByText('What was looked at in orders').waitFor();
      await screenshot('why');
      await wb.page.keyboard.press('Control+w');

      await tree.action('GET /orders', 'Fix Gap...');
      await wb.quickInput.pick('Wrap the handler');
      await wb.tab('Wrap the handler').waitFor();
      await wb.page.getByText("startActiveSpan('GET /orders'").first().waitFor();
      await screenshot('preview');
      await wb.clickNotification('Wrap the handler', 'Apply');
      await tree.row('GET /orders').waitFor({ state: 'detached' });
      await wb.tab('Wrap the handler').waitFor({ state: 'detached' });
      await wb.tab('app.js').waitFor();
      await screenshot('closed');
      await wb.page.getByText("tracer.startActiveSpan('GET /orders'").first().waitFor();
      assert.match(
        readFileSync(path.join(wb.folder, 'orders/package.json'), 'utf8'),
        /"@opentelemetry\/api"/,
      );
      await wb.runCommand('Spanlight: Group Instrumentation Gaps...');
      await wb.quickInput.pick('By kind');
      await tree.row('Outgoing calls').waitFor();
      await screenshot('by kind');
      assert.deepEqual(wb.errors(), []);
    },
  );

e2eTest(
  'gaps are marked in the Explorer, covered in the Testing view, and closed for a whole service at once',
  {
    files: FILES,
    fresh: true,
    timeout: 150_000,
    viewport: { width: 1500, height: 900 },
    openFiles: ['orders/package.json'],
  },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Find Instrumentation Gaps');
    const tree = wb.tree('Instrumentation Gaps');
    await tree.row('orders has no tracing').waitFor();

    await wb.runCommand('Spanlight: Show Instrumentation Coverage');
    await wb.page.getByText('app.js').first().waitFor();
    await screenshot('coverage');
    await wb.runCommand('Explorer: Focus on Folders View');
    await wb.openFile('orders/src/app.js');
    await wb.page
      .locator('.explorer-folders-view .monaco-icon-label', { hasText: 'app.js' })
      .first()
      .waitFor();
    await screenshot('explorer');

    await wb.runCommand('Spanlight: Focus on Instrumentation Gaps View');
    await tree.action('Install auto-instrumentations-node', 'Fix Gap...');
    await wb.page.getByText('instrumentation.mjs').first().waitFor();
    await screenshot('install');
    await wb.clickNotification('Install', 'Apply');
    await tree.row('orders has no tracing').waitFor({ state: 'detached' });
    await wb.notification('npm install').waitFor();
    assert.match(
      readFileSync(path.join(wb.folder, 'orders/package.json'), 'utf8'),
      /node --import \.\/instrumentation\.mjs src\/app\.js/,
    );
    assert.match(readFileSync(path.join(wb.folder, 'orders/instrumentation.mjs'), 'utf8'), /sdk\.start\(\)/);
    await screenshot('installed');
    assert.deepEqual(wb.errors(), []);
  },
);
