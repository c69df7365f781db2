import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/core/manifest.ts';

describe('activation', () => {
  it('registers every command the manifest names', async () => {
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(COMMANDS).filter((command) => !registered.has(command)),
      [],
    );
  });
});
