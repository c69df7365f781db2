import type { Decl } from '../../facts/facts.ts';
import type { CodeSite, Known } from '../model.ts';
import type { GapRule, SuperRow } from '../rule.ts';
import type { RuleTable } from './dispatch.ts';
import type { FileView } from './file-view.ts';
import { moduleMatches } from './origins.ts';

type Of = { readonly rule: GapRule; readonly row: SuperRow };

/** Methods of classes that extend what a framework calls. */
export function superSites(view: FileView, table: RuleTable): CodeSite[] {
  if (table.supers.size === 0 && table.superPatterns.length === 0) return [];
  const sites: CodeSite[] = [];
  for (const [index, decl] of view.facts.decls.entries()) {
    if (decl.supers.length === 0 || decl.kind === 'interface') continue;
    for (const written of decl.supers) {
      const plain = written.replace(/\s*[<[(][\s\S]*$/, '').trim();
      const last = plain.replace(/^.*(?:\.|::|\\)/, '');
      const rows = [
        ...(table.supers.get(last) ?? []),
        ...table.superPatterns.filter((of) => matches(of.row, last)),
      ];
      const found = rows.flatMap((of): (Of & { known: Known })[] => {
        const known = knownBy(view, of, plain);
        return known ? [{ ...of, known }] : [];
      })[0];
      if (!found) continue;
      sites.push(...sitesOf(view, found, index, decl, plain));
      break;
    }
  }
  return sites;
}

const matches = (row: SuperRow, name: string): boolean =>
  row.names.some(
    (pattern) =>
      (pattern.startsWith('*') && name.endsWith(pattern.slice(1)) && name.length >= pattern.length) ||
      (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))),
  );

function knownBy(view: FileView, { rule, row }: Of, written: string): Known | undefined {
  if (row.written && !row.written.test(written)) return undefined;
  if (row.needs && !view.importsMatch(row.needs)) return undefined;
  const origin = view.origins.ofType(written);
  if (origin?.modules.some((m) => rule.modules.some((p) => moduleMatches(p, m)))) return 'import';
  if (row.needs) return 'import';
  // Generated base classes live in the project's own packages: only the name speaks, and a package in the manifest.
  const byName = row.written !== undefined || row.names.some((n) => n.includes('*'));
  return byName || !origin || origin.modules.length > 1 ? 'name' : undefined;
}

function sitesOf(
  view: FileView,
  { rule, row, known }: Of & { known: Known },
  index: number,
  decl: Decl,
  written: string,
): CodeSite[] {
  const service = written
    .replace(/^.*\.(\w+)\.\w+$/, '$1')
    .replace(/(?:ImplBase|CoroutineImplBase|Servicer|Base)$/, '')
    .replace(/^.*[.:]/, '');
  const members = view.facts.decls.flatMap((d, i) =>
    d.owner === index && isMember(view, row, d) ? [{ d, i }] : [],
  );
  const of = (d: Decl, i: number): CodeSite => {
    const line = view.spanWithin(i);
    return {
      rule: rule.id,
      kind: row.kind,
      line: d.line,
      column: d.column,
      endLine: d.endLine,
      symbol: view.symbol(i),
      keys: row.kind === 'entry.grpc' && !row.whole ? { rpc: `${service}/${d.name}` } : {},
      known: row.sure && known === 'name' ? 'sure' : known,
      covered: line > 0 ? `It starts a span itself (line ${line}).` : '',
      helpers: [],
      uses: 1,
      carries: '',
    };
  };
  if (row.whole) return [{ ...of(decl, index), uses: Math.max(1, members.length) }];
  return members.map(({ d, i }) => of(d, i));
}

const isMember = (view: FileView, row: SuperRow, decl: Decl): boolean =>
  isPublic(view, decl, row.anyVisibility === true) &&
  (row.methods?.test(decl.name) ?? true) &&
  (row.params?.test(decl.params) ?? true) &&
  (!row.ifLoop ||
    view.facts.blocks.some((b) => b.kind === 'loop' && b.start >= decl.start && b.end <= decl.end));

/** Constructors, private helpers and life cycle methods are not called by clients. */
function isPublic(view: FileView, decl: Decl, any: boolean): boolean {
  if (!view.isFunction(decl) || decl.kind === 'constructor' || decl.kind === 'lambda' || decl.name === '')
    return false;
  if (/^(?:_|__init__|constructor|initialize|Dispose|close|setUp|toString|hashCode|equals)/.test(decl.name))
    return false;
  if (any) return true;
  const { language } = view.facts;
  if (language === 'csharp' || language === 'java' || language === 'php' || language === 'kotlin') {
    const head = view.source.slice(decl.start, decl.start + 300);
    // The name may begin that of its own result: `Task<DeleteResponse> Delete(`.
    const called = new RegExp(`\\b${decl.name}\\s*(?:<[^>()]*>)?\\s*\\(`).exec(head);
    const before = head.slice(0, Math.max(0, called?.index ?? head.indexOf(decl.name)));
    if (/\b(?:private|protected|static|internal)\b/.test(before)) return false;
    // Properties are no methods.
    if (language === 'csharp') return called !== null && /\b(?:public|override)\b/.test(before);
  }
  return true;
}
