import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';

const FILES = {
  'services/cart/package.json':
    '{\n  "name": "cart",\n  "type": "module",\n  "dependencies": { "@opentelemetry/sdk-node": "0.301.0" }\n}\n',
  'services/cart/src/server.js': "console.log('cart');\n",
  'services/pricing/pyproject.toml': '[project]\nname = "pricing"\ndependencies = ["opentelemetry-distro"]\n',
  'services/pricing/src/pricing/__init__.py': '',
  'site/package.json': '{ "name": "site" }\n',
};

for (const theme of ['dark', 'light'] as const)
  e2eTest(
    `code attributes are shown before they are written, ${theme}`,
    { files: FILES, theme },
    async (wb, { screenshot }) => {
      await wb.runCommand('Spanlight: Add Code Attributes to My Spans...');
      await wb.quickInput.row(/cart.*Node\.js.*services\/cart/).waitFor();
      await wb.quickInput.row(/site.*OpenTelemetry is not in its manifest/s).waitFor();
      await screenshot('projects');
      await wb.quickInput.pick(/cart/);
      await wb.quickInput.row(/Write services\/cart\/src\/code-attributes\.js/).waitFor();
      await wb.page.getByText('CodeAttributesSpanProcessor').first().waitFor();
      await screenshot('preview');
      await wb.quickInput.accept();
      await wb.tab('code-attributes.js').waitFor();
      await screenshot('written');
      await wb.clickNotification(/once it is registered with the SDK/, 'Show How');
      await wb.page.getByText('spanProcessors:').first().waitFor();
      await screenshot('registration');
      assert.deepEqual(wb.errors(), []);
    },
  );
