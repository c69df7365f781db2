import { e2eTest } from '../support/e2e-test.ts';

e2eTest('the command palette offers to open a trace', { files: { 'a.ts': 'export {};\n' } }, async (wb) => {
  await wb.findCommand('Spanlight: Open Trace...');
});
