import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHARGE_FILE, CHARGE_TS, chargeTraces, LINES } from '../support/charge-shop.ts';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';
import { sendTraces } from '../support/otlp-json.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

const port = await freePort();

const receiving = {
  'spanlight.receiver.startAutomatically': true,
  'spanlight.receiver.httpPort': port,
  'spanlight.receiver.grpcPort': 0,
};

const options = {
  files: { [CHARGE_FILE]: CHARGE_TS },
  openFiles: [CHARGE_FILE],
  machineSettings: receiving,
  fresh: true,
  // Room for the views one below the other.
  viewport: { width: 1400, height: 1300 },
  timeout: 240_000,
};

const receiverOf = (wb: Workbench) =>
  wb.page.locator(`.statusbar-item [aria-label*="Receiving on port ${port}"]`).first();

async function withTraces(wb: Workbench, count = 40): Promise<void> {
  await receiverOf(wb).waitFor({ timeout: 60_000 });
  await sendTraces(port, chargeTraces(count, Date.now()));
}

const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

const textsOf = (rows: readonly { level: number; label: string; description: string }[]) =>
  rows.map(({ level, label, description }) => `${level} ${label} ${description}`);

e2eTest(
  'services, their operations and functions are listed with figures and lead to code',
  options,
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.throws, /GatewayTimeout/);
    const services = await wb.showTree('Services');
    // Room for all rows.
    for (const name of ['Traces', 'This File', 'Instrumentation Gaps']) {
      const open = wb.page.locator('.pane-header[aria-expanded="true"]', { hasText: name });
      if (await open.isVisible()) await open.click();
    }
    await services.expand(/^shop/);
    await services.row(/^charge/).waitFor();
    await services.expand(/^Calls to others/);
    for (const theme of THEMES) {
      await wb.setColorTheme(theme);
      await screenshot(`services-${theme}`);
    }
    const rows = textsOf(await services.rows());
    assert.match(rows.join('\n'), /^1 shop 8\.0\d s in total · p95 526 ms · 10 % errors · 40 calls$/m);
    assert.match(rows.join('\n'), /^3 POST \/checkout 8\.0\d s in total · p95 526 ms/m);
    assert.match(rows.join('\n'), /^3 charge 7\.\d+ s in total · p95 521 ms .* · src\/charge\.ts:3$/m);
    await services.row(/^SELECT prices/).click();
    await wb.page.locator('#status\\.editor\\.selection', { hasText: `Ln ${LINES.prices}` }).waitFor();
    const file = await wb.showTree('This File');
    await file.expand(/^charge/);
    await file.row(/GatewayTimeout/).waitFor();
    await screenshot('this-file');
    assert.match(textsOf(await file.rows()).join('\n'), /^2 SELECT prices p95 3\.\d+ ms · 14 per call$/m);
    await file.action(/^charge/, 'Find Traces');
    await wb.quickInput.row(/522 ms/).waitFor();
    await wb.quickInput.cancel();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'problems stand at the line that causes them, with a trace to show and a way to ignore them',
  options,
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.charge, /p50/);
    await wb.runCommand('Problems: Focus on Problems View');
    const row = wb.page.locator('.markers-panel .monaco-list-row', { hasText: /n-plus-one/ }).first();
    await row.waitFor();
    assert.match(
      (await row.innerText()).replaceAll(/\s+/g, ' '),
      /charge runs 14 queries one by one \(48\.9 ms\): SELECT prices\. Seen in 40 of 40 recent traces\. Spanlight n-plus-one \[Ln 5, Col 3\]/,
    );
    for (const theme of THEMES) {
      await wb.setColorTheme(theme);
      await screenshot(`problems-${theme}`);
    }
    await editor.goToLine(LINES.loop, 5);
    await wb.page.keyboard.press('Control+.');
    await wb.page.locator('.action-widget .monaco-list-row', { hasText: 'Ignore "n-plus-one" here' }).click();
    await wb.quickInput.fill('two items at most');
    await wb.quickInput.accept();
    await editor.root.getByText('// spanlight-ignore n-plus-one: two items at most').waitFor();
    await row.waitFor({ state: 'detached' });
    await wb.page.keyboard.press('Control+z');
    await wb.runCommand('File: Save');
    await row.waitFor();
    await row.locator('a', { hasText: 'n-plus-one' }).click();
    await wb.tab('POST /checkout').waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'CodeLens shows the figures where it is switched on, and opens the traces of its function',
  { ...options, settings: { 'spanlight.codeLens.enabled': true } },
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    const lens = editor.codeLens(/p50 160 ms · p95 521 ms · 10 % errors · 40/);
    await lens.waitFor();
    await screenshot('codelens');
    await lens.click();
    await wb.quickInput.row(/522 ms/).waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'what became slower is told, what was edited since the last commit first',
  { ...options, settings: { 'git.autorefresh': true } },
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: wb.folder,
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    writeFileSync(
      path.join(wb.folder, CHARGE_FILE),
      CHARGE_TS.replace('of order.items', 'of [...order.items]'),
    );
    await receiverOf(wb).waitFor({ timeout: 60_000 });
    const now = Date.now();
    await sendTraces(port, chargeTraces(60, now - 3 * 3_600_000));
    await sendTraces(
      port,
      chargeTraces(60, now).map((trace) => ({
        ...trace,
        number: trace.number + 1000,
        // Its queries take three times as long.
        spans: trace.spans.map((span) => ({ ...span, at: (span.at ?? 0) * 3, ms: span.ms * 3 })),
      })),
    );
    await editor.waitForDecoration(LINES.charge, /p50/);
    await wb.statusItem(/Local traces/).click();
    await wb.quickInput.pick('Custom window...');
    await wb.quickInput.title.filter({ hasText: 'Custom window' }).waitFor();
    await wb.quickInput.fill('2 h');
    await wb.quickInput.accept();
    await wb.statusItem(/Local traces · 2 h/).waitFor();
    const view = await wb.showTree('Regressions');
    await view.row(/Changed in your working tree/).waitFor();
    for (const theme of THEMES) {
      await wb.setColorTheme(theme);
      await screenshot(`regressions-${theme}`);
    }
    const rows = textsOf(await view.rows()).join('\n');
    assert.match(rows, /^2 charge p95 52\d ms → 1\.5\d s \(3x\) · 60 → 60 calls · src\/charge\.ts:3$/m);
    await wb.runCommand('Problems: Focus on Problems View');
    await wb.page
      .locator('.markers-panel .monaco-list-row', { hasText: /charge got worse: p95 1\.5\d s, was 52\d ms/ })
      .first()
      .waitFor();
    await screenshot('regression-problem');
    assert.deepEqual(wb.errors(), []);
  },
);
