import * as vscode from 'vscode';
import type { Finding } from '../../core/gaps/model.ts';
import type { FixChoice } from '../../protocol/indexer-gaps.ts';

export type NamedChoice = {
  readonly title: string;
  readonly choice: FixChoice;
  readonly needsReason: boolean;
};

/** What can be done about a finding: its fixes, then the ways not to hear of it. */
export function choicesOf(finding: Finding): NamedChoice[] {
  return [...fixesOf(finding), ...ignoresOf(finding)];
}

export const fixesOf = (finding: Finding): NamedChoice[] =>
  finding.fixes.flatMap(({ kind, title }) =>
    kind === 'ignore'
      ? []
      : // How it is switched on by hand follows the colon; the fix does it.
        [
          {
            title: kind === 'install' ? title.replace(/: .*$/, '') : title,
            choice: { kind },
            needsReason: false,
          },
        ],
  );

export function ignoresOf({ rule }: Finding): NamedChoice[] {
  const { t } = vscode.l10n;
  const ignore = (
    title: string,
    scope: 'here' | 'file' | 'rule' | 'baseline',
    needsReason: boolean,
  ): NamedChoice => ({
    title,
    choice: { kind: 'ignore', scope, reason: '' },
    needsReason,
  });
  const inCode = rule.startsWith('setup.')
    ? []
    : [
        ignore(t('Ignore {0} here...', rule), 'here', true),
        ignore(t('Ignore {0} in this file...', rule), 'file', true),
      ];
  return [
    ...inCode,
    ignore(t('Add to the baseline'), 'baseline', false),
    ignore(t('Switch {0} off in this workspace', rule), 'rule', false),
  ];
}

/** Undefined: the user thought better of it. */
export async function withReason({
  choice,
  needsReason,
  title,
}: NamedChoice): Promise<FixChoice | undefined> {
  if (!needsReason || choice.kind !== 'ignore') return choice;
  const reason = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(
      'Why is no span needed? The reason goes into the comment, for whoever reads the code next.',
    ),
  });
  return reason === undefined ? undefined : { ...choice, reason };
}
