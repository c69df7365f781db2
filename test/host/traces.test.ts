import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SearchPage, TraceSummary } from '../../src/core/ports.ts';
import { emptyReason } from '../../src/features/traces/empty-state.ts';
import { TraceList } from '../../src/features/traces/trace-list.ts';
import { TracesTree } from '../../src/features/traces/traces-tree.ts';
import { SelectionState } from '../../src/host/selection.ts';
import type { EngineApi, EngineHostApi } from '../../src/protocol/engine.ts';
import { RECEIVER_OFF } from '../../src/protocol/engine-store.ts';
import { memoryLog } from '../support/fake-host.ts';
import { FakeThread } from '../support/fake-thread.ts';
import { eventually } from '../support/figures-host.ts';
import { memoryMemento } from '../support/memory-memento.ts';

const trace = (n: number, more: Partial<TraceSummary> = {}): TraceSummary => ({
  traceId: n.toString(16).padStart(32, '0'),
  rootService: 'cart',
  rootName: 'GET /cart',
  startMs: Date.now() - n * 60_000,
  durationNs: n * 100e6,
  spanCount: 3,
  errorCount: 0,
  services: [],
  matchedSpans: [],
  ...more,
});

const page = (traces: readonly TraceSummary[], notes: readonly string[] = []): SearchPage => ({
  traces,
  provenance: { exact: notes.length === 0, notes },
  sent: 'sent',
  done: true,
});

function create() {
  const asked: { connection: string; query: string; limit: number }[] = [];
  const world = {
    search: (): readonly TraceSummary[] | Error => [],
    tell: undefined as ((traces: readonly TraceSummary[]) => void) | undefined,
    tails: 0,
  };
  const engine = new FakeThread<EngineApi, EngineHostApi>({
    'backend.search': ({ connection, query, limit }, { part }) => {
      asked.push({ connection, query, limit });
      const answer = world.search();
      if (answer instanceof Error) throw answer;
      part(page(answer, ['12 traces sampled']));
      return { found: answer.length };
    },
    'backend.tail': (_, { signal, part }) => {
      world.tails++;
      world.tell = part;
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('over')), { once: true }),
      );
    },
  });
  const selection = new SelectionState(memoryMemento(), {
    lastRunMs: undefined,
    onDidChange: () => new vscode.Disposable(() => {}),
  });
  const list = new TraceList({ engine: engine.thread, selection, log: memoryLog() });
  const tree = new TracesTree(list, selection, 'none');
  const labels = () =>
    tree.getChildren().map((node) => {
      const { label, description } = tree.getTreeItem(node);
      return `${String(label)} ${String(description)}`;
    });
  return { asked, world, engine, selection, list, tree, labels };
}

