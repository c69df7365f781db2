// Runs in the extension host of the bench of activation: keeps the window open until it was measured.
import * as vscode from 'vscode';

describe('activation', () => {
  it('is over', async () => {
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    await new Promise((resolve) => setTimeout(resolve, 4000));
  });
});
