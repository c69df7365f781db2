// The gap scan on a generated workspace of 100k files in 199 services: from nothing, from what a session before kept,
// all rules again over what is kept, and after a save.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderGaps } from '../../src/indexer/gaps/folder-gaps.ts';
import { loadGaps, saveGaps } from '../../src/indexer/gaps/gap-cache.ts';
import { grammarsDir } from '../../src/indexer/parsing/grammars-dir.ts';
import { createParser } from '../../src/indexer/parsing/parser.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { median } from '../support/median.ts';
import { progress } from '../support/progress.ts';
import { generateWorkspace } from './generate-workspace.ts';

const FILES = Number(process.env.BENCH_FILES ?? 100_000);
/** A folder for the generated workspace that is kept for the next run; a new one each time when empty. */
const KEPT = process.env.BENCH_WORKSPACE ?? '';
const label = FILES === 100_000 ? '100k files' : `${FILES} files`;
const never = new AbortController().signal;

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-gaps-'));
  try {
    const folder = KEPT || path.join(dir, 'workspace');
    if (!existsSync(path.join(folder, 'services/s0/package.json'))) makeWorkspace(folder);
    return await measure(folder, path.join(dir, 'storage'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Every service has manifests of the languages that are in it. */
function makeWorkspace(folder: string): void {
  progress(`Writing ${FILES} files`);
  generateWorkspace(folder, FILES);
  for (let i = 0; i < 199; i++) {
    const at = path.join(folder, `services/s${i}`);
    mkdirSync(at, { recursive: true });
    writeFileSync(
      path.join(at, 'package.json'),
      `{ "name": "s${i}", "dependencies": { "express": "4.18.0" } }`,
    );
    writeFileSync(path.join(at, 'requirements.txt'), 'flask==3.0.0\n');
    writeFileSync(path.join(at, 'go.mod'), `module s${i}\n\ngo 1.24\n`);
    writeFileSync(path.join(at, 'pom.xml'), `<project><artifactId>s${i}</artifactId></project>`);
    writeFileSync(path.join(at, `s${i}.csproj`), '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>');
  }
}

async function measure(folder: string, storage: string): Promise<BenchRow[]> {
  const parser = createParser(grammarsDir());
  const gaps = new FolderGaps({ folder, parser });
  let blocked = 0;
  let last = performance.now();
  let peak = 0;
  progress('Scanning from nothing');
  const cold = performance.now();
  last = cold;
  await gaps.run(never, () => {
    const now = performance.now();
    // The first parts are the listing and the manifests, which other code does.
    if (last !== cold) blocked = Math.max(blocked, now - last);
    last = now;
    peak = Math.max(peak, process.memoryUsage.rss());
  });
  const coldMs = performance.now() - cold;
  const first = gaps.report();
  progress('All rules again');
  const all = median(() => gaps.report());

  await saveGaps(storage, folder, gaps.kept());
  progress('Warm start');
  const warm = performance.now();
  const again = new FolderGaps({ folder, parser });
  again.restore(await loadGaps(storage, folder));
  const read = await again.run(never, () => {});
  again.report();
  const warmMs = performance.now() - warm;
  if (read !== 0) throw new Error(`The warm start read ${read} files again.`);

  progress('Saves');
  const file = first.verdicts[0]?.file;
  if (file === undefined) throw new Error('The generated workspace has no entry point.');
  const saves: number[] = [];
  for (let i = 0; i < 15; i++) {
    appendFileSync(path.join(folder, file), '\n');
    const since = performance.now();
    await gaps.changed([file]);
    gaps.report();
    saves.push(performance.now() - since);
  }
  saves.sort((a, b) => a - b);
  const services = first.services.length;
  return [
    { name: `scan from nothing, one thread, ${label}`, value: coldMs, unit: 'ms', target: 60_000 },
    { name: `longest slice while scanning, ${label}`, value: blocked, unit: 'ms', target: 50 },
    { name: `memory while scanning (resident), ${label}`, value: peak / 1e6, unit: 'MB', target: 400 },
    {
      name: `all rules over cached files, ${services} services, ${label}`,
      value: all,
      unit: 'ms',
      target: 2000,
    },
    { name: `warm start, nothing changed, ${label}`, value: warmMs, unit: 'ms', target: 3000 },
    {
      name: `a save re-evaluated (median), ${label}`,
      value: saves[Math.floor(saves.length / 2)] ?? 0,
      unit: 'ms',
      target: 50,
    },
  ];
}
