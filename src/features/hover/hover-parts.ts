import * as vscode from 'vscode';
import { rateText } from '../../core/figures/inline-fields.ts';
import type { Picture } from '../../core/figures/latency-svg.ts';
import type { FunctionStats } from '../../core/ports.ts';
import { formatCount, formatDuration, formatPercent } from '../../core/trace/units.ts';

/** A row of the table of figures: what it is of, and the figures. */
export type FigureRow = {
  readonly label: string;
  readonly stats: FunctionStats;
  readonly lengthMs: number | undefined;
};

/** A table of figures; columns that no row knows are left out. Labels must be safe in Markdown. */
export function figureTable(rows: readonly FigureRow[], labelled = rows.length > 1): string {
  const { t } = vscode.l10n;
  const duration = (ns: number | undefined) => (ns === undefined ? '' : formatDuration(ns));
  const columns: readonly [name: string, cell: (row: FigureRow) => string][] = [
    [t('calls'), ({ stats }) => formatCount(stats.count)],
    [t('rate'), ({ stats, lengthMs }) => (lengthMs === undefined ? '' : rateText(stats.count, lengthMs))],
    [t('errors'), ({ stats }) => (stats.count === 0 ? '' : formatPercent(stats.errors / stats.count))],
    ['p50', ({ stats }) => duration(stats.p50)],
    ['p95', ({ stats }) => duration(stats.p95)],
    ['p99', ({ stats }) => duration(stats.p99)],
    [t('self'), ({ stats }) => duration(stats.selfP50)],
    [t('max'), ({ stats }) => duration(stats.max)],
  ];
  const used = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  const line = (cells: readonly string[]) =>
    // VS Code leaves no room between columns.
    `| ${cells.map((c, i) => `${i > 0 ? '&ensp;' : ''}${c.replaceAll('|', '\\|') || ' '}`).join(' | ')} |`;
  const head = [...(labelled ? [' '] : []), ...used.map(([name]) => name)];
  const dashes = [...(labelled ? [':--'] : []), ...used.map(() => '--:')];
  const body = rows.map((row) =>
    line([...(labelled ? [row.label] : []), ...used.map(([, cell]) => cell(row))]),
  );
  return [line(head), `| ${dashes.join(' | ')} |`, ...body].join('\n');
}

/** The picture, with its text for those who do not see it. */
export function pictureMarkdown({ svg, text, width, height }: Picture): string {
  const alt = text.replace(/[[\]\\|]/g, ' ');
  return `![${alt}](data:image/svg+xml;base64,${btoa(asciiOnly(svg))}|width=${width},height=${height})`;
}

/** `btoa` takes one byte a character; what is beyond is written as a character reference. */
const asciiOnly = (svg: string) => svg.replace(/[\u{80}-\u{10ffff}]/gu, (c) => `&#${c.codePointAt(0)};`);
