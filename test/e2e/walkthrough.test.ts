import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';
import { fakeZipkin, zipkinTrace } from '../support/fake-zipkin.ts';

const zipkin = await fakeZipkin(() => [zipkinTrace(1)]);
process.once('exit', () => zipkin.close());

const PICTURES = [
  /^Programs send/,
  /which spans took the time/,
  /a hover with more/,
  /leads to its line/,
  /no reason|have none/,
];

e2eTest(
  'the walkthrough leads through five steps with pictures, and ticks what was done',
  {
    copyOf: 'test/fixtures/workspace',
    files: { 'orders.otlp.json': '{"resourceSpans":[]}' },
    settings: {
      'spanlight.connections': [{ id: 'zipkin', name: 'Zipkin', kind: 'zipkin', url: zipkin.url }],
      'workbench.startupEditor': 'none',
    },
    fresh: true,
    timeout: 120_000,
  },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Get Started');
    const page = wb.page.locator('.gettingStartedContainer');
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    const titles = await page.locator('.getting-started-step .step-title').allInnerTexts();
    assert.deepEqual(titles, [
      'Send traces, or connect a backend',
      'Open a trace',
      'Point at a function',
      'Jump to the code of a span',
      'Find what is not traced',
    ]);
    const done = (n: number) => steps.nth(n).locator('.codicon-getting-started-step-checked');
    await done(0).waitFor();
    assert.equal(await done(4).count(), 0);

    for (const [n, title] of titles.entries()) {
      await steps.nth(n).locator('.step-title').click();
      const picture = wb.page
        .locator('iframe.webview.ready >> visible=true')
        .first()
        .contentFrame()
        .frameLocator('#active-frame')
        .locator('svg title');
      await picture.filter({ hasText: PICTURES[n] ?? title }).waitFor({ state: 'attached' });
      await screenshot(`step ${n + 1}`);
    }
    await wb.setColorTheme('light');
    await screenshot('light');
    await steps.nth(4).getByRole('button', { name: 'Find Gaps' }).click();
    await wb
      .tab(/Untitled|Gaps|Covered|Instrumentation/)
      .or(wb.page.getByText('Instrumentation Gaps').first())
      .first()
      .waitFor();
    await wb.runCommand('Spanlight: Get Started');
    await done(4).waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);
