// One session of the indexer as it ships, in a process of its own, so that its memory can be told:
// `node index-process.ts <indexer.cjs> <folder> <storage> first|full|edit <json>`; prints its figures as JSON.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import type { IndexerApi, IndexerHostApi } from '../../src/protocol/indexer.ts';
import { createRpc } from '../../src/protocol/rpc.ts';
import { threadPort } from '../../src/protocol/thread-port.ts';

const [file = '', folder = '', storageDir = '', mode = '', more = '{}'] = process.argv.slice(2);
const MB = 2 ** 20;

const worker = new Worker(file);
const rpc = createRpc<IndexerApi, IndexerHostApi>(threadPort(worker), {});
const ready = new Promise<void>((resolve) =>
  rpc.on('index.status', ({ state }) => state === 'ready' && resolve()),
);
// A host that waits for messages: what it is blocked for comes from taking them in.
const delay = monitorEventLoopDelay({ resolution: 1 });
const started = performance.now();
const since = () => performance.now() - started;
const resolve = async (site: SpanSite) => (await rpc.call('index.resolve', { sites: [site] }))[0]?.result;

await rpc.call('index.open', { folders: [folder], storageDir });
delay.enable();
const figures: Record<string, unknown> = {};
if (mode === 'first') {
  const result = await resolve(JSON.parse(more) as SpanSite);
  figures.ms = since();
  figures.at = result ? `${result.file}:${result.line}` : '';
} else {
  await ready;
  figures.ms = since();
  figures.blockedMs = delay.max / 1e6;
  if (mode === 'edit') figures.edits = await edits(JSON.parse(more) as { site: SpanSite; file: string });
  figures.megabytes = process.resourceUsage().maxRSS / 1024;
  figures.heap = process.memoryUsage().rss / MB;
  await rpc.call('index.close', undefined);
}
process.stdout.write(JSON.stringify(figures));
process.exit(0);

/** A save that moves a function down by a line, until the answer names the new line: ms, each. */
async function edits({ site, file: edited }: { site: SpanSite; file: string }): Promise<number[]> {
  const target = path.join(folder, edited);
  const text = readFileSync(target, 'utf8');
  const times: number[] = [];
  const before = (await resolve(site))?.line ?? 0;
  for (let n = 1; n <= 15; n++) {
    writeFileSync(target, `${'\n'.repeat(n)}${text}`);
    const from = performance.now();
    await rpc.call('index.changed', { paths: [target] });
    const line = (await resolve(site))?.line;
    times.push(performance.now() - from);
    if (line !== before + n) throw new Error(`The answer is line ${line}, not ${before + n}.`);
  }
  writeFileSync(target, text);
  return times;
}
