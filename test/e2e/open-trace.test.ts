import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../support/e2e-test.ts';

const CODE =
  'export function charge() {\n  return 1;\n}\n\nexport function refund() {\n  return charge();\n}\n';

const span = (id: string, parentSpanId: string, name: string, start: number, end: number, line?: number) => ({
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: id,
  parentSpanId,
  name,
  kind: 1,
  startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(start)),
  endTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(end)),
  attributes:
    line === undefined
      ? []
      : [
          { key: 'code.file.path', value: { stringValue: 'src/charge.ts' } },
          { key: 'code.line.number', value: { intValue: line } },
        ],
});

const TRACE = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'payment' } }] },
      scopeSpans: [
        {
          scope: { name: 'shop' },
          spans: [
            span('00000000000000a1', '', 'POST /refund', 0, 90_000_000),
            span('00000000000000a2', '00000000000000a1', 'payment.refund', 5_000_000, 80_000_000, 5),
          ],
        },
      ],
    },
  ],
});

e2eTest(
  'a trace file opens beside the editor, and a span leads to its line',
  { files: { 'src/charge.ts': CODE, 'trace.json': TRACE }, openFiles: ['src/charge.ts'] },
  async (wb, { screenshot }) => {
    await wb.runCommand('Spanlight: Open Trace File...');
    await wb.quickInput.chooseFile(path.join(wb.folder, 'trace.json'));
    await wb.tab('POST /refund').waitFor();
    const panel = wb.webview();
    const row = panel.getByRole('row', { name: /payment\.refund/ });
    await row.waitFor();
    await screenshot('panel');
    await row.locator('.name').dblclick();
    await wb.page.locator('.statusbar-item', { hasText: 'Ln 5, Col 1' }).waitFor();
    assert.match(await wb.activeTab(), /charge/);
    assert.deepEqual(wb.errors(), []);
  },
);

const bad: [string, string, RegExp][] = [
  ['not JSON', 'hello, this is not a trace\n', /trace\.json could not be opened/],
  ['JSON of something else', '{"name":"spanlight","version":"1.0.0"}', /trace\.json could not be opened/],
  ['an empty file', '', /trace\.json is empty/],
  ['a truncated file', TRACE.slice(0, 400), /trace\.json could not be opened/],
];

for (const [name, text, message] of bad)
  e2eTest(
    `${name} is refused with a message that names the file`,
    { files: { 'trace.json': text } },
    async (wb) => {
      await wb.runCommand('Spanlight: Open Trace File...');
      await wb.quickInput.chooseFile(path.join(wb.folder, 'trace.json'));
      await wb.notification(message).waitFor();
    },
  );

e2eTest('a 2 GB file is refused with its size before it is read', { files: { 'a.ts': '' } }, async (wb) => {
  const file = path.join(wb.folder, 'huge.json');
  writeFileSync(file, '{');
  truncateSync(file, 2_000_000_000);
  await wb.runCommand('Spanlight: Open Trace File...');
  await wb.quickInput.chooseFile(file);
  await wb.notification(/huge\.json has 2\.0 GB; the largest file that can be opened has 1\.5 GB/).waitFor();
});
