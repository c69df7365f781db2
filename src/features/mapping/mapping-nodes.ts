import * as vscode from 'vscode';
import { siteLabel } from '../../core/figures/site-label.ts';
import { COMMANDS } from '../../core/manifest.ts';
import type { SetupAdvice } from '../../core/mapping/setup-advice.ts';
import { confidenceOf, type MappingShare } from '../../core/mapping/shares.ts';
import { formatInteger, formatPercent, plural } from '../../core/trace/units.ts';
import type { Taught } from '../../host/user-mappings.ts';
import type { KnownRoot } from '../../protocol/indexer.ts';
import { adviceText } from './advice-text.ts';
import type { DoctorSite } from './doctor.ts';

export type ShareNode = { readonly kind: 'share'; readonly share: MappingShare; readonly isAll: boolean };
export type GroupKind = 'strategies' | 'advice' | 'open' | 'found' | 'taught' | 'roots' | 'notes';
export type GroupNode = {
  readonly kind: 'group';
  readonly group: GroupKind;
  readonly of: string;
  readonly children: readonly Node[];
};
export type SiteNode = { readonly kind: 'site'; readonly site: DoctorSite };
export type StrategyNode = {
  readonly kind: 'strategy';
  readonly of: string;
  readonly strategy: string;
  readonly spans: number;
  readonly total: number;
};
export type AdviceNode = { readonly kind: 'advice'; readonly service: string; readonly advice: SetupAdvice };
export type TaughtNode = { readonly kind: 'taught'; readonly taught: Taught };
export type RootNode = { readonly kind: 'root'; readonly root: KnownRoot };
export type NoteNode = { readonly kind: 'note'; readonly text: string };
export type Node =
  | ShareNode
  | GroupNode
  | SiteNode
  | StrategyNode
  | AdviceNode
  | TaughtNode
  | RootNode
  | NoteNode;

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function itemOf(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'share':
      return shareItem(node);
    case 'group':
      return groupItem(node);
    case 'site':
      return siteItem(node);
    case 'strategy':
      return strategyItem(node);
    case 'advice':
      return adviceItem(node);
    case 'taught':
      return taughtItem(node);
    case 'root':
      return rootItem(node.root);
    case 'note':
      return noteItem(node.text);
  }
}

