import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/core/manifest.ts';
import { stackOf } from '../../src/features/stack-trace/stack-source.ts';
import { closeEditors, eventually, fileUri } from '../support/figures-host.ts';

const STACK = `Error: payment refused: 402
    at charge (/app/src/payments.ts:6:27)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async checkout (/app/src/checkout.ts:10:10)
    at async /app/node_modules/express/lib/router/layer.js:95:5
`;

async function openSelected(text: string): Promise<void> {
  const file = fileUri('crash.txt');
  await vscode.workspace.fs.writeFile(file, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(document.positionAt(0), document.positionAt(text.length));
}

const place = () => {
  const editor = vscode.window.activeTextEditor;
  return editor && `${editor.document.uri.path.split('/').at(-1)}:${editor.selection.active.line + 1}`;
};

describe('a stack trace', () => {
  afterEach(closeEditors);

  it('is told by its first line, in Python by its last', () => {
    assert.equal(stackOf(STACK)?.title, 'Error: payment refused: 402');
    const python = stackOf(
      'Traceback (most recent call last):\n  File "/app/a.py", line 3, in <module>\n    go()\n  File "/app/b.py", line 9, in go\n    raise ValueError("x")\nValueError: x\n',
    );
    assert.equal(python?.title, 'ValueError: x');
    assert.equal(python?.frames[0]?.file, '/app/b.py');
    assert.equal(stackOf('nothing to see here'), undefined);
    assert.equal(
      stackOf('    at charge (/app/src/payments.ts:6:27)', 2),
      undefined,
      'one line may be chance',
    );
  });

  it('leads through its frames, those of libraries left out', async () => {
    await openSelected(STACK);
    const opened = vscode.commands.executeCommand(COMMANDS.openSelection);
    await eventually(place, (at) => at === 'payments.ts:6');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await opened;
    await vscode.commands.executeCommand(COMMANDS.nextFrame);
    assert.equal(place(), 'checkout.ts:10');
    await vscode.commands.executeCommand(COMMANDS.nextFrame);
    assert.equal(place(), 'checkout.ts:10', 'the outermost with code');
    await vscode.commands.executeCommand(COMMANDS.previousFrame);
    assert.equal(place(), 'payments.ts:6');
  });
});
