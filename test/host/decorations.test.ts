import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SiteFigures } from '../../src/core/figures/measured-site.ts';
import { SETTINGS } from '../../src/core/manifest.ts';
import { readDecorationSettings } from '../../src/features/decorations/decoration-settings.ts';
import { createDecorationTypes } from '../../src/features/decorations/decoration-types.ts';
import { type DrawnEditor, drawEditor } from '../../src/features/decorations/draw-editor.ts';
import { memoryConfig, memoryLog } from '../support/fake-host.ts';
import { codeAt, functionAt, MS, resolvedTo, siteOf, statsOf } from '../support/figures-fixture.ts';
import {
  closeEditors,
  eventually,
  figuresHost,
  openEditor,
  type World,
  workspaceFolder,
} from '../support/figures-host.ts';

const FILE = 'src/checkout.ts';
const WHOLE = { line: 1, endLine: 100 };
const STACK = 'Error: late\n    at checkout (/app/src/checkout.ts:10:5)';

const site = (
  id: string,
  more: Parameters<typeof siteOf>[0],
  durations: readonly number[],
  errors = 0,
): SiteFigures => ({
  id,
  site: siteOf(more),
  stats: statsOf(durations, { errors }),
  totalNs: MS,
});
const checkout = site('fn', { name: 'checkout' }, [10, 12, 14, 16], 1);
const orders = site(
  'db',
  {
    name: 'pg.query',
    kind: 'client',
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM orders' },
  },
  Array.from({ length: 56 }, () => 31),
);

const inFile = (line: number, strategy: 'file-line' | 'database' | 'stack' = 'file-line') =>
  resolvedTo({ ...codeAt(FILE, line, { strategy }), folder: workspaceFolder() });

const world = (): Partial<World> => ({
  sites: () => [checkout, orders],
  resolve: (s) =>
    s.stack !== '' ? inFile(10, 'stack') : s.kind === orders.site.kind ? inFile(8, 'database') : inFile(6),
  functions: () => [functionAt('checkout', 6, 11)],
  evidence: () => ({
    sites: [
      { id: 'fn', site: checkout.site },
      { id: 'db', site: orders.site },
    ],
    traces: 1,
    provenance: { exact: true, notes: [] },
    critical: [{ site: 1, ns: 70, requestNs: 100 }],
    edges: [],
    findings: [],
    thrown: [
      {
        site: 0,
        type: 'TimeoutError',
        message: 'late',
        stack: STACK,
        count: 7,
        lastMs: Date.now() - 120_000,
        traceId: 't',
        spanId: 's',
      },
    ],
  }),
});

