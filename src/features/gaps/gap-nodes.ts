import * as vscode from 'vscode';
import type { Count, ServiceReport } from '../../core/gaps/report.ts';
import type { FindingGroup, Placed, RemedyGroup } from '../../core/gaps/view/group-findings.ts';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import { formatInteger, plural } from '../../core/trace/units.ts';
import { inlineCode, plainText } from '../../host/links.ts';
import { weightIcon } from './gap-icons.ts';

export type FindingNode = Placed & { readonly kind: 'finding'; readonly within: string };
export type GroupNode = { readonly kind: 'group'; readonly group: FindingGroup };
export type ServiceNode = {
  readonly kind: 'service';
  readonly folder: string;
  readonly service: ServiceReport;
  readonly findings: readonly Placed[];
};
export type RemedyNode = {
  readonly kind: 'remedy';
  readonly folder: string;
  readonly service: string;
  readonly group: RemedyGroup;
};
/** What a service's tracing is known by, and what was looked at. */
export type EvidenceNode = {
  readonly kind: 'evidence';
  readonly folder: string;
  readonly service: ServiceReport;
};
export type FactNode = {
  readonly kind: 'fact';
  readonly id: string;
  readonly text: string;
  readonly icon: string;
  readonly at?: { readonly folder: string; readonly file: string; readonly line: number };
};
export type GapNode = FindingNode | GroupNode | ServiceNode | RemedyNode | EvidenceNode | FactNode;

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function treeItem(node: GapNode): vscode.TreeItem {
  switch (node.kind) {
    case 'finding':
      return findingItem(node);
    case 'group':
      return groupItem(node);
    case 'service':
      return serviceItem(node);
    case 'remedy':
      return remedyItem(node);
    case 'evidence':
      return evidenceItem(node);
    case 'fact':
      return factItem(node);
  }
}

function findingItem({ folder, finding, within }: FindingNode): vscode.TreeItem {
  const item = new vscode.TreeItem(finding.title);
  const { file, line, fixes, confidence, observed } = finding;
  item.id = `${within} ${folder} ${finding.fingerprint}`;
  const name = file.slice(file.lastIndexOf('/') + 1);
  item.description = [
    observed ? vscode.l10n.t('{0} calls', formatInteger(observed.calls)) : '',
    `${name}:${line}`,
    confidence === 'low' ? vscode.l10n.t('unsure') : '',
  ]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = weightIcon(finding);
  item.contextValue = ['spanlight.gap', ...new Set(fixes.map((f) => f.kind))].join('.');
  item.command = {
    command: INTERNAL_COMMANDS.openGap,
    title: vscode.l10n.t('Open'),
    arguments: [folder, file, line],
  };
  item.accessibilityInformation = { label: `${finding.title}, ${finding.rule}, ${file} line ${line}` };
  return item;
}

/** Made when somebody points at the row. Text of code goes in as text. */
export function findingTooltip({ finding }: FindingNode): vscode.MarkdownString {
  const lines = [
    `**${plainText(finding.title)}**`,
    `${inlineCode(finding.rule)} · ${finding.confidence} · ${inlineCode(`${finding.file}:${finding.line}`)}`,
    ...finding.why.map(plainText),
    ...(finding.observed ? [plainText(finding.observed.sentence)] : []),
    [`_${vscode.l10n.t('Evidence')}_`, ...finding.evidence.map((e) => `- ${plainText(e)}`)].join('\n'),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

function groupItem({ group }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, Expanded);
  item.id = `group ${group.key}`;
  item.description = plural(group.findings.length, 'gap');
  item.iconPath = new vscode.ThemeIcon('layers');
  return item;
}

function serviceItem({ folder, service, findings }: ServiceNode): vscode.TreeItem {
  const clean = findings.length === 0;
  const item = new vscode.TreeItem(service.name, clean ? Collapsed : Expanded);
  item.id = `service ${folder} ${service.root} ${service.language} ${service.name}`;
  const { t } = vscode.l10n;
  const traced = [share(t('entry points'), service.entries), share(t('outgoing'), service.outbound)].filter(
    Boolean,
  );
  item.description = [clean ? t('no gaps') : plural(findings.length, 'gap'), ...traced].join(' · ');
  item.iconPath = clean
    ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
    : new vscode.ThemeIcon('server');
  item.contextValue = 'spanlight.gapService';
  return item;
}

const share = (what: string, { covered, total }: Count): string =>
  total === 0 ? '' : `${covered}/${total} ${what}`;

/** Long lists start closed: one thing closes them all. */
const MANY = 12;

function remedyItem({ folder, service, group }: RemedyNode): vscode.TreeItem {
  const { remedy, findings } = group;
  // The end of a package's name tells it apart; all of it would push the number out of view.
  const item = new vscode.TreeItem(
    vscode.l10n.t('Install {0}', remedy.slice(remedy.lastIndexOf('/') + 1)),
    findings.length > MANY ? Collapsed : Expanded,
  );
  item.id = `remedy ${folder} ${service} ${remedy}`;
  item.description = vscode.l10n.t('closes {0}', plural(findings.length, 'gap'));
  item.tooltip = vscode.l10n.t('{0}: closes {1}', remedy, plural(findings.length, 'gap'));
  item.iconPath = new vscode.ThemeIcon('package');
  item.contextValue = 'spanlight.gapRemedy';
  return item;
}

function evidenceItem({ folder, service }: EvidenceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(service.summary, Collapsed);
  item.id = `evidence ${folder} ${service.root} ${service.name}`;
  item.iconPath = new vscode.ThemeIcon(service.state === 'traced' ? 'eye' : 'info');
  item.tooltip = vscode.l10n.t('How {0} is traced, and what was looked at', service.name);
  item.contextValue = 'spanlight.gapEvidence';
  return item;
}

function factItem({ id, text, icon, at }: FactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  if (at) {
    item.description = `${at.file.slice(at.file.lastIndexOf('/') + 1)}:${at.line}`;
    item.command = {
      command: INTERNAL_COMMANDS.openGap,
      title: vscode.l10n.t('Open'),
      arguments: [at.folder, at.file, at.line],
    };
  }
  return item;
}

/** What was looked at, then each instrumentation with the line that proves its state. */
export function factsOf({ folder, service }: EvidenceNode): FactNode[] {
  const id = `${folder} ${service.root} ${service.name}`;
  return [
    ...service.lookedAt.map(
      (text, i): FactNode => ({ kind: 'fact', id: `looked ${id} ${i}`, text, icon: 'search' }),
    ),
    ...service.instrumentations.slice(0, 200).map((one): FactNode => {
      const because = one.because[0];
      const text = `${one.id}${one.version === '' ? '' : ` ${one.version}`}: ${one.state}`;
      return {
        kind: 'fact',
        id: `fact ${id} ${one.id}`,
        text,
        icon: STATE_ICONS[one.state] ?? 'question',
        ...(because && because.file !== '' ? { at: { folder, file: because.file, line: because.line } } : {}),
      };
    }),
  ];
}

const STATE_ICONS: Readonly<Record<string, string>> = {
  observed: 'eye',
  enabled: 'pass',
  installed: 'circle-outline',
  disabled: 'circle-slash',
};
