import * as vscode from 'vscode';
import type { ServiceFigures } from '../../core/figures/service-figures.ts';
import type { RowGroup, RowOrder, ServiceRow } from '../../core/figures/service-rows.ts';
import { spansWhere } from '../../core/figures/site-query.ts';
import { COMMANDS } from '../../core/manifest.ts';
import { printString } from '../../core/query/print.ts';
import { formatCount, formatDuration, formatInteger, formatPercent } from '../../core/trace/units.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';

export type ServiceNode = {
  readonly kind: 'service';
  readonly figures: ServiceFigures;
  readonly query: string;
};
export type GroupNode = {
  readonly kind: 'group';
  readonly service: string;
  readonly group: RowGroup;
  readonly rows: readonly RowNode[];
};
export type RowNode = {
  readonly kind: 'row';
  readonly service: string;
  readonly row: ServiceRow;
  readonly code: MeasuredCode;
};
export type Node = ServiceNode | GroupNode | RowNode;

export const serviceNode = (figures: ServiceFigures): ServiceNode => ({
  kind: 'service',
  figures,
  query: spansWhere([`resource.service.name = ${printString(figures.service)}`]),
});

export function rowNode(service: string, row: ServiceRow): RowNode {
  const { label, sites, stats, place } = row;
  const mapping = {
    confidence: place?.confidence ?? 'guess',
    role: place?.role ?? 'code',
    ambiguous: false,
    evidence: place?.evidence ?? [],
    moved: place?.stale ?? undefined,
  } as const;
  return { kind: 'row', service, row, code: { name: label, sites, stats, mapping } };
}

export function serviceItem({ figures }: ServiceNode, order: RowOrder): vscode.TreeItem {
  const { Collapsed } = vscode.TreeItemCollapsibleState;
  const { service, stats, totalNs, of } = figures;
  const item = new vscode.TreeItem(service || vscode.l10n.t('(no service name)'), Collapsed);
  item.id = `service ${service}`;
  item.description = factsOf(stats, totalNs, order);
  item.iconPath = new vscode.ThemeIcon('server-process', failing(stats));
  item.contextValue = 'spanlight.service';
  item.tooltip =
    of === 'requests'
      ? vscode.l10n.t('Requests that came in to {0}: {1}', service, factsOf(stats, totalNs, order))
      : vscode.l10n.t(
          'Nothing comes in to {0} from outside; its own work: {1}',
          service,
          factsOf(stats, totalNs, order),
        );
  item.accessibilityInformation = {
    label: `${service}, ${factsOf(stats, totalNs, order).replaceAll(' · ', ', ')}`,
  };
  return item;
}

export function groupItem({ service, group, rows }: GroupNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const { t } = vscode.l10n;
  const names = { operations: t('Operations'), functions: t('Functions'), calls: t('Calls to others') };
  const item = new vscode.TreeItem(names[group], group === 'calls' ? Collapsed : Expanded);
  item.id = `group ${service} ${group}`;
  item.description = formatInteger(rows.length);
  return item;
}

export function rowItem(node: RowNode, order: RowOrder): vscode.TreeItem {
  const { service, row } = node;
  const { group, label, stats, totalNs, place } = row;
  const item = new vscode.TreeItem(label);
  const where = place ? `${place.file}:${place.line}` : '';
  item.id = `row ${service} ${group} ${row.sites[0] ?? label}`;
  item.description = [factsOf(stats, totalNs, order), where].filter((part) => part !== '').join(' · ');
  const icon = { operations: 'symbol-event', functions: 'symbol-method', calls: 'arrow-right' }[group];
  item.iconPath = new vscode.ThemeIcon(icon, failing(stats));
  item.contextValue = place ? 'spanlight.function' : 'spanlight.call';
  item.tooltip = `${label}\n${factsOf(stats, totalNs, order)}\n${where || vscode.l10n.t('No code of this workspace is known for it.')}`;
  item.accessibilityInformation = {
    label: `${label}, ${factsOf(stats, totalNs, order).replaceAll(' · ', ', ')}, ${where}`,
  };
  item.command = { command: COMMANDS.goToRow, title: vscode.l10n.t('Go to Code'), arguments: [node] };
  return item;
}

type Stats = ServiceFigures['stats'];

/** What rows are sorted by comes first: side bars are narrow. */
function factsOf(stats: Stats, totalNs: number, order: RowOrder): string {
  const { t } = vscode.l10n;
  const { errors, count } = stats;
  const facts: readonly (readonly [RowOrder, string])[] = [
    ['p95', `p95 ${formatDuration(stats.p95)}`],
    ['errors', errors > 0 ? t('{0} errors', formatPercent(errors / count)) : ''],
    ['calls', t('{0} calls', formatCount(count))],
    ['total', t('{0} in total', formatDuration(totalNs))],
  ];
  return [...facts.filter(([key]) => key === order), ...facts.filter(([key]) => key !== order)]
    .map(([, text]) => text)
    .filter((text) => text !== '')
    .join(' · ');
}

/** Fewer are told by the text alone. */
const FAILING = 0.01;

const failing = ({ errors, count }: Stats) =>
  errors > 0 && errors / count >= FAILING
    ? new vscode.ThemeColor('spanlight.inlineErrorForeground')
    : undefined;
