// Runs in the extension host of the editor's bench: a file of two hundred functions while spans of them come in.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/core/manifest.ts';
import { eventuallyAsync, fileUri, openEditor, workspaceFolder } from '../figures-host.ts';
import { freePort } from '../free-port.ts';
import { ENDED, type HostFigures, MEASURED, PORT } from './editor-files.ts';

const FUNCTIONS = 200;
const FILE = 'shop/service.go';
const RUNS = 20;
const WATCHED_MS = 10_000;

const file = (name: string) => path.join(workspaceFolder(), name);

async function hover(fn: number): Promise<{ readonly ms: number; readonly known: boolean }> {
  const started = performance.now();
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    fileUri(FILE),
    new vscode.Position(2 + fn * 4, 7),
  );
  const text = found.flatMap((h) => h.contents).map((c) => (typeof c === 'string' ? c : c.value));
  return { ms: performance.now() - started, known: text.join('').includes('usually') };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('the editor', () => {
  it('is measured', async () => {
    mkdirSync(file('shop'), { recursive: true });
    const functions = Array.from({ length: FUNCTIONS }, (_, i) => `func work${i}() {\n\tstep()\n}\n`);
    writeFileSync(file(FILE), `package shop\n\n${functions.join('\n')}`);
    const port = await freePort();
    const settings = vscode.workspace.getConfiguration('spanlight.receiver');
    await settings.update('httpPort', port, vscode.ConfigurationTarget.Global);
    await settings.update('grpcPort', 0, vscode.ConfigurationTarget.Global);
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    await vscode.commands.executeCommand(COMMANDS.startReceiver);
    await openEditor(FILE);
    writeFileSync(file(PORT), String(port));
    for (const fn of [0, FUNCTIONS - 1])
      await eventuallyAsync(
        () => hover(fn),
        ({ known }) => known,
        60_000,
      );
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
    delay.disable();
    writeFileSync(file(ENDED), '');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const cold: number[] = [];
    for (let fn = 10; fn < 10 + RUNS; fn++) cold.push((await hover(fn)).ms);
    const warm: number[] = [];
    for (let n = 0; n < RUNS; n++) warm.push((await hover(10)).ms);
    const figures: HostFigures = {
      coldMs: median(cold),
      warmMs: median(warm),
      blockedMs: delay.max / 1e6,
    };
    writeFileSync(file(MEASURED), JSON.stringify(figures));
    await vscode.commands.executeCommand(COMMANDS.stopReceiver);
  });
});
