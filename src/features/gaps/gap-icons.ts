import * as vscode from 'vscode';
import type { Finding } from '../../core/gaps/model.ts';
import { groupOfRule } from '../../core/gaps/view/filter-findings.ts';

const ICONS = {
  setup: 'tools',
  entry: 'arrow-right',
  outbound: 'arrow-up',
  context: 'references',
  span: 'symbol-event',
  trace: 'pulse',
} as const;

/** The kind as the shape; how sure it is as the colour. */
export function weightIcon({ rule, confidence }: Finding): vscode.ThemeIcon {
  const color =
    confidence === 'high'
      ? 'list.warningForeground'
      : confidence === 'medium'
        ? 'charts.blue'
        : 'disabledForeground';
  return new vscode.ThemeIcon(ICONS[groupOfRule(rule)], new vscode.ThemeColor(color));
}
