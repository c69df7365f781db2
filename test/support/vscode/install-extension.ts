import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureVSCodeServer, serverEntry } from './install.ts';
import { cleanEnv } from './process-group.ts';
import { runCommand } from './run-command.ts';

/** Installs a packaged extension, without a network, into a folder for `startVSCodeServer`. */
export async function installExtension(vsix: string, extensionsDir: string): Promise<void> {
  await ensureVSCodeServer();
  const data = mkdtempSync(path.join(tmpdir(), 'spanlight-install-'));
  try {
    const args = ['--install-extension', vsix, '--force', '--extensions-dir', extensionsDir];
    const { code, output } = await runCommand(
      process.execPath,
      [serverEntry, ...args, '--server-data-dir', data, '--accept-server-license-terms'],
      { env: cleanEnv({ EXTENSIONS_GALLERY: '{"serviceUrl":""}' }) },
    );
    if (code !== 0 || !/was successfully installed/.test(output))
      throw new Error(`VS Code could not install ${vsix}.\n${output}`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
