// The gap scan as the extension uses it: through the handlers of the indexer thread.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { SiteVerdict } from '../../../../src/core/gaps/report.ts';
import { type LiveGaps, liveGaps } from '../../../../src/indexer/gaps/live-gaps.ts';
import type { FolderGaps, GapProgress } from '../../../../src/protocol/indexer-gaps.ts';
import { type Files, npm, withFolder } from '../../../support/gap-workspace.ts';

const ROUTE =
  "import express from 'express';\nconst app = express();\napp.get('/users/:id', async (req, res) => { res.json({}); });\n";
const SHOP: Files = { 'ws/package.json': npm(['express@4.18.0']), 'ws/src/app.ts': ROUTE };

const start = (dir: string, updated: (paths: readonly string[]) => void = () => {}): LiveGaps => {
  const live = liveGaps({ updated, log: () => {} });
  live.open({ folders: [path.join(dir, 'ws')], storageDir: path.join(dir, 'storage') });
  return live;
};

const scan = async (
  live: LiveGaps,
  signal = new AbortController().signal,
  part: (p: GapProgress) => void = () => {},
): Promise<readonly FolderGaps[]> =>
  (await live.handlers['gaps.scan']({}, { signal, part })) as readonly FolderGaps[];

const context = { signal: new AbortController().signal, part: () => {} };
const rulesOf = (all: readonly FolderGaps[]) =>
  all.flatMap((f) => f.findings.map((x) => `${x.rule}@${x.line}`));

test('a scan finds gaps, tells how far it is, and names what was looked at', () =>
  withFolder(SHOP, async (dir) => {
    const parts: GapProgress[] = [];
    const live = start(dir);
    assert.equal(await live.handlers['gaps.report'](undefined, context), undefined);
    const found = await scan(live, undefined, (p) => parts.push(p));
    assert.deepEqual(rulesOf(found).sort(), ['entry.http@3', 'setup.no-otel@1']);
    assert.deepEqual(parts.at(-1), { done: 1, total: 1 });
    assert.match(found[0]?.services[0]?.lookedAt.join('\n') ?? '', /1 entry point, 0 with a span/);
    const sites = await live.handlers['gaps.sites']({ path: path.join(dir, 'ws/src/app.ts') }, context);
    assert.deepEqual(
      (sites as readonly SiteVerdict[]).map((s) => s.state),
      ['gap'],
    );
  }));

test('edits, unsaved ones too, and new files are followed', () =>
  withFolder(SHOP, async (dir) => {
    const heard: string[][] = [];
    let wake = () => {};
    const live = start(dir, (paths) => {
      heard.push([...paths]);
      wake();
    });
    await scan(live);
    const next = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    const file = path.join(dir, 'ws/src/app.ts');
    const report = async () =>
      rulesOf((await live.handlers['gaps.report'](undefined, context)) as readonly FolderGaps[]).sort();

    let told = next();
    live.setUnsaved(file, `\n${ROUTE}`);
    await told;
    assert.deepEqual(await report(), ['entry.http@4', 'setup.no-otel@1']);
    assert.deepEqual(heard, [[file]]);

    told = next();
    live.setUnsaved(file, undefined);
    await told;
    assert.deepEqual(await report(), ['entry.http@3', 'setup.no-otel@1']);

    told = next();
    writeFileSync(
      path.join(dir, 'ws/Dockerfile'),
      'CMD ["node", "--require", "dd-trace/init", "src/app.js"]\n',
    );
    live.changed([path.join(dir, 'ws/Dockerfile')]);
    await told;
    assert.deepEqual(await report(), []);
  }));

test('a cancelled scan goes on where it stopped, and a later session reads nothing again', () =>
  withFolder(
    Object.fromEntries([
      ['ws/package.json', npm(['express@4.18.0'])],
      ...Array.from({ length: 400 }, (_, i) => [`ws/src/r${i}.ts`, ROUTE.repeat(8)] as const),
    ]),
    async (dir) => {
      const live = start(dir);
      const abort = new AbortController();
      let stoppedAt = 0;
      await assert.rejects(
        scan(live, abort.signal, ({ done }) => {
          stoppedAt = done;
          if (done > 0) abort.abort();
        }),
        { name: 'AbortError' },
      );
      assert.ok(stoppedAt > 0 && stoppedAt < 400, `stopped at ${stoppedAt}`);
      const whole = await scan(live);
      assert.equal(whole[0]?.findings.filter((f) => f.rule === 'entry.http').length, 3200);

      // What was kept is used: a file whose text changes behind its back (same size and time) is not read again.
      const again = await scan(start(dir));
      assert.deepEqual(again[0]?.findings.length, whole[0]?.findings.length);
    },
  ));

test('links in circles, binary, huge, minified, broken and odd files do no harm', () =>
  withFolder(SHOP, async (dir) => {
    const at = (name: string) => path.join(dir, 'ws/src', name);
    symlinkSync('..', at('loop'));
    symlinkSync('app.ts', at('link.ts'));
    symlinkSync('nowhere.ts', at('dangling.ts'));
    writeFileSync(at('binary.ts'), Buffer.from([0, 1, 2, 3, 255]));
    writeFileSync(
      at('latin1.ts'),
      Buffer.concat([Buffer.from(ROUTE), Buffer.from([0x2f, 0x2f, 0xe9, 0xff])]),
    );
    writeFileSync(at('huge.ts'), `${ROUTE}${'// x\n'.repeat(400_000)}`);
    writeFileSync(at('app.min.ts'), `${ROUTE}${'a;'.repeat(20_000)}`);
    writeFileSync(at('oneline.ts'), `${ROUTE}${'a;'.repeat(20_000)}`);
    writeFileSync(at('broken.ts'), `${ROUTE}function ( { ]] <<< `);
    writeFileSync(at('gen.ts'), `// Code generated by x. DO NOT EDIT.\n${ROUTE}`);
    writeFileSync(at('deep.ts'), `${ROUTE}${'('.repeat(5_000)}`);
    mkdirSync(at('empty'));
    const [found] = await scan(start(dir));
    assert.deepEqual(
      [...new Set(found?.findings.filter((f) => f.rule === 'entry.http').map((f) => f.file))].sort(),
      ['src/app.ts', 'src/broken.ts', 'src/deep.ts', 'src/latin1.ts'],
    );
    assert.ok(found?.notes.some((n) => n.includes('huge.ts') && n.includes('too large')));
    assert.ok(found?.notes.some((n) => n.includes('binary.ts')));
  }));

test('a thousand services', () =>
  withFolder(
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        [`ws/s${i}/package.json`, npm(['express@4.18.0'], { name: `s${i}` })] as const,
        [`ws/s${i}/app.js`, ROUTE] as const,
      ]).flat(),
    ),
    async (dir) => {
      const [found] = await scan(start(dir));
      assert.equal(found?.services.length, 1000);
      assert.equal(found?.findings.length, 2000);
    },
  ));
