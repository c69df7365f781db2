import type { AnnotationRow, CallRow, ExportRow, GapRule, RuleFamily, SuperRow } from '../rule.ts';

type Of<R> = { readonly rule: GapRule; readonly row: R };

/** Rows by the name they wait for. */
export type RuleTable = {
  readonly calls: ReadonlyMap<string, readonly Of<CallRow>[]>;
  readonly news: ReadonlyMap<string, readonly Of<CallRow>[]>;
  readonly annotations: ReadonlyMap<string, readonly Of<AnnotationRow>[]>;
  readonly supers: ReadonlyMap<string, readonly Of<SuperRow>[]>;
  /** Supertypes by how their name begins or ends (`*Servicer`). */
  readonly superPatterns: readonly Of<SuperRow>[];
  readonly exports: readonly Of<ExportRow>[];
};

export function ruleTable(rules: readonly GapRule[]): RuleTable {
  const calls = new Map<string, Of<CallRow>[]>();
  const news = new Map<string, Of<CallRow>[]>();
  const annotations = new Map<string, Of<AnnotationRow>[]>();
  const supers = new Map<string, Of<SuperRow>[]>();
  const superPatterns: Of<SuperRow>[] = [];
  const exports: Of<ExportRow>[] = [];
  for (const rule of rules)
    for (const row of rule.sites) {
      if (row.on === 'export') exports.push({ rule, row });
      else if (row.on === 'super') {
        for (const name of row.names) if (!name.includes('*')) put(supers, name, { rule, row });
        if (row.names.some((name) => name.includes('*'))) superPatterns.push({ rule, row });
      } else if (row.on === 'annotation') for (const name of row.names) put(annotations, name, { rule, row });
      else for (const name of row.names) put(row.on === 'new' ? news : calls, name, { rule, row });
    }
  return { calls, news, annotations, supers, superPatterns, exports };
}

function put<R>(map: Map<string, R[]>, name: string, entry: R): void {
  const all = map.get(name);
  if (all) all.push(entry);
  else map.set(name, [entry]);
}

export type RuleTables = Readonly<Record<RuleFamily, RuleTable>>;
