import type { Finding } from '../core/gaps/model.ts';
import { plural } from '../core/trace/units.ts';
import type { FolderGaps } from '../protocol/indexer-gaps.ts';
import { AgentInputError, type AgentTool } from './agent-tool.ts';
import { numberOf, textOf } from './read-input.ts';
import { answer, sayWith } from './say.ts';

const MOST = 60;
const USUAL = 20;
const RANK = { high: 0, medium: 1, low: 2 } as const;

export const gapsTool: AgentTool = {
  name: 'spanlight_instrumentation_gaps',
  title: 'Instrumentation gaps',
  description:
    'Lists code paths of the workspace that should have a span and have none (HTTP handlers, database and remote calls, queues, lost trace context), with file:line, why, and how to fix each. Use it before adding OpenTelemetry, or to find out why a trace breaks off.',
  schema: {
    type: 'object',
    properties: {
      file: { type: 'string', description: 'Only files whose path contains this, such as "src/cart".' },
      confidence: {
        type: 'string',
        enum: ['high', 'medium', 'low'],
        description: 'Least confidence, medium if left out.',
      },
      limit: {
        type: 'integer',
        description: `Gaps at most, ${USUAL} if left out.`,
        minimum: 1,
        maximum: MOST,
      },
    },
  },
  async run({ indexer, scope }, input, signal) {
    const { folders, secretKeys } = scope();
    if (folders.length === 0) throw new AgentInputError('No folder is open, so there is no code to look at.');
    const say = sayWith({ folders, secretKeys });
    const reports = await indexer.call('gaps.scan', {}, { signal });
    const least = RANK[(textOf(input.confidence) ?? 'medium') as keyof typeof RANK];
    const part = textOf(input.file)?.replaceAll('\\', '/');
    const all = reports
      .flatMap(({ folder, findings }) => findings.map((finding) => ({ folder, finding })))
      .filter(({ finding }) => RANK[finding.confidence] <= least && (!part || finding.file.includes(part)))
      .sort((a, b) => RANK[a.finding.confidence] - RANK[b.finding.confidence]);
    const shown = all.slice(0, numberOf(input.limit) ?? USUAL);
    const rest = all.length - shown.length;
    return answer([
      ...reports.flatMap(({ services }) =>
        services.map(({ name, summary }) => `${say.text(name)}: ${summary}`),
      ),
      all.length === 0 ? 'No gap was found.' : `${plural(all.length, 'gap')}:`,
      ...shown.map(({ folder, finding }) => lineOf(finding, say.place({ ...finding, folder }))),
      ...(rest > 0 ? [`${rest} more: raise "limit" or name a "file".`] : []),
      ...coverageLine(reports),
    ]);
  },
};

function lineOf({ rule, title, symbol, confidence, why, fixes }: Finding, place: string): string {
  const within = symbol === '' ? '' : ` in ${symbol}`;
  const fix = fixes.find(({ kind }) => kind !== 'ignore');
  return `${place}${within}: ${title} [${rule}, ${confidence}] ${why.slice(0, 2).join(' ')}${fix ? ` Fix: ${fix.title}` : ''}`;
}

function coverageLine(reports: readonly FolderGaps[]): string[] {
  const sum = (pick: (report: FolderGaps) => { total: number; covered: number }) =>
    reports.map(pick).reduce((a, b) => ({ total: a.total + b.total, covered: a.covered + b.covered }));
  if (reports.length === 0) return [];
  const entries = sum(({ coverage }) => coverage.entries);
  const outbound = sum(({ coverage }) => coverage.outbound);
  return [
    `Covered: ${entries.covered} of ${entries.total} entry points, ${outbound.covered} of ${outbound.total} outbound calls.`,
  ];
}
