// Spans to code with a warm index: distinct references one by one, then the spans of large traces, which repeat them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NO_SITE, type SpanSite } from '../../src/core/mapping/span-site.ts';
import { openMapping } from '../../src/indexer/open-mapping.ts';
import type { Resolver } from '../../src/indexer/resolve/resolver.ts';
import { runtimeNames } from '../../src/indexer/resolve/runtime-names.ts';
import type { Workspace } from '../../src/indexer/workspace.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { progress } from '../support/progress.ts';
import { benchWorkspace } from './bench-workspace.ts';

const FILES = Number(process.env.BENCH_FILES ?? 100_000);
const KEPT = process.env.BENCH_WORKSPACE ?? '';
const DISTINCT = 5000;
const SPANS = 1_000_000;
const RUNS = 5;
const SDKS: Readonly<Record<string, string>> = {
  java: 'java',
  csharp: 'dotnet',
  go: 'go',
  python: 'python',
  typescript: 'nodejs',
};

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  try {
    const folder = KEPT || path.join(dir, 'workspace');
    benchWorkspace(folder, FILES);
    progress('Indexing');
    const { workspace, resolver } = await openMapping({
      folders: [folder],
      signal: new AbortController().signal,
    });
    const asked = references(workspace);
    const out: BenchRow[] = [];
    for (const [what, sites] of Object.entries(asked)) {
      progress(`Distinct references: ${what}`);
      out.push(await distinct(what, sites, resolver));
    }
    progress('Spans of traces');
    out.push(await repeated(Object.values(asked).flat().slice(0, 1000), resolver));
    return out;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Functions all over the workspace, named and placed as their runtimes do; names, routes and statements beside. */
function references({ index }: Workspace): Readonly<Record<string, readonly SpanSite[]>> {
  const files = [...index.files.all()].filter((f) => SDKS[f.language ?? ''] !== undefined);
  const step = Math.max(1, Math.floor(files.length / DISTINCT));
  const functions: SpanSite[] = [];
  const lines: SpanSite[] = [];
  for (let i = 0; i < files.length && functions.length < DISTINCT; i += step) {
    const entry = files[i];
    const row = entry && [...index.symbols.ofFile(entry.id)].find((r) => r.kind !== 'class');
    if (!entry || !row) continue;
    const language = SDKS[entry.language ?? ''] ?? '';
    const [name = ''] = runtimeNames(entry.language, index.modules.moduleOf(entry), row).functions;
    const site = { ...NO_SITE, service: 'shop', language, kind: 1, name: row.name };
    functions.push({ ...site, attributes: { 'code.function.name': name } });
    const place = { 'code.file.path': `/app/${entry.path}`, 'code.line.number': String(row.line + 1) };
    lines.push({ ...site, attributes: place });
  }
  const names: SpanSite[] = [];
  const routes: SpanSite[] = [];
  for (const { entry, sites } of index.filesWith('spans')) {
    const language = SDKS[entry.language ?? ''] ?? '';
    for (const { name } of sites.spans)
      if (name.kind === 'literal')
        names.push({ ...NO_SITE, service: 'shop', language, kind: 1, name: name.text });
    for (const { path: route, methods } of sites.routes)
      routes.push({
        ...NO_SITE,
        service: 'shop',
        language,
        kind: 2,
        name: 'request',
        attributes: { 'http.route': route, 'http.request.method': methods[0] ?? 'GET' },
      });
  }
  const some = (all: readonly SpanSite[]) => all.slice(0, DISTINCT);
  return { functions, 'files and lines': lines, 'span names': some(names), routes: some(routes) };
}

async function distinct(what: string, sites: readonly SpanSite[], resolver: Resolver): Promise<BenchRow> {
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    resolver.forget();
    const started = performance.now();
    for (const site of sites) if ((await resolver.resolve(site)).result) found++;
    times.push((performance.now() - started) / sites.length);
  }
  if (found < sites.length * RUNS * 0.9)
    throw new Error(`Only ${found / RUNS} of ${sites.length} ${what} led to code.`);
  return { name: `one distinct reference, ${what}`, value: median(times), unit: 'ms', target: 0.2 };
}

/** A trace of a million spans over a thousand references, known already. */
async function repeated(sites: readonly SpanSite[], resolver: Resolver): Promise<BenchRow> {
  const siteOf = Uint32Array.from({ length: SPANS }, (_, i) => (i * 7919) % sites.length);
  const parents = Int32Array.from({ length: SPANS }, (_, i) => (i === 0 ? -1 : i >> 3));
  const rates: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    await resolver.resolveSpans({ sites, siteOf, parents });
    if (run > 0) rates.push(SPANS / ((performance.now() - started) / 1000));
  }
  return {
    name: 'spans of a trace, references repeated',
    value: median(rates),
    unit: 'spans/s',
    target: 200_000,
  };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
