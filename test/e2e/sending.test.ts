import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';

const WORKSPACE = {
  'package.json': '{"name":"shop","scripts":{"start":"node index.js"}}',
  'services/pay/go.mod': 'module example.com/shop/pay\n',
  'services/mail/requirements.txt': '',
  'services/mail/main.py': 'print("hi")\n',
};

for (const theme of ['dark', 'light'] as const) {
  const port = await freePort();
  e2eTest(
    `an empty store shows how to send, and a test trace shows that it works (${theme})`,
    {
      files: WORKSPACE,
      theme,
      fresh: true,
      machineSettings: {
        'spanlight.receiver.startAutomatically': true,
        'spanlight.receiver.httpPort': port,
        'spanlight.receiver.grpcPort': 0,
      },
    },
    async (wb, { screenshot }) => {
      await wb.runCommand('Focus on Traces View');
      const view = wb.webview();
      await view.getByText(`Receiving on port ${port}`).waitFor();
      await view.getByRole('heading', { name: 'Node.js' }).waitFor();
      await screenshot('empty store');
      const node = view.getByRole('region', { name: 'Node.js' });
      await node.getByText('npm start').waitFor();
      await view.getByRole('region', { name: 'Go' }).getByText(`http://127.0.0.1:${port}`).waitFor();
      await node.getByRole('button', { name: /^Copy: npm install/ }).click();
      await node.locator('.codicon-check').waitFor();

      await view.getByText('New terminals and debug sessions send here').click();
      await wb.page.locator('.statusbar-item [aria-label*="New terminals"]').first().waitFor();

      await view.getByRole('button', { name: 'Send a Test Trace' }).click();
      await wb.tab('GET /hello').waitFor();
      await view.getByText(`Receiving on port ${port}`).waitFor();
      await screenshot('test trace');
      assert.deepEqual(wb.errors(), []);
    },
  );
}

e2eTest('how to send can be asked for at any time', { files: WORKSPACE }, async (wb, { screenshot }) => {
  await wb.runCommand('Spanlight: How to Send Traces');
  await wb.tab('Send Traces').waitFor();
  const view = wb.webview();
  await view.getByRole('button', { name: 'Start Receiver' }).waitFor();
  await view.getByRole('heading', { name: 'Python' }).waitFor();
  await view.getByText('if err != nil {', { exact: true }).waitFor();
  await screenshot('how to send');
  await wb.runCommand('Spanlight: Send a Test Trace');
  await wb.notification('receiver is off').waitFor();
});
