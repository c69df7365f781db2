import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../support/e2e-test.ts';
import { fakeZipkin, zipkinTrace } from '../support/fake-zipkin.ts';

const settingsOf = (folder: string) =>
  JSON.parse(readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8')) as Record<string, unknown>;

e2eTest(
  'a backend is added by pasting the address of one of its pages',
  { files: { 'a.ts': 'export {};\n' }, fresh: true },
  async (wb, { screenshot }) => {
    const zipkin = await fakeZipkin(() => [zipkinTrace(1)]);
    try {
      await wb.runCommand('Spanlight: Add Backend...');
      await wb.quickInput.fill('not an address');
      await wb.quickInput.row('is not an address').waitFor();
      await wb.quickInput.fill(`${zipkin.url}/zipkin/?serviceName=checkout`);
      await wb.quickInput.pick('Connect to');
      await wb.quickInput.row(/Zipkin 3\.6\.0 at .*with 1 service/).waitFor();
      await screenshot('form');
      await wb.quickInput.pick('Environment');
      await wb.quickInput.fill('staging');
      await wb.quickInput.accept();
      await wb.quickInput.pick('Add for this workspace');
      await wb.statusItem(/Zipkin \(127\.0\.0\.1:\d+\) · 24 h · staging/).waitFor();
      assert.deepEqual(settingsOf(wb.folder)['spanlight.connections'], [
        {
          auth: 'none',
          environment: 'staging',
          id: `zipkin-127-0-0-1-${new URL(zipkin.url).port}`,
          kind: 'zipkin',
          name: `Zipkin (${new URL(zipkin.url).host})`,
          url: zipkin.url,
        },
      ]);
      await wb.runCommand('Spanlight: Test Backend');
      await wb.notification('answers: Zipkin 3.6.0, with 1 service').waitFor();
      await wb.runCommand('Spanlight: Choose Backend...');
      await wb.quickInput.pick('Local traces');
      await wb.statusItem(/Local traces/).waitFor();
      await wb.runCommand('Spanlight: Remove Backend...');
      await wb.dialog().getByRole('button', { name: 'Remove' }).click();
      await wb.runCommand('Spanlight: Choose Backend...');
      await wb.quickInput.row('Add Backend...').waitFor();
      assert.equal((await wb.quickInput.items()).length, 2);
      assert.deepEqual(wb.errors(), []);
    } finally {
      zipkin.close();
    }
  },
);

e2eTest(
  'a backend that wants a token is asked for one, which goes to no settings file',
  { files: { 'a.ts': 'export {};\n' }, fresh: true },
  async (wb, { screenshot }) => {
    const zipkin = await fakeZipkin(() => [zipkinTrace(1)], 'hush-hush-token');
    try {
      await wb.runCommand('Spanlight: Add Backend...');
      await wb.quickInput.fill(zipkin.url);
      await wb.quickInput.pick('Connect to');
      await wb.quickInput.pick('Token');
      await wb.quickInput.fill('wrong-token');
      await wb.quickInput.accept();
      await wb.quickInput.row(/does not accept the credentials/).waitFor();
      await screenshot('refused');
      await wb.quickInput.pick('Authentication');
      await wb.quickInput.pick('Token');
      await wb.quickInput.fill('hush-hush-token');
      await wb.quickInput.accept();
      await wb.quickInput.row(/Zipkin 3\.6\.0 at .*with 1 service/).waitFor();
      await wb.quickInput.pick('Add for this workspace');
      await wb.statusItem(/Zipkin \(127/).waitFor();
      assert.doesNotMatch(JSON.stringify(settingsOf(wb.folder)), /hush/);
      await wb.runCommand('Spanlight: Test Backend');
      await wb.notification('answers: Zipkin 3.6.0').waitFor();
      assert.deepEqual(wb.errors(), []);
    } finally {
      zipkin.close();
    }
  },
);

e2eTest(
  'backends of the workspace’s compose file are offered',
  {
    files: {
      'deploy/compose.yaml':
        'services:\n  traces:\n    image: grafana/tempo:2.6.0\n    ports: ["3299:3200"]\n',
    },
    fresh: true,
  },
  async (wb) => {
    await wb.runCommand('Spanlight: Add Backend...');
    await wb.quickInput.pick(/Tempo.*localhost:3299.*service "traces" of deploy\/compose.yaml/s);
    await wb.quickInput.row(/localhost:3299/).waitFor();
    await wb.quickInput.row('Address').waitFor();
    await wb.quickInput.row(/nothing listens|refused|not running/i).waitFor();
  },
);
