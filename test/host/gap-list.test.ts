import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { NO_CONFIG } from '../../src/core/gaps/config.ts';
import type { Finding } from '../../src/core/gaps/model.ts';
import { GapList } from '../../src/features/gaps/gap-list.ts';
import { GapTraces } from '../../src/features/gaps/gap-traces.ts';
import { GapsTree } from '../../src/features/gaps/gaps-tree.ts';
import type { EngineApi, EngineHostApi } from '../../src/protocol/engine.ts';
import type { IndexerApi, IndexerHostApi } from '../../src/protocol/indexer.ts';
import type { FolderGaps } from '../../src/protocol/indexer-gaps.ts';
import { FakeThread } from '../support/fake-thread.ts';
import { eventually, figuresHost, silent } from '../support/figures-host.ts';
import { memoryMemento } from '../support/memory-memento.ts';

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'entry.http',
  service: 'shop',
  tech: 'express',
  file: 'app.js',
  line: 1,
  endLine: 1,
  symbol: '',
  title: 'GET /x: no span',
  confidence: 'high',
  severity: 'warning',
  why: [],
  evidence: [],
  keys: {},
  observed: undefined,
  fixes: [],
  fingerprint: 'a',
  remedy: '',
  value: 1,
  ...more,
});

const service = (name: string) => ({
  name,
  root: name,
  language: 'js' as const,
  manifest: `${name}/package.json`,
  state: 'none' as const,
  summary: 'No tracing was found.',
  lookedAt: ['2 source files'],
  instrumentations: [],
  entries: { total: 1, covered: 0 },
  outbound: { total: 0, covered: 0 },
  findings: 1,
});

const report = (findings: readonly Finding[], services: readonly string[]): FolderGaps => ({
  folder: '/w',
  findings,
  services: services.map(service),
  coverage: {
    entries: { total: 1, covered: 0 },
    outbound: { total: 0, covered: 0 },
    observed: undefined,
    files: [],
    folders: [],
  },
  ignored: 0,
  notes: [],
  config: NO_CONFIG,
  traced: false,
});

const facts = (spans: number) => ({ traces: spans, spans, source: 'test', services: [] });

describe('the list of gaps', () => {
  let now: readonly FolderGaps[] = [];
  let spans = 5;
  const indexer = new FakeThread<IndexerApi, IndexerHostApi>({
    'gaps.scan': (_, { part }) => {
      part({ done: 1, total: 2 });
      return now;
    },
    'gaps.report': () => now,
    'gaps.traces': () => undefined,
  });
  const engine = new FakeThread<EngineApi, EngineHostApi>({ 'figures.gapFacts': () => facts(spans) });
  let host: ReturnType<typeof figuresHost>;
  let list: GapList;
  let traces: GapTraces;
  const tracesGiven = () =>
    indexer.calls.filter((c) => c.method === 'gaps.traces').map((c) => c.params as { traces: unknown });

  beforeEach(() => {
    indexer.calls.length = 0;
    engine.calls.length = 0;
    spans = 5;
    now = [
      report([finding({}), finding({ fingerprint: 'b', confidence: 'low', line: 9 })], ['shop', 'clean']),
    ];
    host = figuresHost({});
    list = new GapList(indexer.thread, memoryMemento(), silent);
    traces = new GapTraces(list, {
      engine: engine.thread,
      indexer: indexer.thread,
      selection: host.selection,
      log: silent,
    });
  });

  afterEach(() => {
    traces.dispose();
    list.dispose();
    host.dispose();
  });

  it('tells its progress, and remembers that there was a scan', async () => {
    const states: string[] = [];
    const listener = list.onDidChange(() => states.push(JSON.stringify(list.state)));
    await list.scan();
    listener.dispose();
    assert.deepEqual(states, [
      '{"state":"scanning","progress":{"done":0,"total":0}}',
      '{"state":"scanning","progress":{"done":1,"total":2}}',
      '{"state":"ready"}',
    ]);
    assert.ok(list.wasScanned);
  });

  it('says why a scan failed, and that one was stopped', async () => {
    indexer.handlers = { ...indexer.handlers, 'gaps.scan': () => new Promise<never>(() => {}) };
    const running = list.scan();
    await eventually(
      () => indexer.called('gaps.scan'),
      (n) => n === 1,
    );
    list.stop();
    await running;
    assert.equal(list.state.state, 'stopped');
    indexer.handlers = {
      ...indexer.handlers,
      'gaps.scan': () => {
        throw new Error('no folder');
      },
    };
    await list.scan();
    assert.deepEqual(list.state, { state: 'failed', sentence: 'no folder' });
    indexer.handlers = { ...indexer.handlers, 'gaps.scan': () => now };
  });

  it('asks for what traces say once there was a scan, of what is chosen, and again when the choice changes', async () => {
    engine.emit('store.changed', { spans: 9, removed: false });
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(engine.calls.length, 0, 'nobody scanned yet');
    await list.scan();
    await eventually(tracesGiven, (given) => given.length === 1 && given[0]?.traces !== undefined);
    const request = engine.calls[0]?.params as { request: { environment: unknown; source: string } };
    assert.equal(request.request.environment, undefined);
    assert.match(request.request.source, /24 h/);
    spans = 0;
    await host.selection.update({ environment: 'staging' });
    await eventually(tracesGiven, (given) => given.length === 2);
    assert.equal(tracesGiven()[1]?.traces, undefined, 'no spans are no evidence');
  });

  it('is a tree of services, those without gaps too, filtered and grouped', async () => {
    await list.scan();
    const tree = new GapsTree(list, 'service');
    const labels = (parent?: Parameters<GapsTree['getChildren']>[0]) =>
      tree.getChildren(parent).map((node) => String(tree.getTreeItem(node).label));
    assert.deepEqual(labels(), ['shop', 'clean']);
    const [shop, clean] = tree.getChildren();
    assert.deepEqual(labels(shop), ['No tracing was found.', 'GET /x: no span'], 'unsure ones are left out');
    assert.deepEqual(labels(clean), ['No tracing was found.']);
    assert.deepEqual(labels(tree.getChildren(clean)[0]), ['2 source files']);
    await list.setFilter({ ...list.filter, confidence: 'low' });
    assert.equal(tree.getChildren(shop).length, 2, 'a node holds what it held');
    assert.equal(tree.getChildren(tree.getChildren()[0]).length, 3);
    tree.grouping = 'file';
    assert.deepEqual(labels(), ['app.js']);
    const tip = tree.resolveTreeItem(
      new vscode.TreeItem(''),
      tree.getChildren(tree.getChildren()[0])[0] ?? (shop as never),
    );
    assert.match((tip.tooltip as vscode.MarkdownString).value, /Evidence/);
    tree.dispose();
  });
});
