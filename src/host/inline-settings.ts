import * as vscode from 'vscode';
import { CALL_FIELDS, FUNCTION_FIELDS, THROW_FIELDS } from '../core/figures/inline-fields.ts';
import type { InlineContext, InlineSettings } from '../core/figures/inline-lines.ts';
import { parseTemplate, type Template, unknownFields } from '../core/figures/template.ts';
import type { Confidence } from '../core/mapping/resolution.ts';
import type { Logger } from '../core/ports.ts';
import type { Config } from './config.ts';
import type { Snapshot } from './figures/snapshot.ts';

const MS = 1e6;

/** Settings of the inline text, read once and again when they change. A mistake in a template is told in the log. */
export function readInlineSettings(config: Config, log: Logger): InlineSettings {
  const template = (key: TemplateKey, fields: readonly string[]): Template => {
    const parsed = parseTemplate(config.get(key));
    const unknown = unknownFields(parsed, fields);
    if (unknown.length > 0)
      log.warn(
        `The setting spanlight.${key} has ${unknown.map((f) => `{${f}}`).join(', ')}; there are: ${fields.map((f) => `{${f}}`).join(' ')}`,
      );
    return parsed;
  };
  return {
    functions: config.get('inline.functions')
      ? template('inline.functionTemplate', FUNCTION_FIELDS)
      : undefined,
    calls: config.get('inline.calls') ? template('inline.callTemplate', CALL_FIELDS) : undefined,
    exceptions: config.get('inline.exceptions')
      ? template('inline.exceptionTemplate', THROW_FIELDS)
      : undefined,
    minimumCalls: config.get('inline.minimumCalls'),
    minimumNs: config.get('inline.minimumDuration') * MS,
    minimumCallNs: config.get('inline.minimumCallDuration') * MS,
    minimumConfidence: confidence(config.get('inline.minimumConfidence')),
  };
}

type TemplateKey = 'inline.functionTemplate' | 'inline.callTemplate' | 'inline.exceptionTemplate';

const confidence = (text: string): Confidence => (text === 'exact' || text === 'likely' ? text : 'guess');

/** What the text depends on beside the figures. */
export function inlineContext(snapshot: Snapshot | undefined): InlineContext {
  const { fromMs, toMs } = snapshot?.range ?? { fromMs: 0, toMs: 0 };
  return {
    lengthMs: toMs - fromMs,
    nowMs: Date.now(),
    sampled: snapshot?.provenance.exact === false,
    words: {
      errors: (share) => vscode.l10n.t('{0} errors', share),
      perCall: (times) => vscode.l10n.t('{0} per call', times),
      stale: vscode.l10n.t('before the last change'),
    },
  };
}
