import assert from 'node:assert/strict';
import type { SiteFigures } from '../../src/core/figures/measured-site.ts';
import type { Resolution } from '../../src/core/mapping/resolution.ts';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import { pickOf } from '../../src/core/mapping/user-mapping.ts';
import { Doctor } from '../../src/features/mapping/doctor.ts';
import { explanationItems, explanationText } from '../../src/features/mapping/explanation-items.ts';
import { itemOf, type Node } from '../../src/features/mapping/mapping-nodes.ts';
import { MappingTree } from '../../src/features/mapping/mapping-tree.ts';
import type { Config } from '../../src/host/config.ts';
import { UserMappings } from '../../src/host/user-mappings.ts';
import type { EngineApi, EngineHostApi } from '../../src/protocol/engine.ts';
import type { IndexerApi, IndexerHostApi } from '../../src/protocol/indexer.ts';
import { FakeThread } from '../support/fake-thread.ts';
import { codeAt, resolvedTo, siteOf, statsOf } from '../support/figures-fixture.ts';
import { eventually, figuresHost } from '../support/figures-host.ts';
import { memoryMemento } from '../support/memory-memento.ts';

const measured = (id: string, site: SpanSite, count: number): SiteFigures => ({
  id,
  site,
  stats: statsOf(Array.from({ length: count }, () => 10)),
  totalNs: 1e7,
});

const PAY = siteOf({ service: 'payments', name: 'pay', language: 'nodejs' });
const SITES = [
  measured('a', siteOf({ service: 'shop', name: 'checkout', revisions: ['abc1234'] }), 8),
  measured('b', siteOf({ service: 'shop', name: 'pg.connect', revisions: ['abc1234'] }), 2),
  measured('c', PAY, 5),
];

const asking: Resolution = {
  ...resolvedTo({ ...codeAt('eu/pay.ts', 3), confidence: 'guess', strategy: 'span-name', jump: false }),
  alternatives: [
    {
      folder: '/work/app',
      file: 'us/pay.ts',
      line: 4,
      endLine: 5,
      symbol: 'pay',
      confidence: 'guess',
      strategy: 'span-name',
      role: 'code',
      why: 'It starts a span of this name.',
    },
  ],
};

const answer = (site: SpanSite): Resolution =>
  site.name === 'checkout'
    ? resolvedTo(codeAt('src/checkout.ts', 6))
    : site.name === 'pay'
      ? asking
      : { ...resolvedTo(null), reason: 'No code is known.', library: { name: 'pg', file: 'pg/client.js' } };

function open(roots: unknown = []) {
  const host = figuresHost({ sites: () => SITES, resolve: answer });
  const indexer = new FakeThread<IndexerApi, IndexerHostApi>({
    'index.roots': () => ({
      roots: [
        { from: 'docker', service: 'shop', runtime: '/app', workspace: '/work/app', because: 'Dockerfile' },
      ],
      folders: ['/work/app'],
    }),
    'index.status': () => ({ state: 'ready', indexed: 3, files: 3, notes: ['big.js: larger than 1 MB'] }),
    'index.resolveSpans': ({ sites, siteOf: of }) => ({ resolutions: sites.map(answer), of }),
  });
  const engine = new FakeThread<EngineApi, EngineHostApi>({
    'trace.sites': () => ({
      sites: [PAY],
      siteOf: Uint32Array.of(0, 0, 0),
      parents: Int32Array.of(-1, 0, 0),
    }),
  });
  const doctor = new Doctor({ engine: engine.thread, indexer: indexer.thread, figures: host.figures });
  const config: Pick<Config, 'get' | 'onChange'> = {
    get: (() => roots) as unknown as Config['get'],
    onChange: () => ({ dispose: () => {} }),
  };
  const state = memoryMemento();
  const mappings = new UserMappings(config as Config, state);
  const tree = new MappingTree(doctor, mappings);
  const dispose = () => {
    for (const one of [tree, doctor, mappings, host]) one.dispose();
  };
  return { doctor, tree, mappings, state, dispose, config: config as Config };
}

const texts = (tree: MappingTree, node?: Node) =>
  tree.getChildren(node).map((child) => {
    const { label, description } = itemOf(child);
    return [label, description];
  });