describe('the Traces view', () => {
  it('asks only while it is seen, and lists the newest first', async () => {
    const { asked, world, list, labels } = create();
    world.search = () => [trace(9), trace(1, { errorCount: 2 }), trace(3)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(asked.length, 0);
    list.setVisible(true);
    const rows = await eventually(labels, (all) => all.length === 3);
    assert.match(rows[0] ?? '', /^GET \/cart ━─{7} 100 ms · cart · 2 errors · /);
    assert.match(rows[2] ?? '', /^GET \/cart ━{8} 900 ms · cart · /);
    assert.deepEqual(list.provenance?.notes, ['12 traces sampled']);
    list.dispose();
  });

  it('searches in what is selected, and starts over with another connection', async () => {
    const { asked, list, selection } = create();
    list.setVisible(true);
    await selection.update({ environment: 'staging' });
    list.search('service:cart');
    await eventually(
      () => asked.at(-1)?.query ?? '',
      (query) => /staging/.test(query) && /cart/.test(query),
    );
    await selection.update({ connection: 'tempo' });
    const last = await eventually(
      () => asked.at(-1),
      (request) => request?.connection === 'tempo',
    );
    assert.doesNotMatch(last?.query ?? '', /staging/);
    list.dispose();
  });

  it('follows new traces, holds them while paused, and takes a trace that grew once', async () => {
    const { world, list, labels } = create();
    world.search = () => [trace(5)];
    list.setVisible(true);
    await eventually(labels, (all) => all.length === 1);
    list.setTail('live');
    await eventually(() => world.tell !== undefined, Boolean);
    world.tell?.([trace(2)]);
    assert.equal(labels().length, 2);
    list.setTail('paused');
    world.tell?.([trace(1), trace(2, { spanCount: 9 })]);
    assert.equal(labels().length, 2);
    assert.equal(list.waiting, 2);
    list.setTail('live');
    assert.equal(labels().length, 3);
    assert.equal(list.traces.find(({ spanCount }) => spanCount === 9)?.traceId, trace(2).traceId);
    assert.equal(world.tails, 1, 'pausing does not ask anew');
    list.setVisible(false);
    list.setVisible(true);
    // Nobody follows what nobody sees: seen again, it is asked for anew.
    await eventually(
      () => world.tails,
      (tails) => tails === 2,
    );
    list.dispose();
  });

  it('groups by operation, service and errors', async () => {
    const { world, list, tree, labels } = create();
    world.search = () => [trace(1), trace(2, { rootName: 'POST /pay', errorCount: 1 }), trace(3)];
    list.setVisible(true);
    await eventually(labels, (all) => all.length === 3);
    tree.grouping = 'operation';
    assert.deepEqual(labels(), [
      'GET /cart 2 traces · p50 100 ms · p95 300 ms',
      'POST /pay 1 trace · 200 ms · 1 failed',
    ]);
    const [group] = tree.getChildren();
    assert.equal(tree.getChildren(group).length, 2);
    tree.grouping = 'service';
    assert.deepEqual(labels(), ['cart 3 traces · p50 200 ms · p95 300 ms · 1 failed']);
    tree.grouping = 'error';
    assert.equal(labels().length, 2);
    list.dispose();
  });

  it('says that a backend is down, offers the ways out, and comes back', async () => {
    const { world, list, tree, labels } = create();
    world.search = () => new Error('Nothing answers at http://tempo:3200. Start it, or edit the backend.');
    list.setVisible(true);
    await eventually(
      () => list.state,
      ({ state }) => state === 'failed',
    );
    assert.deepEqual(
      tree.getChildren().map((node) => tree.getTreeItem(node).label),
      ['Try again', 'Edit backend...', 'Choose another backend...', 'Show log'],
    );
    world.search = () => [trace(1)];
    list.refresh();
    await eventually(labels, (all) => all.length === 1 && /GET \/cart/.test(all[0] ?? ''));
    list.dispose();
  });

  it('knows why it is empty', async () => {
    const status = { ...RECEIVER_OFF };
    let stored = 0;
    const engine = new FakeThread<EngineApi, EngineHostApi>({
      'store.info': () => ({
        path: '',
        bytes: 0,
        spans: 0,
        traces: stored,
        oldestMs: undefined,
        newestMs: undefined,
      }),
      'receiver.status': () => status,
    }).thread;
    const of = (connection: string, query = '', state: 'ok' | 'loading' = 'ok') =>
      emptyReason(engine, { traces: [], query, state: { state } }, connection);
    assert.equal(await of('local'), 'receiverOff');
    Object.assign(status, { state: 'receiving' });
    assert.equal(await of('local'), 'nothing');
    stored = 4;
    assert.equal(await of('local'), 'noneHere');
    assert.equal(await of('tempo'), 'noneThere');
    assert.equal(await of('tempo', 'error'), 'noMatch');
    assert.equal(await of('local', '', 'loading'), undefined);
    assert.equal(
      await emptyReason(engine, { traces: [trace(1)], query: '', state: { state: 'ok' } }, 'local'),
      undefined,
    );
  });
});
