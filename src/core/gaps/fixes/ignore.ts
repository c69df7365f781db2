import type { ParsedLanguage } from '../../facts/facts.ts';
import { type FixOutcome, type FixTarget, planOf, refused } from './fix-plan.ts';
import { addToJsonList, setInJson } from './json-edit.ts';
import { eolOf, indentAt, insert } from './text-edit.ts';

export const CONFIG_FILE = '.spanlight/gaps.json';

export type IgnoreScope = 'here' | 'file' | 'rule' | 'baseline';

const HASH: ReadonlySet<ParsedLanguage> = new Set(['python', 'ruby']);

/** A comment above the line, with the reason people will want to read. */
export function ignoreHere(
  path: string,
  text: string,
  language: ParsedLanguage | undefined,
  target: FixTarget,
  scope: 'here' | 'file',
  reason: string,
): FixOutcome {
  if (!language) return refused('This file takes no such comment. Add the finding to the baseline instead.');
  const word = scope === 'file' ? 'spanlight-ignore-file' : 'spanlight-ignore';
  const why = reason.replace(/[\r\n]+/g, ' ').trim();
  const comment = `${HASH.has(language) ? '#' : '//'} ${word} ${target.rule}${why === '' ? '' : ` -- ${why}`}`;
  const eol = eolOf(text);
  if (scope === 'file') {
    const at = /^(?:\ufeff)?(?:#![^\n]*\n|<\?php[^\n]*\n)?/.exec(text)?.[0].length ?? 0;
    return planOf(path, [insert(at, `${comment}${eol}`)]);
  }
  let start = 0;
  for (let line = 1; line < target.line; line++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return refused('The line is not there any more. Scan again.');
    start = end + 1;
  }
  return planOf(path, [insert(start, `${indentAt(text, start)}${comment}${eol}`)]);
}

/** In the project's configuration: the rule is off, or this finding is known. */
export function ignoreInConfig(
  config: string | undefined,
  target: FixTarget,
  scope: 'rule' | 'baseline',
): FixOutcome {
  if (config === undefined || config.trim() === '') {
    const body = scope === 'rule' ? { rules: { [target.rule]: 'off' } } : { baseline: [target.fingerprint] };
    const text = `${JSON.stringify(body, undefined, 2)}\n`;
    return config === undefined
      ? { edits: [{ path: CONFIG_FILE, create: text }], notes: [] }
      : planOf(CONFIG_FILE, [{ start: 0, end: config.length, text }]);
  }
  const edits =
    scope === 'rule'
      ? setInJson(config, ['rules', target.rule], 'off')
      : addToJsonList(config, 'baseline', target.fingerprint);
  return edits.length === 0 ? refused('It is ignored already. Scan again.') : planOf(CONFIG_FILE, edits);
}