describe('mapping doctor', () => {
  let opened: ReturnType<typeof open>;
  afterEach(() => opened.dispose());

  const looked = async () => {
    opened.doctor.watch(true);
    await eventually(
      () => opened.doctor.known?.all.spans ?? 0,
      (spans) => spans === 15,
    );
  };

  it('shows the share of each service, what it knows of roots, and what is wrong with the workspace', async () => {
    opened = open();
    await looked();
    assert.deepEqual(texts(opened.tree), [
      ['All spans', '53 % exact · 33 % asks · 13 % in libraries'],
      ['payments', '100 % asks'],
      ['shop', '80 % exact · 20 % in libraries'],
      ['Folders of running programs', '1'],
      ['About this workspace', '1'],
    ]);
    const payments = opened.tree.getChildren()[1];
    assert.deepEqual(texts(opened.tree, payments), [
      ['Better setup', '2'],
      ['Not sure', '1'],
      ['How they were found', '1'],
    ]);
    const [advice, unsure] = opened.tree.getChildren(payments);
    assert.deepEqual(
      texts(opened.tree, advice).map(([label]) => label),
      ['Set code attributes on spans', 'Send the revision'],
    );
    assert.deepEqual(texts(opened.tree, unsure), [['pay', 'pay.ts:3 · 5 spans']]);
  });

  it('lists what was taught, newest first, one for the same spans, and takes it back', async () => {
    opened = open([{ runtime: '/srv', workspace: 'svc' }, { runtime: 7 }]);
    await looked();
    const { mappings, tree, state, config } = opened;
    let changes = 0;
    mappings.onDidChange(() => changes++);
    const pick = (file: string) => ({
      kind: 'pick' as const,
      pick: pickOf(PAY, { folder: '/work/app', file, line: 3, endLine: 4, symbol: 'pay' }),
    });
    await mappings.teach(pick('eu/pay.ts'));
    await mappings.teach(pick('us/pay.ts'));
    await mappings.teach({ kind: 'folder', folder: { service: 'payments', folder: '/work/app/us' } });
    const taught = () => tree.getChildren().find((n) => n.kind === 'group' && n.group === 'taught');
    assert.deepEqual(texts(tree, taught()), [
      ['payments is in /work/app/us', ''],
      ['pay → us/pay.ts:3', 'payments'],
    ]);
    assert.deepEqual(mappings.current.settings, [{ runtime: '/srv', workspace: 'svc' }]);
    const later = new UserMappings(config, state);
    assert.equal(later.taught.length, 2, 'kept with the workspace');
    later.dispose();
    for (const one of mappings.taught) await mappings.forget(one);
    assert.equal(taught(), undefined);
    assert.equal(changes, 5);
  });

  it('judges one trace when it is asked to', async () => {
    opened = open();
    await opened.doctor.show({ kind: 'trace', handle: 1, label: 'shop POST /checkout' });
    assert.deepEqual(texts(opened.tree)[0], ['payments', '100 % asks']);
    assert.equal(opened.doctor.known?.all.spans, 3);
  });

  it('offers every place with a pin, and what to do where there is none', () => {
    opened = open();
    const attempts = [
      { name: 'span name' as const, outcome: 'matched' as const, notes: ['eu/pay.ts:3: it starts it'] },
      { name: 'route' as const, outcome: 'silent' as const, notes: [] },
    ];
    const items = explanationItems({ site: PAY, resolution: asking, attempts });
    assert.deepEqual(
      items.filter((i) => i.place).map((i) => [i.label, i.buttons?.length]),
      [
        ['$(go-to-file) eu/pay.ts:3', 1],
        ['$(go-to-file) us/pay.ts:4', 1],
      ],
    );
    assert.deepEqual(
      items.flatMap((i) => i.action ?? []),
      ['folder', 'copy'],
    );
    const text = explanationText({ site: PAY, resolution: asking, attempts });
    assert.match(text, /^payments: pay\neu\/pay\.ts:3 · guess/);
    assert.doesNotMatch(text, /route/);
    const picked = { ...resolvedTo({ ...codeAt('us/pay.ts', 4), strategy: 'picked' }) };
    const again = explanationItems({ site: PAY, resolution: picked, attempts });
    assert.ok(again.some((i) => i.action === 'unpick'));
  });
});