describe('decorations', () => {
  const types = createDecorationTypes();
  let host: ReturnType<typeof figuresHost>;
  let document: vscode.TextDocument;

  beforeEach(async () => {
    host = figuresHost(world());
    ({ document } = await openEditor(FILE));
    host.figures.watch();
    await eventually(
      () => host.figures.of(document)?.throws.length,
      (n) => n === 1,
    );
  });
  afterEach(async () => {
    host.dispose();
    await closeEditors();
  });
  after(() => types.dispose());

  /** What is drawn: text by line (1-based), and lines of icons, marks and background by level. */
  function draw(changed: Readonly<Record<string, unknown>> = {}, range = WHOLE) {
    const texts = new Map<number, string>();
    const colors = new Map<number, string[]>();
    const marks: Record<string, number[]> = {};
    const editor: DrawnEditor = {
      document,
      setDecorations: (type, ranges) => {
        for (const [name, all] of Object.entries({
          gutter: types.gutter,
          ruler: types.ruler,
          heat: types.heat,
        }))
          for (const [level, of] of all)
            if (of === type && ranges.length > 0)
              marks[`${name} ${level}`] = (ranges as vscode.Range[]).map((r) => r.start.line + 1);
        for (const option of ranges)
          if ('renderOptions' in option) {
            const line = option.range.start.line + 1;
            assert.equal(
              option.range.start.character,
              document.lineAt(line - 1).text.length,
              'behind the code',
            );
            const { after } = option.renderOptions ?? {};
            texts.set(line, (texts.get(line) ?? '') + after?.contentText);
            const { id = '' } = (after?.color ?? {}) as { id?: string };
            colors.set(line, [...(colors.get(line) ?? []), id.replace('spanlight.inline', '')]);
          }
      },
    };
    const config = memoryConfig({ ...SETTINGS, ...changed });
    drawEditor(editor, range, types, host.figures, readDecorationSettings(config, memoryLog()));
    return { texts: Object.fromEntries(texts), colors: Object.fromEntries(colors), marks };
  }

  it('stand on the function, on the line that calls out and on the line that threw', () => {
    const { texts, colors, marks } = draw();
    assert.deepEqual(texts, {
      6: 'p50 12 ms · p95 16 ms · 25 % errors · 4',
      8: '↗ SELECT orders: p95 31 ms · 14 per call',
      10: '✖ TimeoutError x 7, last 2 min ago',
    });
    assert.deepEqual(colors[6], ['Foreground', 'ErrorForeground', 'Foreground']);
    assert.deepEqual(colors[10], ['ErrorForeground']);
    // The call waits for most of the request; function and throw fail.
    assert.deepEqual(marks, {
      'gutter high': [8],
      'gutter error': [6, 10],
      'ruler high': [8],
      'ruler error': [6, 10],
    });
  });

  it('each kind is switched, formatted and held back by its settings', () => {
    assert.deepEqual(Object.keys(draw({ 'inline.functions': false }).texts), ['8', '10']);
    assert.deepEqual(Object.keys(draw({ 'inline.calls': false }).texts), ['6', '10']);
    assert.deepEqual(Object.keys(draw({ 'inline.exceptions': false }).texts), ['6', '8']);
    assert.equal(draw({ 'inline.functionTemplate': '{count} calls, {p99}' }).texts[6], '4 calls, 16 ms');
    assert.equal(draw({ 'inline.callTemplate': '{label} {perCall}' }).texts[8], 'SELECT orders 14 per call');
    assert.equal(draw({ 'inline.exceptionTemplate': '{type}: {message}' }).texts[10], 'TimeoutError: late');
    assert.deepEqual(Object.keys(draw({ 'inline.minimumCalls': 10 }).texts), ['8', '10']);
    assert.deepEqual(Object.keys(draw({ 'inline.minimumCallDuration': 500 }).texts), ['6', '10']);
    assert.deepEqual(draw({ 'inline.gutter': false }).marks, { 'ruler high': [8], 'ruler error': [6, 10] });
    assert.deepEqual(draw({ 'inline.overviewRuler': false, 'inline.gutter': false }).marks, {});
    const heat = draw({ 'inline.heat': true, 'inline.gutter': false, 'inline.overviewRuler': false });
    assert.deepEqual(heat.marks, { 'heat high': [8], 'heat error': [6, 10] });
    assert.equal(draw({ 'inline.minimumShare': 80 }).marks['gutter high'], undefined);
  });

  it('only the lines in view get their text; marks are of the whole file', () => {
    const { texts, marks } = draw({}, { line: 7, endLine: 9 });
    assert.deepEqual(Object.keys(texts), ['8']);
    assert.deepEqual(marks['ruler error'], [6, 10]);
  });

  it('figures of another code than this one are grey and say so, without icons', async () => {
    await vscode.window.activeTextEditor?.edit((e) => e.insert(new vscode.Position(6, 0), '  // changed\n'));
    host.indexer.emit('index.updated', { paths: [document.uri.fsPath] });
    host.world.functions = () => [functionAt('checkout', 6, 12)];
    await eventually(
      () => host.figures.of(document)?.functions[0]?.stale?.state,
      (state) => state === 'changed',
    );
    const { texts, colors, marks } = draw();
    assert.equal(texts[6], 'p50 12 ms · p95 16 ms · 25 % errors · 4 · before the last change');
    assert.deepEqual(colors[6], ['StaleForeground']);
    assert.ok(!marks['gutter error']?.includes(6));
  });

  it('figures of sampled traces carry a mark, guesses another', async () => {
    host.dispose();
    host = figuresHost({
      ...world(),
      exact: false,
      resolve: (s) => {
        const found = s.stack !== '' ? inFile(10, 'stack') : inFile(s.kind === orders.site.kind ? 8 : 6);
        return found.result ? { ...found, result: { ...found.result, confidence: 'guess' } } : found;
      },
    });
    host.figures.watch();
    await eventually(
      () => host.figures.of(document)?.functions.length,
      (n) => n === 1,
    );
    assert.equal(draw().texts[6], '≈ p50 12 ms · p95 16 ms · 25 % errors · 4 ○');
    assert.deepEqual(draw({ 'inline.minimumConfidence': 'likely' }).texts, {});
  });
});
