import * as vscode from 'vscode';
import type { LineFigures } from '../../core/figures/at-line.ts';
import type { CallFigures, FunctionFigures, Mapping } from '../../core/figures/file-figures.ts';
import { histogramPicture, trendPicture } from '../../core/figures/latency-svg.ts';
import type { FunctionStats } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import { connectionName } from '../../host/connections.ts';
import type { FunctionDetail } from '../../host/figures/function-details.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import { inlineCode, plainText, trustedMarkdown } from '../../host/links.ts';
import { selectionText } from '../../host/selection-text.ts';
import type { HoverDeps } from './hover-deps.ts';
import { type FigureRow, figureTable, pictureMarkdown } from './hover-parts.ts';
import { actionLine, errorLines, neighbourLines, thrownBySites } from './hover-sections.ts';
import { callSentence, functionSentence } from './hover-sentence.ts';
import { pictureColors } from './picture-colors.ts';

/** Of a line that calls out, this many calls have a section of their own. */
const MOST_CALLS = 3;

/** What one sees first: known figures, no question to anybody. `detail` where it is at hand. */
export function lineHover(
  { function: fn, calls, throws }: LineFigures,
  detail: FunctionDetail | undefined,
  deps: HoverDeps,
): vscode.MarkdownString {
  const nowMs = Date.now();
  const sections: string[] = [];
  if (fn) sections.push(functionSection(fn, detail, deps, nowMs));
  for (const call of calls.slice(0, MOST_CALLS)) sections.push(callSection(call, deps, nowMs));
  const own = fn ? [] : throws;
  if (own.length > 0) sections.push(errorLines(own, deps, nowMs));
  const stats = fn?.stats ?? calls[0]?.stats;
  const mapping = fn?.mapping ?? calls[0]?.mapping ?? throws[0]?.mapping;
  sections.push(footer(stats, mapping, deps));
  return trustedMarkdown(sections.join('\n\n'));
}

/** What came later: comparison and trend. Undefined where there is nothing to add. */
export function lateHover(fn: FunctionFigures, detail: FunctionDetail): vscode.MarkdownString | undefined {
  const rows = comparedRows(fn.stats, detail, undefined).slice(1);
  const trend = trendPicture(detail.trend, pictureColors());
  if (rows.length === 0 && !trend) return undefined;
  return trustedMarkdown(
    [...(rows.length > 0 ? [figureTable(rows, true)] : []), ...(trend ? [pictureMarkdown(trend)] : [])].join(
      '\n\n',
    ),
  );
}

function functionSection(
  fn: FunctionFigures,
  detail: FunctionDetail | undefined,
  deps: HoverDeps,
  nowMs: number,
): string {
  const { figures } = deps;
  const colors = pictureColors();
  const histogram = histogramPicture(fn.stats, colors);
  const trend = detail && trendPicture(detail.trend, colors);
  const evidence = figures.evidence?.evidence;
  return [
    functionSentence(fn, detail, nowMs),
    figureTable(comparedRows(fn.stats, detail, lengthMs(deps))),
    // A hover is not high: what can be done stands where it is seen without scrolling.
    actionLine(codeOf(fn), deps, nowMs),
    histogram && pictureMarkdown(histogram),
    trend && pictureMarkdown(trend),
    evidence && errorLines(thrownBySites(evidence, fn.sites), deps, nowMs),
    neighbourLines(figures, fn.sites, deps),
  ]
    .filter((part) => part)
    .join('\n\n');
}

function callSection(call: CallFigures, deps: HoverDeps, nowMs: number): string {
  const histogram = histogramPicture(call.stats, pictureColors());
  return [
    callSentence(call, nowMs),
    figureTable([{ label: '', stats: call.stats, lengthMs: lengthMs(deps) }]),
    actionLine(codeOfCall(call), deps, nowMs),
    histogram && pictureMarkdown(histogram),
  ]
    .filter((part) => part)
    .join('\n\n');
}

function comparedRows(
  now: FunctionStats,
  detail: FunctionDetail | undefined,
  length: number | undefined,
): FigureRow[] {
  const { t } = vscode.l10n;
  const rows: FigureRow[] = [{ label: t('now'), stats: now, lengthMs: length }];
  if (detail?.before) rows.push({ label: t('before'), stats: detail.before, lengthMs: length });
  if (detail?.previousVersion)
    rows.push({
      label: inlineCode(detail.previousVersion.version.slice(0, 24)),
      stats: detail.previousVersion.stats,
      lengthMs: undefined,
    });
  return rows;
}

/** Window, environment, backend, how many, how sure: everything one needs to judge the figures above. */
function footer(stats: FunctionStats | undefined, mapping: Mapping | undefined, deps: HoverDeps): string {
  const { t } = vscode.l10n;
  const { selection, connections, figures } = deps;
  const { notes = [], exact = true } = figures.snapshot?.provenance ?? {};
  const sure = mapping && { exact: '●', likely: '◐', guess: '○' }[mapping.confidence];
  const words =
    mapping && { exact: t('exact'), likely: t('likely'), guess: t('a guess') }[mapping.confidence];
  const { health } = figures;
  const parts = [
    selectionText(selection),
    connectionName(connections, selection.current.connection),
    ...(stats ? [plural(stats.count, t('call'))] : []),
    ...(exact ? [] : [t('≈ not all spans were counted')]),
    ...notes,
    ...(mapping ? [`${sure} ${words}`] : []),
    ...(mapping?.moved ? [mapping.moved] : []),
    ...(health.state === 'failed' ? [health.sentence] : []),
  ];
  return `*${parts.map(plainText).join(' · ')}*`;
}

const lengthMs = ({ figures: { snapshot } }: HoverDeps) =>
  snapshot ? snapshot.range.toMs - snapshot.range.fromMs : undefined;

const codeOf = ({ code, sites, stats, mapping }: FunctionFigures): MeasuredCode => ({
  name: code.symbol,
  sites,
  stats,
  mapping,
});

const codeOfCall = ({ label, sites, stats, mapping }: CallFigures): MeasuredCode => ({
  name: label,
  sites,
  stats,
  mapping,
});
