import assert from 'node:assert/strict';
import * as vscode from 'vscode';

type Key = { readonly key: string; readonly command: string; readonly when?: string };

describe('keys', () => {
  it('are none of VS Code own', async () => {
    const defaults = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(defaults)).getText();
    const all = JSON.parse(text.replace(/^\s*\/\/.*$/gm, '').replace(/,(\s*[\]}])/g, '$1')) as Key[];
    assert.ok(all.length > 300);
    const own = all.filter(({ command }) => command.startsWith('spanlight.'));
    assert.ok(own.length >= 3);
    for (const { key, command } of own) {
      const others = all.filter((other) => other.key === key && !other.command.startsWith('spanlight.'));
      assert.deepEqual(others, [], command);
      const [first] = key.split(' ');
      const prefix = all.filter((other) => other.key === first && first !== key && other.when !== 'false');
      assert.deepEqual(prefix, [], `${first} is a command, so nothing can follow it`);
    }
  });
});
