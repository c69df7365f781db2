import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DEFAULT_SELECTION, SelectionState } from '../../src/host/selection.ts';
import { selectionText, shortWindowText } from '../../src/host/selection-text.ts';
import { memoryMemento } from '../support/memory-memento.ts';

function stateOf(stored?: unknown) {
  const run = new vscode.EventEmitter<void>();
  const lastRun = { lastRunMs: undefined as number | undefined, onDidChange: run.event };
  const memento = memoryMemento(stored === undefined ? {} : { 'spanlight.selection': stored });
  const state = new SelectionState(memento, lastRun);
  const heard: unknown[] = [];
  state.onDidChange((selection) => heard.push(selection.window));
  return { state, memento, heard, run, lastRun };
}

describe('selection', () => {
  it('starts with the last day of everything sent to this machine', () => {
    const { state } = stateOf();
    assert.deepEqual(state.current, DEFAULT_SELECTION);
    assert.equal(selectionText(state), 'last 24 h · all environments');
  });

  it('is kept with the workspace, and said once a change', async () => {
    const { state, memento, heard } = stateOf();
    await state.update({ window: { kind: 'last', minutes: 15 }, environment: 'staging' });
    await state.update({ environment: 'staging' });
    assert.equal(heard.length, 1);
    const again = new SelectionState(memento, {
      lastRunMs: undefined,
      onDidChange: () => new vscode.Disposable(() => {}),
    });
    assert.deepEqual(again.current.window, { kind: 'last', minutes: 15 });
    assert.equal(again.current.environment, 'staging');
  });

  it('takes all environments and versions with another connection', async () => {
    const { state } = stateOf();
    await state.update({ environment: 'prod', version: '1.2' });
    await state.update({ connection: 'tempo-1' });
    assert.equal(state.current.environment, undefined);
    assert.equal(state.current.version, undefined);
  });

  it('follows a new run only while its window is the last run', async () => {
    const { state, heard, run, lastRun } = stateOf();
    run.fire();
    assert.equal(heard.length, 0);
    await state.update({ window: { kind: 'run' } });
    lastRun.lastRunMs = Date.now() - 1000;
    run.fire();
    assert.equal(heard.length, 2);
    assert.equal(state.range().fromMs, lastRun.lastRunMs);
    assert.match(shortWindowText(state.current.window, state.lastRunMs), /^since \d\d:\d\d$/);
  });

  it('reads what an older or broken version stored as far as it can', () => {
    const { state } = stateOf({ connection: 7, window: { kind: 'moon' }, environment: 'prod' });
    assert.deepEqual(state.current, { ...DEFAULT_SELECTION, environment: 'prod' });
  });
});
