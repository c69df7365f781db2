import type { GapRule, RuleFamily, SiteRow } from '../../core/gaps/rule.ts';
import { RULES } from '../../core/gaps/rules/tables.ts';

/** Text that any file of interest has besides what the rules name: tracing itself, queues in tables. */
const ALWAYS =
  /[tT]racer\b|[tT]racing|[oO]pentelemetry|OpenTelemetry|otel|startSpan|[sS]tartActivity|ActivitySource|in_span|[sS]kip locked|SKIP LOCKED|insert into|INSERT INTO|ddtrace|dd-trace|[nN]ewrelic|[sS]entry|TraceLayer/;
const BY_FAMILY: Partial<Readonly<Record<RuleFamily, RegExp>>> = {
  js: /(?:require\(|from\s|import\s)\s*['"][.@~#/][^'"\n]*(?:trac|instrument|telemetry|otel|apm|observab|monitor)/i,
  go: /context\.(?:Background|TODO)\(\)|"net\/http"|"database\/sql"/,
};
/** Languages whose frameworks need no import in the file: there is nothing to filter by. */
const UNFILTERED: ReadonlySet<RuleFamily> = new Set(['dotnet', 'ruby', 'php', 'rust']);

const patterns = new Map<RuleFamily, RegExp>();

/** Whether a file may hold anything; cheap, and wrong only in that it lets too much through. */
export function mayMatter(family: RuleFamily, text: string): boolean {
  if (UNFILTERED.has(family) || ALWAYS.test(text) || (BY_FAMILY[family]?.test(text) ?? false)) return true;
  let pattern = patterns.get(family);
  if (!pattern) {
    pattern = new RegExp([...tokens(RULES[family])].join('|'));
    patterns.set(family, pattern);
  }
  return pattern.test(text);
}

function tokens(rules: readonly GapRule[]): Set<string> {
  const out = new Set<string>();
  for (const rule of rules) {
    for (const module of rule.modules) if (module !== '<global>') out.add(literal(module.replace(/\*$/, '')));
    for (const row of rule.sites) for (const token of rowTokens(rule, row)) out.add(token);
  }
  return out;
}

/** Rows that fit without an import are looked for by their names. */
function rowTokens(rule: GapRule, row: SiteRow): string[] {
  if (row.on === 'super') return row.names.map((n) => literal(n.replaceAll('*', '')));
  if (row.on === 'export') return row.names.map((n) => `\\b${n}\\b`);
  if (!rule.modules.includes('<global>') && !row.receiver) return [];
  if (row.on === 'annotation') return row.names.map((n) => `@[\\w.]*${n}\\b`);
  const path = row.args?.some(([, shape]) => shape === 'path') ?? false;
  return row.names.map((n) => `\\b${literal(n)}\\s*\\(${path ? '\\s*\\[?\\s*[\'"`/]' : ''}`);
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
