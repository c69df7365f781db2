import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';

const listening = (httpPort: number) => ({
  'spanlight.receiver.startAutomatically': true,
  'spanlight.receiver.httpPort': httpPort,
  'spanlight.receiver.grpcPort': 0,
});

const trace = (n: number) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] },
      scopeSpans: [
        {
          spans: Array.from({ length: 20 }, (_, i) => ({
            traceId: n.toString(16).padStart(32, 'a'),
            spanId: (i + 1).toString(16).padStart(16, '0'),
            ...(i > 0 ? { parentSpanId: '0000000000000001' } : {}),
            name: i === 0 ? 'POST /checkout' : `step ${i}`,
            kind: 1,
            startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
            endTimeUnixNano: String(BigInt(Date.now() + 20) * 1_000_000n),
          })),
        },
      ],
    },
  ],
});

const send = (port: number, body: unknown) =>
  fetch(`http://127.0.0.1:${port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const free = await freePort();

e2eTest(
  'a window listens by itself and the status bar shows what arrives',
  { files: { 'a.ts': '' }, machineSettings: listening(free), fresh: true },
  async (wb, { screenshot }) => {
    await wb.page
      .locator(`.statusbar-item [aria-label*="OTLP/HTTP: Receiving on port ${free}"]`)
      .first()
      .waitFor();
    for (let n = 1; n <= 20; n++) assert.equal((await send(free, trace(n))).status, 200);
    await wb.statusItem(/spans\/s/).waitFor();
    await screenshot('receiving');
    await wb.runCommand('Spanlight: Stop Receiver');
    await wb.statusItem('not receiving').waitFor();
    await assert.rejects(send(free, trace(1)), 'nobody listens any more');
  },
);

const taken = await freePort();

e2eTest(
  'a program that has the port is named, with the choices',
  { files: { 'a.ts': '' }, machineSettings: listening(taken), fresh: true },
  async (wb) => {
    await wb.runCommand('Spanlight: Stop Receiver');
    await wb.statusItem('not receiving').waitFor();
    const stranger = createServer((_req, res) => res.end('hello')).listen(taken, '127.0.0.1');
    try {
      await wb.runCommand('Spanlight: Start Receiver');
      await wb.statusItem('port taken').waitFor();
      await wb.notification(`port ${taken}`).waitFor();
      await wb.clickNotification(`port ${taken}`, 'Do Not Listen');
      await wb.notification(`port ${taken}`).waitFor({ state: 'detached' });
    } finally {
      stranger.close();
    }
  },
);

const open = await freePort();

e2eTest(
  'a receiver that other machines can reach warns, and goes back to this one',
  {
    files: { 'a.ts': '' },
    machineSettings: { ...listening(open), 'spanlight.receiver.host': '0.0.0.0' },
    fresh: true,
  },
  async (wb, { screenshot }) => {
    await wb.notification('receives traces on 0.0.0.0').waitFor();
    await wb.page
      .locator('.statusbar-item.warning-kind [aria-label*="whoever can reach this machine"]')
      .first()
      .waitFor();
    await screenshot('exposed');
    await wb.clickNotification('receives traces on 0.0.0.0', 'Only This Machine');
    await wb.page
      .locator(`.statusbar-item:not(.warning-kind) [aria-label*="OTLP/HTTP: Receiving on port ${open}"]`)
      .first()
      .waitFor();
    assert.equal((await send(open, trace(1))).status, 200);
  },
);
