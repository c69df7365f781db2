import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Finding, FindingKind } from '../../src/core/evidence/evidence.ts';
import type { SiteFigures } from '../../src/core/figures/measured-site.ts';
import { SETTINGS } from '../../src/core/manifest.ts';
import { findProblems, findRegressions } from '../../src/features/problems/find-problems.ts';
import { ShownProblems } from '../../src/features/problems/show-problems.ts';
import type { Links } from '../../src/host/links.ts';
import { memoryConfig } from '../support/fake-host.ts';
import { codeAt, functionAt, resolvedTo, siteOf, statsOf } from '../support/figures-fixture.ts';
import {
  closeEditors,
  eventually,
  figuresHost,
  fileUri,
  openEditor,
  workspaceFolder,
} from '../support/figures-host.ts';

const FILE = 'src/checkout.ts';
const doer: SiteFigures = {
  id: 'doer',
  site: siteOf({ name: 'checkout' }),
  stats: statsOf([10, 12, 14]),
  totalNs: 1,
};
const call: SiteFigures = { ...doer, id: 'call', site: siteOf({ name: 'reserve', kind: 'client' }) };

const finding = (kind: FindingKind, more: Partial<Finding> = {}): Finding => ({
  kind,
  doer: 0,
  call: 1,
  count: 14,
  totalNs: 5e6,
  text: `checkout shows ${kind}`,
  traces: 3,
  of: 4,
  lastMs: Date.now() - 60_000,
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  ...more,
});

const KINDS: readonly FindingKind[] = ['n-plus-one', 'serial-calls', 'retry-storm', 'swallowed-error'];
const never = new AbortController().signal;

