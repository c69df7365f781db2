import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { freePort } from '../../support/free-port.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';

const port = await freePort();
const now = BigInt(Date.now()) * 1_000_000n;
const MS = 1_000_000n;

const post = async (signal: 'traces' | 'logs', body: unknown) => {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
};

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'payment' } }] };

type Span = { id: number; parent?: number; name: string; from: bigint; to: bigint };
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

const send = (trace: string, spans: readonly Span[]) =>
  post('traces', {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            spans: spans.map(({ id, parent, name, from, to }) => ({
              traceId: trace,
              spanId: hex(id, 16),
              ...(parent === undefined ? {} : { parentSpanId: hex(parent, 16) }),
              name,
              kind: 2,
              startTimeUnixNano: String(now + from * MS),
              endTimeUnixNano: String(now + to * MS),
            })),
          },
        ],
      },
    ],
  });

const log = (trace: string, span: number, body: string) =>
  post('logs', {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: String(now + 5n * MS),
                severityNumber: 17,
                severityText: 'ERROR',
                body: { stringValue: body },
                traceId: trace,
                spanId: hex(span, 16),
              },
            ],
          },
        ],
      },
    ],
  });

const SLOW = 'ab'.repeat(16);

e2eTest(
  'a trace that is still coming in says so and is refreshed; what is slow for its function is said; logs stand with it',
  {
    files: { 'a.ts': '' },
    fresh: true,
    machineSettings: {
      'spanlight.receiver.startAutomatically': true,
      'spanlight.receiver.httpPort': port,
      'spanlight.receiver.grpcPort': 0,
    },
    timeout: 150_000,
  },
  async (wb, { screenshot }) => {
    await wb.page
      .locator(`.statusbar-item [aria-label*="OTLP/HTTP: Receiving on port ${port}"]`)
      .first()
      .waitFor();

    await step('an unknown trace: what was asked where, and what to try', async () => {
      await wb.runCommand('Spanlight: Open Trace...');
      await wb.quickInput.fill('cd'.repeat(16));
      await wb.quickInput.row('cdcdcdcd').click();
      await wb.notification(/no trace cdcdcd.*may not have been sent here, or it is older/).waitFor();
    });

    await step('still coming in', async () => {
      for (let n = 1; n <= 30; n++)
        await send(hex(n, 32), [{ id: 1, name: 'charge card', from: 0n, to: 20n + BigInt(n % 3) }]);
      // The root is not there yet.
      await send(SLOW, [{ id: 2, parent: 1, name: 'charge card', from: 1n, to: 601n }]);
      await log(SLOW, 2, 'card service said: password=hunter2 not yet');
      await wb.runCommand('Spanlight: Open Trace...');
      await wb.quickInput.fill(SLOW);
      await wb.quickInput.row('abababab').click();
      const panel = await WaterfallPanel.at(wb);
      const { frame } = panel;
      await frame.locator('.notice.warning').first().waitFor();
      await frame.locator('footer', { hasText: 'incomplete' }).waitFor();
      await panel.select(/^charge card/);
      await screenshot('incomplete');
      await send(SLOW, [{ id: 1, name: 'POST /pay', from: 0n, to: 610n }]);
      for (let i = 0; i < 30 && (await panel.allRows()) < 2; i++) {
        await frame.getByRole('button', { name: 'Refresh' }).first().click();
        await wb.page.waitForTimeout(700);
      }
      await panel.rowCount(2);
      // The same span is still the selected one.
      await panel.selected(/^charge card/);
      await frame.locator('footer', { hasText: /(^|[^n])complete/ }).waitFor();
    });

    await step('slow for its own function, with its logs', async () => {
      const panel = await WaterfallPanel.at(wb);
      const { details } = panel;
      await panel.press('ArrowUp', 'ArrowDown');
      await details.getByText(/▲ \d+x its p50/).waitFor();
      await details.getByText(/p50 2\d.* calls in the last/).waitFor();
      await details.getByText('card service said', { exact: false }).waitFor();
      assert.doesNotMatch(await details.innerText(), /hunter2/);
      await screenshot('slow');
    });
    assert.deepEqual(wb.errors(), []);
  },
);
