import * as vscode from 'vscode';
import type { AdviceId } from '../../core/mapping/setup-advice.ts';

/** What to change, and what it brings and costs. */
export function adviceText(id: AdviceId): { readonly title: string; readonly why: string } {
  const { t } = vscode.l10n;
  switch (id) {
    case 'service-name':
      return {
        title: t('Name the service'),
        why: t('Without a name its spans are mixed with those of others, and its folder cannot be known.'),
      };
    case 'revision':
      return {
        title: t('Send the revision'),
        why: t(
          'Lines recorded at an older revision are then led to where they are now. Set where the service is started or built.',
        ),
      };
    case 'java-controllers':
      return {
        title: t('Turn on controller spans'),
        why: t('The Java agent leaves them out since 2.0. They name class and method of the handler.'),
      };
    case 'java-code-keys':
      return {
        title: t('Use the stable code keys'),
        why: t('The agent then writes class and method as one name, as other languages do.'),
      };
    case 'node-source-maps':
      return {
        title: t('Turn on source maps'),
        why: t(
          'Stack traces and code attributes then name the TypeScript lines instead of those of the built files.',
        ),
      };
    case 'python-log-code':
      return {
        title: t('Log with code attributes'),
        why: t('Log records inside of spans then say the file and line they come from.'),
      };
    case 'go-log-source':
      return {
        title: t('Log with source'),
        why: t('Log records inside of spans then say the file and line they come from.'),
      };
    case 'code-attributes':
      return {
        title: t('Set code attributes on spans'),
        why: t(
          'A span processor that writes file, line and function at the start of each span makes these exact.',
        ),
      };
  }
}
