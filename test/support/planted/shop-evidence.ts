// What Spanlight knows about the running shop: its traces from the store that the editor fills, its code, its gaps.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openBackend } from '../../../src/cli/open-backend.ts';
import { type Analysis, analyse } from '../../../src/core/analysis/analyse.ts';
import type { Resolution } from '../../../src/core/mapping/resolution.ts';
import type { FunctionStats } from '../../../src/core/ports.ts';
import { parseQuery } from '../../../src/core/query/parse-query.ts';
import type { Trace } from '../../../src/core/trace/columns.ts';
import { type Mapping, openMapping } from '../../../src/indexer/open-mapping.ts';
import { captureIo } from '../capture-io.ts';
import { root } from '../root.ts';
import { runCommand } from '../vscode/run-command.ts';

const never = new AbortController().signal;
const hour = () => ({ fromMs: Date.now() - 3_600_000, toMs: Date.now() });

export type Gap = { readonly rule: string; readonly file: string; readonly line: number };
export type SeenTrace = {
  readonly trace: Trace;
  readonly analysis: Analysis;
  /** The code of a span. */
  at(span: number): Resolution | undefined;
};

export type ShopEvidence = {
  /** Of the newest traces that match, at most `limit`, oldest last; those still arriving are left out. */
  traces(query: string, limit?: number): Promise<SeenTrace[]>;
  figures(service: string): Promise<readonly { readonly name: string; readonly stats: FunctionStats }[]>;
  gaps(): Promise<readonly Gap[]>;
  /** 1-based line of the one place in a file of the shop that has this text. */
  lineOf(file: string, text: string): number;
  close(): Promise<void>;
};

export async function shopEvidence(folder: string, store: string): Promise<ShopEvidence> {
  const backend = openBackend({ store }, captureIo());
  const mapping: Mapping = await openMapping({ folders: [folder], signal: never });
  return {
    async traces(query, limit = 20) {
      const found: SeenTrace[] = [];
      const request = { query: parseQuery(query), range: hour(), limit };
      for await (const page of backend.search(request, never))
        for (const { traceId } of page.traces) {
          const { trace } = await backend.trace(traceId, {}, never);
          const { resolutions, of } = await mapping.resolver.resolveTrace(trace, never);
          found.push({ trace, analysis: analyse(trace), at: (span) => resolutions[of[span] ?? -1] });
        }
      return found;
    },
    async figures(service) {
      const request = { service, range: hour(), environment: undefined, version: undefined, limit: 1000 };
      const { sites } = await backend.siteStats(request, never);
      return sites.map(({ site, stats }) => ({ name: site.name, stats }));
    },
    async gaps() {
      const cli = path.join(root, 'dist/cli.cjs');
      const args = [cli, 'gaps', '--workspace', folder, '--format', 'json'];
      const { code, output } = await runCommand(process.execPath, args, { cwd: root });
      if (code !== 0) throw new Error(`spanlight gaps ended with ${code}: ${output.slice(0, 300)}`);
      return (JSON.parse(output) as { findings: Gap[] }).findings;
    },
    lineOf(file, text) {
      const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
      const hits = lines.flatMap((line, i) => (line.includes(text) ? [i + 1] : []));
      const [only] = hits;
      if (only === undefined || hits.length > 1)
        throw new Error(`${file} has "${text}" ${hits.length} times, not once.`);
      return only;
    },
    async close() {
      await backend.close();
      await mapping.close();
    },
  };
}