describe('problems', () => {
  let host: ReturnType<typeof figuresHost>;
  let shown: ShownProblems;
  const config = memoryConfig(SETTINGS);
  const followed: string[] = [];
  const links = {
    lasting: (action: () => unknown) => ({ address: 'command:x', number: -1, dispose: () => {}, action }),
  } as unknown as Links;

  async function start(findings: readonly Finding[]) {
    const here = (line: number) => resolvedTo({ ...codeAt(FILE, line), folder: workspaceFolder() });
    host = figuresHost({
      sites: () => [doer, call],
      resolve: (site) => here(site.kind === call.site.kind ? 8 : 6),
      functions: () => [functionAt('checkout', 6, 11, { loops: [{ line: 7, endLine: 9 }] })],
      evidence: () => ({
        sites: [doer, call],
        traces: 4,
        provenance: { exact: true, notes: [] },
        critical: [],
        edges: [],
        findings,
        thrown: [],
      }),
    });
    shown = new ShownProblems(config, links, ({ trace }) => followed.push(trace?.traceId ?? ''));
    const { document } = await openEditor(FILE);
    host.figures.watch();
    await eventually(
      () => host.figures.evidence !== undefined && host.figures.of(document)?.functions.length === 1,
      Boolean,
    );
    return document;
  }
  const deps = () => ({
    engine: host.engine.thread,
    indexer: host.indexer.thread,
    figures: host.figures,
    config,
  });
  const told = () =>
    vscode.languages
      .getDiagnostics(fileUri(FILE))
      .filter((d) => d.source === 'Spanlight')
      .map((d) => `${d.range.start.line + 1} ${ruleOf(d)} ${vscode.DiagnosticSeverity[d.severity]}`)
      .sort();
  const ruleOf = (d: vscode.Diagnostic) => (typeof d.code === 'object' ? d.code.value : d.code);

  afterEach(async () => {
    config.layered.user = {};
    shown.dispose();
    host.dispose();
    await closeEditors();
  });

  it('of every kind stand at the line that causes them, as severe as their setting says', async () => {
    await start(KINDS.map((kind) => finding(kind)));
    await shown.show(await findProblems(deps(), never));
    assert.deepEqual(told(), [
      '7 n-plus-one Warning',
      '7 retry-storm Warning',
      '8 serial-calls Information',
      '8 swallowed-error Information',
    ]);
    for (const [key, rule] of [
      ['problems.nPlusOne', 'n-plus-one'],
      ['problems.serialCalls', 'serial-calls'],
      ['problems.retryStorm', 'retry-storm'],
      ['problems.swallowedError', 'swallowed-error'],
    ] as const) {
      config.layered.user = { [key]: 'error' };
      await shown.show(await findProblems(deps(), never));
      assert.ok(told().some((t) => t.endsWith(`${rule} Error`)));
      config.layered.user = { [key]: 'off' };
      await shown.show(await findProblems(deps(), never));
      assert.ok(!told().some((t) => t.includes(rule)), `${key} off`);
    }
  });

  it('are ignored where a comment says so, and name how often they were seen', async () => {
    const document = await start([finding('n-plus-one')]);
    const problems = await findProblems(deps(), never);
    assert.match(problems[0]?.message ?? '', /^checkout shows n-plus-one\. Seen in 3 of 4 recent traces\.$/);
    await vscode.window.activeTextEditor?.edit((e) =>
      e.insert(new vscode.Position(6, 0), '  // spanlight-ignore n-plus-one: two items at most\n'),
    );
    await shown.show(problems.map((p) => ({ ...p, at: { ...p.at, line: 8, endLine: 8 } })));
    assert.deepEqual(told(), []);
    assert.equal(document.isDirty, true);
  });

  it('that were not seen since the code was changed are hints', async () => {
    const document = await start([finding('n-plus-one')]);
    await vscode.window.activeTextEditor?.edit((e) => e.insert(new vscode.Position(9, 0), '  // changed\n'));
    host.world.functions = () => [functionAt('checkout', 6, 12, { loops: [{ line: 7, endLine: 9 }] })];
    host.indexer.emit('index.updated', { paths: [document.uri.fsPath] });
    await eventually(
      () => host.figures.of(document)?.functions[0]?.stale?.state,
      (state) => state === 'changed',
    );
    const problems = await findProblems(deps(), never);
    await shown.show(problems);
    assert.deepEqual(told(), ['7 n-plus-one Hint']);
    assert.match(problems[0]?.message ?? '', /Not seen since this code was changed/);
  });

  it('tell what got worse, with samples and chance', async () => {
    await start([]);
    const other = { ...doer, id: 'other', site: siteOf({ name: 'other' }) };
    const fast = { ...statsOf(Array.from({ length: 100 }, () => 10)), approximate: false };
    const slow = { ...statsOf(Array.from({ length: 80 }, () => 30)), approximate: false };
    host.engine.handlers = {
      ...host.engine.handlers,
      'figures.compare': ({ request }) => {
        assert.equal(request.before.range.toMs, request.after.range.fromMs);
        assert.deepEqual(request.rules, { minimumCalls: 30, minimumFactor: 1.2 });
        return {
          changed: [
            { ...doer, before: fast, after: slow, changes: [{ kind: 'slower', pValue: 0.00001 }] },
            { ...call, before: fast, after: slow, changes: [{ kind: 'slower', pValue: 0.02 }] },
            { ...other, before: slow, after: fast, changes: [{ kind: 'faster', pValue: 0.001 }] },
          ],
          compared: 3,
          common: 3,
          provenance: { exact: true, notes: [] },
        };
      },
    };
    const problems = await findRegressions(deps(), never);
    assert.deepEqual(
      problems.map((p) => [p.rule, p.at.line, p.message]),
      [['regression', 6, 'checkout got worse: p95 30 ms, was 10 ms (over 80 calls, 100 before; p < 0.001).']],
    );
    // The call in it that is slow, too, is no problem of its own.
    assert.deepEqual(
      problems[0]?.related.map((r) => [r.at.line, r.text]),
      [[8, 'reserve: p95 30 ms, was 10 ms']],
    );
    await shown.show(problems);
    assert.deepEqual(told(), ['6 regression Warning']);
  });

  it('are left alone where a backend would have to be sampled for them', async () => {
    await start([]);
    await host.selection.update({ connection: 'zipkin-1' });
    await eventually(
      () => host.figures.snapshot?.selection.connection,
      (id) => id === 'zipkin-1',
    );
    host.engine.handlers = {
      ...host.engine.handlers,
      'backend.describe': () => ({ capabilities: { functionStats: 'sampled' } }) as never,
    };
    assert.deepEqual(await findRegressions(deps(), never), []);
    assert.equal(host.engine.called('figures.compare'), 0);
  });
});
