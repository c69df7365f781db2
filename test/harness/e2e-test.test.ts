// What a failing browser test leaves for the person who has to find out why.
import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { writeEmptyExtension } from '../support/empty-extension.ts';
import { root } from '../support/root.ts';
import { cleanEnv } from '../support/vscode/process-group.ts';
import { runCommand } from '../support/vscode/run-command.ts';
import { buildPackage } from '../support/vsix.ts';

const NAME = 'harness: a test that fails';
const artefacts = path.join(root, 'test/e2e/out/harness-a-test-that-fails');

after(() => rmSync(artefacts, { recursive: true, force: true }));

test('a failing browser test says where, and keeps a picture and the logs', async () => {
  const dir = path.join(root, '.cache/harness-tests/e2e');
  writeEmptyExtension(path.join(dir, 'extension'));
  const { file: vsix } = await buildPackage(path.join(dir, 'extension'));
  const file = path.join(dir, 'fails.test.ts');
  writeFileSync(
    file,
    `import { e2eTest } from '../../../test/support/e2e-test.ts';
e2eTest(${JSON.stringify(NAME)}, { files: { 'a.ts': 'export {};' } }, async (wb) => {
  await wb.openFile('a.ts');
  throw new Error('as expected');
});
`,
  );
  const env = cleanEnv({ SPANLIGHT_VSIX: vsix });
  const { code, output } = await runCommand(process.execPath, ['--test', file], { cwd: root, env });
  assert.equal(code, 1, output);
  assert.match(output, /as expected/);
  assert.match(output, /screenshot and logs: test\/e2e\/out\/harness-a-test-that-fails/);
  const kept = new Set(readdirSync(artefacts));
  for (const name of ['failure.png', 'console.log', 'server.log', 'extension-host'])
    assert.ok(kept.has(name), `${name} is missing`);
});
