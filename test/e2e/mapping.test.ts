import assert from 'node:assert/strict';
import { CHARGE_FILE, CHARGE_TS, chargeTraces } from '../support/charge-shop.ts';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';
import { type SentTrace, sendTraces } from '../support/otlp-json.ts';

const port = await freePort();

const receiving = {
  'spanlight.receiver.startAutomatically': true,
  'spanlight.receiver.httpPort': port,
  'spanlight.receiver.grpcPort': 0,
};

const PAY = "export function pay() {\n  return tracer.startActiveSpan('pay', (span) => span.end());\n}\n";
const FILES = {
  [CHARGE_FILE]: CHARGE_TS,
  'eu/pay.ts': PAY,
  'us/pay.ts': `\n${PAY}`,
  'us/package.json': '{ "name": "pay-us" }\n',
};

/** A service whose spans two places fit equally, and one that no code is known for. */
const payTraces = (nowMs: number): SentTrace[] =>
  Array.from({ length: 6 }, (_, n) => ({
    number: 900 + n,
    startMs: nowMs - 60_000 + n * 1000,
    spans: [
      { id: 1, name: 'pay', ms: 20, service: 'payments' },
      { id: 2, parent: 1, name: 'settle accounts', at: 2, ms: 10, service: 'payments' },
    ],
  }));

for (const theme of ['dark', 'light'] as const)
  e2eTest(
    `mapping doctor, ${theme}: shares of each service, why not more, and a click that settles it`,
    {
      files: FILES,
      openFiles: [CHARGE_FILE],
      machineSettings: receiving,
      fresh: true,
      theme,
      timeout: 240_000,
      viewport: { width: 1500, height: 950 },
    },
    async (wb, { screenshot }) => {
      await wb.editor(CHARGE_FILE).ready();
      await wb.page
        .locator(`.statusbar-item [aria-label*="Receiving on port ${port}"]`)
        .first()
        .waitFor({ timeout: 90_000 });
      await sendTraces(port, [...chargeTraces(10, Date.now()), ...payTraces(Date.now())]);
      await wb.runCommand('Spanlight: Explain Mapping');
      const tree = wb.tree('Mapping');
      const others = wb.page.locator('.pane-header.expanded:not([aria-label*="Mapping"])');
      // By its arrow: the middle of a header may have an action.
      while ((await others.count()) > 0) await others.first().click({ position: { x: 12, y: 10 } });
      await tree.row('payments').waitFor();
      await tree.row('settle accounts').waitFor();
      await screenshot('services');
      const rows = await tree.rows();
      const share = (service: string) =>
        rows.find((r) => r.level === 1 && r.label === service)?.description ?? '';
      assert.match(share('shop'), /% exact/);
      assert.match(share('payments'), /^50 % asks · 50 % without code$/);
      assert.ok(rows.some((r) => r.label === 'Send the revision'));

      await tree.row('pay.ts').first().click();
      await wb.quickInput
        .row(/us\/pay\.ts:3/)
        .first()
        .waitFor();
      await screenshot('explanation');
      // The first row names it, too, as the other place that fits.
      const place = wb.quickInput.row('Other places').first();
      await place.hover();
      await place.locator('.codicon-pin').click();
      await wb.notification(/Remembered: pay → us\/pay\.ts:3/).waitFor();
      await tree.row('What you taught').waitFor();
      await wb.page.waitForFunction(() => document.body.innerText.includes('50 % exact'), undefined, {
        timeout: 60_000,
      });
      await screenshot('taught');
      await wb.clickNotification(/Remembered: pay/, 'Undo');
      await wb.page.waitForFunction(() => document.body.innerText.includes('50 % asks'), undefined, {
        timeout: 60_000,
      });
      assert.deepEqual(wb.errors(), []);
    },
  );
