import type { Trace } from '../../core/trace/columns.ts';

/** Instrumentation libraries by the number of their spans, most first; versions of one count together. */
export function scopesOf({ count, details, strings }: Trace): { name: string; count: number }[] {
  if (!details) return [];
  const perScope = new Uint32Array(details.scopes.name.length);
  for (let i = 0; i < count; i++) {
    const scope = details.scope[i] ?? 0;
    perScope[scope] = (perScope[scope] ?? 0) + 1;
  }
  const perName = new Map<string, number>();
  perScope.forEach((n, scope) => {
    const name = strings.get(details.scopes.name[scope] ?? 0);
    if (n > 0) perName.set(name, (perName.get(name) ?? 0) + n);
  });
  return [...perName].map(([name, n]) => ({ name, count: n })).sort((a, b) => b.count - a.count);
}

export function spansOfScopes({ count, details, strings }: Trace, names: readonly string[]): Uint32Array {
  if (!details) return new Uint32Array(0);
  const wanted = new Set(names);
  const hit = Array.from(details.scopes.name, (id) => wanted.has(strings.get(id)));
  const spans = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) if (hit[details.scope[i] ?? 0]) spans[n++] = i;
  return spans.slice(0, n);
}
