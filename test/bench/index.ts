// The code index on a generated workspace: from nothing, from the index of the session before, and after a save.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { bundleThreads } from '../support/bundle-threads.ts';
import { progress } from '../support/progress.ts';
import { root } from '../support/root.ts';
import { benchWorkspace } from './bench-workspace.ts';

const FILES = Number(process.env.BENCH_FILES ?? 100_000);
/** A folder for the generated workspace that is kept for the next run; a new one each time when empty. */
const KEPT = process.env.BENCH_WORKSPACE ?? '';

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  try {
    const folder = KEPT || path.join(dir, 'workspace');
    benchWorkspace(folder, FILES);
    const file = await bundleIndexer(dir);
    const session = (storage: string, mode: string, more: unknown = {}): Figures => {
      const script = path.join(import.meta.dirname, 'index-process.ts');
      const args = [script, file, folder, path.join(dir, storage), mode, JSON.stringify(more)];
      const out = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args]);
      return JSON.parse(out.toString()) as Figures;
    };
    return measure(folder, session);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

type Figures = {
  readonly ms: number;
  readonly at?: string;
  readonly blockedMs?: number;
  readonly megabytes?: number;
  readonly edits?: readonly number[];
};

function measure(
  folder: string,
  session: (storage: string, mode: string, more?: unknown) => Figures,
): BenchRow[] {
  const asked = sites(folder);
  const first = Object.entries(asked).map(([what, { site, file }], n) => {
    progress(`First answer: ${what}`);
    const { ms, at = '' } = session(`first-${n}`, 'first', site);
    if (!at.startsWith(file)) throw new Error(`The ${what} led to "${at}", not to ${file}.`);
    return { name: `first answer from nothing, ${what}`, value: ms, unit: 'ms', target: 2000 };
  });
  progress('Whole index');
  const full = session('kept', 'full');
  progress('With the index of the session before');
  const warm = session('kept', 'full');
  const { name } = asked;
  const edit = session('kept', 'edit', { site: name?.site, file: name?.file });
  const edits = [...(edit.edits ?? [])].sort((a, b) => a - b);
  return [
    ...first,
    { name: 'whole index', value: full.ms / 1000, unit: 's', target: 60 },
    { name: 'whole index, memory of the process', value: full.megabytes ?? 0, unit: 'MB', target: 400 },
    { name: 'whole index, longest block of the host', value: full.blockedMs ?? 0, unit: 'ms', target: 16 },
    { name: 'warm start', value: warm.ms / 1000, unit: 's', target: 3 },
    { name: 'warm start, memory of the process', value: warm.megabytes ?? 0, unit: 'MB', target: 400 },
    {
      name: 'file saved to updated answer, median',
      value: edits[edits.length >> 1] ?? Number.NaN,
      unit: 'ms',
      target: 50,
    },
    { name: 'file saved to updated answer, worst of 15', value: edits.at(-1) ?? Number.NaN, unit: 'ms' },
  ];
}

type Asked = { readonly site: SpanSite; readonly file: string };

/** Spans that some file of the workspace is meant by, one of each kind of signal. */
function sites(folder: string): Readonly<Record<string, Asked>> {
  const telling = globSync('services/s1*/*/*/*0.{go,py,java,ts}', { cwd: folder }).sort();
  const holding = (pattern: RegExp, extension: string): { file: string; found: readonly string[] } => {
    for (const file of telling) {
      const m = file.endsWith(extension) && pattern.exec(readFileSync(path.join(folder, file), 'utf8'));
      if (m) return { file, found: [...m] };
    }
    throw new Error(`No file holds ${pattern}.`);
  };
  const name = holding(/"(work-\d+)"/, '.go');
  const route = holding(/router\.get\('(\/\w+\/\d+\/:id)'/, '.ts');
  const sql = holding(/"(SELECT \* FROM t\d+ WHERE id = %s)"/, '.py');
  const method = holding(
    /package ([\w.]+);[\s\S]*?public class (\w+)[\s\S]*?public String (show\d+)\(/,
    '.java',
  );
  const base = { service: 'shop', scope: '', revisions: [], resource: {}, stack: '', callStack: '' };
  return {
    name: {
      file: name.file,
      site: { ...base, language: 'go', kind: 1, name: name.found[1] ?? '', attributes: {} },
    },
    route: {
      file: route.file,
      site: {
        ...base,
        language: 'nodejs',
        kind: 2,
        name: 'GET',
        attributes: { 'http.route': route.found[1] ?? '', 'http.request.method': 'GET' },
      },
    },
    statement: {
      file: sql.file,
      site: {
        ...base,
        language: 'python',
        kind: 3,
        name: 'SELECT',
        attributes: { 'db.query.text': sql.found[1] ?? '', 'db.system.name': 'postgresql' },
      },
    },
    function: {
      file: method.file,
      site: {
        ...base,
        language: 'java',
        kind: 1,
        name: 'show',
        attributes: { 'code.function.name': method.found.slice(1).join('.') },
      },
    },
    path: {
      file: method.file,
      site: {
        ...base,
        language: 'java',
        kind: 1,
        name: 'show',
        attributes: { 'code.file.path': `/app/${method.file}`, 'code.line.number': '5' },
      },
    },
  };
}

/** The thread as it ships, its parsing threads beside it and the grammars where it looks for them. */
async function bundleIndexer(dir: string): Promise<string> {
  const outdir = path.join(dir, 'dist');
  await bundleThreads(outdir, {
    indexer: 'src/indexer/worker.ts',
    'parse-worker': 'src/indexer/parsing/parse-worker.ts',
  });
  mkdirSync(path.join(dir, 'media'));
  symlinkSync(path.join(root, 'media/grammars'), path.join(dir, 'media/grammars'));
  return path.join(outdir, 'indexer.cjs');
}
