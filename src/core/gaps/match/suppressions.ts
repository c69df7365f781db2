import type { Suppression } from '../model.ts';

const COMMENT =
  /(?:\/\/|#|\/\*|--|<!--)\s*(?:spanlight|otel-gaps)-ignore(-next-line|-file)?(?![\w-])[ \t]*([\w.*,\s-]*?)(?:\s+--\s*(.*?))?\s*(?:\*\/|-->)?\s*$/;
/** golangci-lint's own comments, of the linters that ask the same. */
const NOLINT = /\/\/\s*nolint(?::([\w,\s-]+))?\s*(?:\/\/\s*(.*))?$/;

const LINTERS: Readonly<Record<string, readonly string[]>> = {
  spancheck: ['span.*'],
  contextcheck: ['context.*'],
  noctx: ['context.request-without-ctx', 'context.call-without-ctx'],
};

/** Comments that say a finding is meant to be so. */
export function suppressions(source: string): Suppression[] {
  if (!/-ignore|nolint/.test(source)) return [];
  const found: Suppression[] = [];
  const lines = source.split('\n');
  for (const [i, raw] of lines.entries()) {
    if (!raw.includes('-ignore') && !raw.includes('nolint')) continue;
    const text = raw.replace(/\r$/, '');
    const m = COMMENT.exec(text);
    if (m) {
      const rules = (m[2] ?? '').split(/[,\s]+/).filter((r) => r !== '');
      const reason = m[3] ?? '';
      const alone = /^\s*(?:\/\/|#|\/\*|--|<!--)/.test(text);
      if (m[1] === '-file') found.push({ line: i + 1, scope: 'file', rules, reason });
      else found.push({ line: m[1] === '-next-line' || alone ? i + 2 : i + 1, scope: 'line', rules, reason });
      continue;
    }
    const lint = NOLINT.exec(text);
    if (!lint) continue;
    const rules = (lint[1] ?? '').split(',').flatMap((name) => LINTERS[name.trim()] ?? []);
    if (lint[1] === undefined) rules.push('span.*', 'context.*');
    if (rules.length > 0) found.push({ line: i + 1, scope: 'line', rules, reason: lint[2] ?? '' });
  }
  return found;
}

export function isSuppressed(
  list: readonly Suppression[],
  rule: string,
  line: number,
  endLine: number,
): Suppression | undefined {
  return list.find(
    (s) =>
      (s.scope === 'file' || (s.line >= line && s.line <= Math.min(endLine, line + 1))) &&
      (s.rules.length === 0 || s.rules.some((r) => ruleMatches(r, rule))),
  );
}

/** `span.*`, `entry.http`, `entry`. */
export const ruleMatches = (pattern: string, rule: string): boolean =>
  pattern === '*' ||
  pattern === rule ||
  (pattern.endsWith('*') && rule.startsWith(pattern.slice(0, -1))) ||
  rule.startsWith(`${pattern}.`);
