import { lines, mapCases, type Workbench } from '../../../support/map-case.ts';

/** Lines of their own, so that git knows a renamed file again. */
const filler = Object.fromEntries(
  Array.from({ length: 37 }, (_, i) => [i + 1, `// about orders, part ${i + 1}`]),
);
const before = lines({ ...filler, 38: 'export function place() {', 42: '  charge();', 44: '}' });
const inserted = `${'// added\n'.repeat(10)}${before}`;
const removed = lines({ ...filler, 38: 'export function place() {', 43: '}' });

/** Commits `src/orders/service.ts` as it was, then leaves the working tree with `now`. Returns the commit. */
function history(now: string, at = 'src/orders/service.ts', then?: (ws: Workbench) => void) {
  return (ws: Workbench) => {
    ws.git('init', '-q');
    ws.write('src/orders/service.ts', before);
    ws.git('add', '-A');
    ws.git('commit', '-qm', 'one');
    const revision = ws.git('rev-parse', 'HEAD');
    if (at !== 'src/orders/service.ts') ws.remove('src/orders/service.ts');
    ws.write(at, now);
    then?.(ws);
    return { 'vcs.ref.head.revision': revision };
  };
}

const span = { attributes: { 'code.file.path': '/app/src/orders/service.ts', 'code.line.number': 42 } };
const named = { attributes: { ...span.attributes, 'code.function.name': 'place' } };

mapCases([
  {
    row: 94,
    title: 'lines inserted since the recorded revision',
    language: 'nodejs',
    files: {},
    prepare: history(inserted),
    spans: [span, named],
    expect: [
      { at: 'src/orders/service.ts:52', confidence: 'exact', stale: /42→52/ },
      { at: 'src/orders/service.ts:52', confidence: 'exact', stale: /42→52/ },
    ],
  },
  {
    row: '94 committed',
    title: 'lines inserted by later commits',
    language: 'nodejs',
    files: {},
    prepare: history(inserted, undefined, (ws) => {
      ws.git('add', '-A');
      ws.git('commit', '-qm', 'two');
    }),
    spans: [span],
    expect: [{ at: 'src/orders/service.ts:52', confidence: 'exact', stale: /42→52/ }],
  },
  {
    row: '94 renamed',
    title: 'the file was renamed since',
    language: 'nodejs',
    files: {},
    prepare: history(inserted, 'src/sales/orders.ts', (ws) => {
      ws.git('add', '-A');
      ws.git('commit', '-qm', 'two');
    }),
    spans: [span],
    expect: [{ at: 'src/sales/orders.ts:52', confidence: 'exact', stale: /42→52/ }],
  },
  {
    row: '94 tag',
    title: 'service.version is a tag',
    language: 'nodejs',
    files: {},
    prepare: (ws) => {
      history(inserted)(ws);
      ws.git('tag', 'v2.0.0');
      return { 'service.version': '2.0.0' };
    },
    spans: [span],
    expect: [{ at: 'src/orders/service.ts:52', confidence: 'exact', stale: /42→52/ }],
  },
  {
    row: 95,
    title: 'the line was removed, the function is still there',
    language: 'nodejs',
    files: {},
    prepare: history(removed),
    spans: [named],
    expect: [{ at: 'src/orders/service.ts:38', confidence: 'guess', stale: /removed/ }],
  },
  {
    row: 97,
    title: 'unsaved lines above',
    language: 'nodejs',
    files: { 'src/orders/service.ts': before },
    unsaved: { 'src/orders/service.ts': `// a\n// b\n// c\n${before}` },
    spans: [span],
    expect: [{ at: 'src/orders/service.ts:45', confidence: 'exact', stale: /42→45/ }],
  },
  {
    row: 98,
    title: 'a revision that this clone does not have',
    language: 'nodejs',
    files: {},
    prepare: (ws) => {
      history(before)(ws);
      return { 'vcs.ref.head.revision': '0123456789abcdef0123456789abcdef01234567' };
    },
    spans: [span],
    expect: [{ at: 'src/orders/service.ts:42', confidence: 'likely', stale: /does not have/ }],
  },
]);