/** "82 % exact · 10 % likely · 8 % without code": what is zero is left out. */
export function shareText({ spans, byConfidence, asking, library }: MappingShare): string {
  const { t } = vscode.l10n;
  const of = (n: number) => formatPercent(spans === 0 ? 0 : n / spans);
  const { exact, likely, guess, none } = byConfidence;
  return [
    exact > 0 && t('{0} exact', of(exact)),
    likely > 0 && t('{0} likely', of(likely)),
    guess > 0 && (asking === guess ? t('{0} asks', of(guess)) : t('{0} guessed', of(guess))),
    library > 0 && t('{0} in libraries', of(library)),
    none - library > 0 && t('{0} without code', of(none - library)),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Green from here on: a click nearly always goes to the right line. */
const GOOD = 0.9;
const FAIR = 0.5;

function shareItem({ share, isAll }: ShareNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { exact, likely } = share.byConfidence;
  const good = share.spans === 0 ? 0 : (exact + likely) / share.spans;
  const name = isAll ? t('All spans') : share.service || t('(no service name)');
  const item = new vscode.TreeItem(name, isAll ? Collapsed : Expanded);
  item.id = `share ${isAll ? '' : `of ${share.service}`}`;
  item.description = shareText(share);
  item.iconPath =
    good >= GOOD
      ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'))
      : good >= FAIR
        ? new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground'));
  item.contextValue = isAll ? 'spanlight.mapping.all' : 'spanlight.mapping.service';
  item.tooltip = t('{0}: {1}\n{2}', name, plural(share.spans, 'span'), shareText(share));
  item.accessibilityInformation = { label: `${name}, ${shareText(share).replaceAll(' · ', ', ')}` };
  return item;
}

function groupItem({ group, of, children }: GroupNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<GroupKind, readonly [title: string, icon: string]>> = {
    strategies: [t('How they were found'), 'list-tree'],
    advice: [t('Better setup'), 'lightbulb'],
    open: [t('Not sure'), 'question'],
    found: [t('Exact'), 'check'],
    taught: [t('What you taught'), 'mortar-board'],
    roots: [t('Folders of running programs'), 'root-folder'],
    notes: [t('About this workspace'), 'info'],
  };
  const [title, icon] = titles[group];
  const item = new vscode.TreeItem(title, group === 'advice' || group === 'open' ? Expanded : Collapsed);
  item.id = `group ${group} ${of}`;
  item.description = formatInteger(children.length);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

const ICONS = { exact: 'pass-filled', likely: 'pass', guess: 'question', none: 'circle-slash' } as const;
const COLORS = {
  exact: 'testing.iconPassed',
  likely: 'testing.iconPassed',
  guess: 'list.warningForeground',
  none: 'list.errorForeground',
} as const;

function siteItem(node: SiteNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { site, spans, resolution, id } = node.site;
  const { result, library, reason } = resolution;
  const confidence = confidenceOf(resolution);
  const label = siteLabel(site).text;
  const place = result ? `${result.file.slice(result.file.lastIndexOf('/') + 1)}:${result.line}` : '';
  const item = new vscode.TreeItem(label, None);
  item.id = `site ${id}`;
  item.description = [place || (library?.name ?? reason ?? ''), plural(spans, 'span')].join(' · ');
  item.iconPath =
    library && !result
      ? new vscode.ThemeIcon('library')
      : new vscode.ThemeIcon(ICONS[confidence], new vscode.ThemeColor(COLORS[confidence]));
  item.contextValue = 'spanlight.mapping.site';
  const why = result ? result.evidence.join(' ') : (reason ?? '');
  item.tooltip = [
    label,
    result ? `${result.file}:${result.line} · ${confidence}` : t('No code'),
    why,
    result?.stale ?? '',
  ]
    .filter((line) => line !== '')
    .join('\n');
  item.accessibilityInformation = { label: `${label}, ${confidence}, ${item.description}` };
  item.command = { command: COMMANDS.explainMapping, title: t('Explain Mapping'), arguments: [node] };
  return item;
}

function strategyItem({ of, strategy, spans, total }: StrategyNode): vscode.TreeItem {
  const item = new vscode.TreeItem(strategyText(strategy), None);
  item.id = `strategy ${of} ${strategy}`;
  item.description = `${formatPercent(spans / total)} · ${plural(spans, 'span')}`;
  item.iconPath = new vscode.ThemeIcon('milestone');
  return item;
}

export function strategyText(strategy: string): string {
  const { t } = vscode.l10n;
  const texts: Readonly<Record<string, string>> = {
    'file-line': t('file and line'),
    'source-map': t('source map'),
    'built-file': t('built file, without source map'),
    symbol: t('function name'),
    framework: t('attributes of a framework'),
    'span-name': t('name of the span'),
    route: t('route'),
    rpc: t('remote call'),
    messaging: t('topic or queue'),
    graphql: t('GraphQL field'),
    faas: t('function handler'),
    database: t('statement'),
    'http-call': t('call of a URL'),
    'code-origin': t('code origin'),
    stack: t('stack trace'),
    picked: t('chosen by you'),
    'called-from': t('the caller'),
  };
  return texts[strategy] ?? strategy;
}

function adviceItem({ service, advice }: AdviceNode): vscode.TreeItem {
  const { title, why } = adviceText(advice.id);
  const item = new vscode.TreeItem(title, None);
  item.id = `advice ${service} ${advice.id}`;
  item.description = advice.snippet || plural(advice.spans, 'span');
  item.iconPath = new vscode.ThemeIcon('lightbulb');
  item.contextValue = advice.snippet === '' ? 'spanlight.mapping.hint' : 'spanlight.mapping.setup';
  if (advice.id === 'code-attributes') item.command = { command: COMMANDS.addCodeAttributes, title };
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${why}\n${plural(advice.spans, 'span')}`);
  if (advice.snippet !== '') tooltip.appendCodeblock(advice.snippet, 'shellscript');
  item.tooltip = tooltip;
  return item;
}

export function taughtText(taught: Taught): { readonly label: string; readonly description: string } {
  const { t } = vscode.l10n;
  switch (taught.kind) {
    case 'root':
      return {
        label: `${taught.root.runtime} → ${taught.root.workspace}`,
        description: taught.root.service ?? t('any service'),
      };
    case 'folder':
      return { label: t('{0} is in {1}', taught.folder.service, taught.folder.folder), description: '' };
    case 'pick':
      return {
        label: `${taught.pick.label} → ${taught.pick.file}:${taught.pick.line}`,
        description: taught.pick.service,
      };
  }
}

function taughtItem({ taught }: TaughtNode): vscode.TreeItem {
  const { label, description } = taughtText(taught);
  const item = new vscode.TreeItem(label, None);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(taught.kind === 'pick' ? 'pin' : 'root-folder');
  item.contextValue = 'spanlight.mapping.taught';
  item.tooltip = `${label}\n${description}`;
  return item;
}

function rootItem({ from, service, runtime, workspace, because }: KnownRoot): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = new vscode.TreeItem(`${runtime || t('relative paths')} → ${workspace}`, None);
  item.description = [service || t('any service'), from].join(' · ');
  item.iconPath = new vscode.ThemeIcon('folder');
  item.tooltip = because;
  return item;
}

function noteItem(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text, None);
  item.iconPath = new vscode.ThemeIcon('info');
  item.tooltip = text;
  return item;
}
