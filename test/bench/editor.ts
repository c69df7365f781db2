// What the editor waits for: figures of ten million spans behind a file of two hundred functions, as the engine reads
// them and as the host's thread puts them where they belong; hovers and hold-ups in a real extension host.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inlineLines } from '../../src/core/figures/inline-lines.ts';
import { joinFile } from '../../src/core/figures/join-file.ts';
import { histogramPicture, trendPicture } from '../../src/core/figures/latency-svg.ts';
import type { CodeFunction, MeasuredSite, SiteFigures } from '../../src/core/figures/measured-site.ts';
import { shiftFigures } from '../../src/core/figures/shift-lines.ts';
import { parseTemplate } from '../../src/core/figures/template.ts';
import { rangeBefore, splitRange } from '../../src/core/figures/window.ts';
import { figuresHandlers } from '../../src/engine/evidence/figures-handlers.ts';
import type { Clock } from '../../src/engine/store/clock.ts';
import { localBackend } from '../../src/engine/store/local-backend.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { StoreReader } from '../../src/engine/store/store-reader.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { codeAt, FOLDER, functionAt, resolvedTo } from '../support/figures-fixture.ts';
import { inExtensionHost } from '../support/host-bench/run-editor.ts';
import { fill, SPANS } from './store.ts';

const DAY = 24 * 3600_000;
const FUNCTIONS = 200;
const LINES_EACH = 12;
const RUNS = 5;
const NEVER = new AbortController().signal;
const FILE = 'src/service.ts';
const ALL = { environment: undefined, version: undefined };

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  try {
    const file = path.join(dir, 'traces.db');
    const { store } = openStore(file);
    const now = Date.now();
    fill(store, now);
    const reader = new StoreReader(() => openStore(file).store);
    const clock: Clock = { wallMs: () => now, monotonicMs: () => performance.now() };
    const backend = localBackend({ reader, clock, sync: async () => {} });
    const out = await figures(figuresHandlers({ get: () => backend }), now);
    reader.close();
    store.close();
    return [...out, ...(await inExtensionHost())];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function figures(handlers: ReturnType<typeof figuresHandlers>, now: number): Promise<BenchRow[]> {
  const range = { fromMs: now - DAY, toMs: now };
  const read = async (limit: number) => {
    const sites: SiteFigures[] = [];
    const request = { ...ALL, service: undefined, range, limit };
    const part = (some: readonly SiteFigures[]) => void sites.push(...some);
    await handlers['figures.sites']({ connection: 'local', request }, { signal: NEVER, part } as never);
    return sites;
  };
  const sites = await read(FUNCTIONS);
  const behind = `${(SPANS / 1e6).toLocaleString('en-US')}M spans behind`;
  const series = (ranges: readonly { fromMs: number; toMs: number }[]) =>
    handlers['figures.series'](
      { connection: 'local', sites: sites.slice(0, 1).map((s) => s.site), ranges, ...ALL },
      { signal: NEVER } as never,
    );
  const input = fileOf(sites);
  const joined = joinFile(input);
  const visible = { line: 600, endLine: 600 + 170 };
  const settings = {
    functions: parseTemplate('p50 {p50} · p95 {p95} · {errors} · {count}'),
    calls: parseTemplate('↗ {label}: p95 {p95} · {perCall} · {errors}'),
    exceptions: undefined,
    minimumCalls: 1,
    minimumNs: 0,
    minimumCallNs: 0,
    minimumConfidence: 'guess',
  } as const;
  const words = { errors: (s: string) => s, perCall: (s: string) => s, stale: '' };
  const context = { lengthMs: DAY, nowMs: now, sampled: false, words };
  const [first] = joined.functions;
  const colors = { bar: '#000', strong: '#000', error: '#000', text: '#000', axis: '#000' };
  return [
    {
      name: `one query: figures of a file of ${sites.length} functions, ${behind}`,
      value: await median(() => read(FUNCTIONS)),
      unit: 'ms',
      target: 20,
    },
    {
      name: 'what a hover compares with: window before and 24 parts of it',
      value: await median(() => series([rangeBefore(range), ...splitRange(range, 24)])),
      unit: 'ms',
      target: 50,
    },
    {
      name: 'host: figures to their lines, whole file',
      value: await median(() => joinFile(input)),
      unit: 'ms',
      target: 16,
    },
    {
      name: 'host: text of the lines in view',
      value: await median(() => inlineLines(joined, settings, visible, context)),
      unit: 'ms',
      target: 16,
    },
    {
      name: 'host: figures follow a key typed above them',
      value: await median(() =>
        shiftFigures(joined, [{ startLine: 1, atLineStart: true, endLine: 1, inserted: 1 }]),
      ),
      unit: 'ms',
      target: 16,
    },
    {
      name: 'host: pictures of a hover',
      value: await median(() => [
        first && histogramPicture(first.stats, colors),
        first && trendPicture([first.stats, first.stats], colors),
      ]),
      unit: 'ms',
      target: 16,
    },
  ];
}

/** The sites as if each were a function of one file, with two lines that call out in each. */
function fileOf(sites: readonly SiteFigures[]) {
  const functions: CodeFunction[] = [];
  const measured: MeasuredSite[] = sites.flatMap((site, i) => {
    const line = 1 + i * LINES_EACH;
    functions.push(functionAt(`f${i}`, line, line + LINES_EACH - 2));
    return [0, 3, 6].map((below) => ({
      ...site,
      id: `${site.id} ${below}`,
      resolution: resolvedTo(codeAt(FILE, line + below)),
    }));
  });
  return {
    folder: FOLDER,
    file: FILE,
    functions,
    sites: measured,
    throws: [],
    criticalShare: () => 0.2,
    changedMs: () => undefined,
    fromMs: 0,
  };
}

/** ms. */
async function median(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? Number.NaN;
}
