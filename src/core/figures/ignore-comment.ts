/** Rules of problems, as settings and comments name them. */
export const PROBLEM_RULES = [
  'n-plus-one',
  'serial-calls',
  'retry-storm',
  'swallowed-error',
  'regression',
] as const;
export type ProblemRule = (typeof PROBLEM_RULES)[number];

const COMMENT = /spanlight-ignore\s+([a-z-]+(?:\s*,\s*[a-z-]+)*)/;

/** Whether a line, or the one above it, says to ignore a rule there: `// spanlight-ignore n-plus-one: why`. */
export function isIgnored(
  lineAt: (line: number) => string | undefined,
  line: number,
  rule: ProblemRule,
): boolean {
  for (const at of [line, line - 1]) {
    const named = COMMENT.exec(lineAt(at) ?? '')?.[1];
    if (named?.split(',').some((name) => name.trim() === rule || name.trim() === 'all')) return true;
  }
  return false;
}

/** The comment that says so, with line break, to be put above a line of this text. */
export function ignoreComment(
  languageId: string,
  lineText: string,
  rule: ProblemRule,
  reason: string,
): string {
  const indent = /^\s*/.exec(lineText)?.[0] ?? '';
  const why = reason.replace(/\s+/g, ' ').trim();
  return `${indent}${PREFIXES[languageId] ?? '//'} spanlight-ignore ${rule}${why === '' ? '' : `: ${why}`}\n`;
}

const PREFIXES: Readonly<Record<string, string>> = {
  python: '#',
  ruby: '#',
  elixir: '#',
  perl: '#',
  r: '#',
  shellscript: '#',
  yaml: '#',
  sql: '--',
  lua: '--',
  haskell: '--',
  erlang: '%',
  clojure: ';;',
};
