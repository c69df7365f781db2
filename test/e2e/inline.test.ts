import assert from 'node:assert/strict';
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

async function withTraces(wb: Workbench, count = 40): Promise<void> {
  await wb.page.locator(`.statusbar-item [aria-label*="Receiving on port ${port}"]`).first().waitFor();
  await sendTraces(port, chargeTraces(count, Date.now()));
}

e2eTest(
  'figures stand behind the lines of the code they are of, in every theme',
  {
    files: { [CHARGE_FILE]: CHARGE_TS },
    openFiles: [CHARGE_FILE],
    machineSettings: receiving,
    fresh: true,
    timeout: 120_000,
  },
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    const line = await editor.waitForDecoration(LINES.charge, /p50/);
    // What the window draws between two pieces is trimmed by the helper.
    assert.match(line.join(' '), /^p50 1\d\d ms · p95 5\d\d ms · 10 % errors · 40$/);
    const prices = await editor.waitForDecoration(LINES.prices, /SELECT prices/);
    assert.match(prices.join(''), /^↗ SELECT prices: p95 3\.\d+ ms · 14 per call$/);
    assert.match(
      (await editor.decorations(LINES.stripe)).join(' '),
      /^↗ POST \/v1\/charges: p95 450 ms · 10 % errors/,
    );
    // Found by its statement and its caller, not by attributes.
    await editor.waitForDecoration(LINES.limits, /^↗ SELECT limits: p95 [89]/);
    await editor.waitForDecoration(LINES.throws, /^✖ GatewayTimeout x 4, last /);
    assert.deepEqual(await editor.decorations(LINES.refund), []);
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
      await wb.setColorTheme(theme);
      await screenshot(`inline-${theme}`);
    }
    assert.deepEqual(wb.errors(), []);
  },
);
