import assert from 'node:assert/strict';
import { CHARGE_FILE, CHARGE_TS, chargeTraces, LINES } from '../support/charge-shop.ts';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';
import { sendTraces } from '../support/otlp-json.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

const port = await freePort();

const options = {
  files: { [CHARGE_FILE]: CHARGE_TS },
  openFiles: [CHARGE_FILE],
  machineSettings: {
    'spanlight.receiver.startAutomatically': true,
    'spanlight.receiver.httpPort': port,
    'spanlight.receiver.grpcPort': 0,
  },
  fresh: true,
  timeout: 120_000,
};

async function withTraces(wb: Workbench, count = 40): Promise<void> {
  await wb.page.locator(`.statusbar-item [aria-label*="Receiving on port ${port}"]`).first().waitFor();
  await sendTraces(port, chargeTraces(count, Date.now()));
}

e2eTest(
  'figures stand behind the lines of the code they are of, in every theme',
  options,
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

e2eTest(
  'the hover of a function says what is usual, what fails, who calls, and leads to a trace',
  { ...options, timeout: 150_000 },
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.throws, /GatewayTimeout/);
    const text = await editor.hover(LINES.charge, 'charge', /usually takes/);
    assert.match(text, /charge usually takes 160 ms, but 1 call in 20 takes 521 ms or more/);
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
      await wb.setColorTheme(theme);
      await editor.unhover();
      await editor.hover(LINES.charge, 'charge', /usually takes/);
      await screenshot(`hover-${theme}`);
    }
    assert.match(text, /GatewayTimeout no answer in 450 ms x 4/);
    assert.match(text, /Called by POST \/checkout 100 %/);
    assert.match(text, /Calls POST \/v1\/charges \d\d %.*SELECT prices \d\d % \(14 x 3\.\d\d ms\)/);
    assert.match(text, /last 24 h · all environments · Local traces · 40 calls · ● exact/);
    const picture = editor
      .hoverContent(/usually takes/)
      .locator('img')
      .first();
    assert.match((await picture.getAttribute('alt')) ?? '', /^Durations from 13\d ms to 5\d\d ms/);
    assert.ok(
      await picture.evaluate((img: HTMLImageElement) => img.naturalWidth > 0),
      'the picture is drawn',
    );
    await editor
      .hoverContent(/usually takes/)
      .getByText(/^Latest error/)
      .click();
    await wb.tab('POST /checkout').waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a line that calls out has a hover of its own; the traces of a function are a command away',
  options,
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.prices, /SELECT prices/);
    const text = await editor.hover(LINES.prices, 'SELECT', /usually/);
    assert.match(text, /SELECT prices usually takes 3\.\d+ ms/);
    assert.match(text, /Made 14 times in a call of charge/);
    await editor.unhover();
    await editor.goToLine(9);
    await wb.runCommand('Spanlight: Find Traces of This Function');
    await wb.quickInput.row(/522 ms/).waitFor();
    const items = await wb.quickInput.items();
    await screenshot('traces-of-a-function');
    assert.match(items.join('\n'), /522 ms.*shop POST \/checkout/);
    await wb.quickInput.pick(/522 ms/);
    await wb.tab('POST /checkout').waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);
