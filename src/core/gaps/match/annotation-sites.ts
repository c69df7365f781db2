import type { Annotation, Decl } from '../../facts/facts.ts';
import type { CodeSite, Known } from '../model.ts';
import type { AnnotationRow, GapRule } from '../rule.ts';
import { isOwn } from './call-sites.ts';
import type { RuleTable } from './dispatch.ts';
import type { FileView } from './file-view.ts';
import { moduleMatches } from './origins.ts';
import { siteKeys } from './site-keys.ts';
import { annotationTraces } from './span-calls.ts';

export function annotationSites(view: FileView, table: RuleTable): CodeSite[] {
  const sites: CodeSite[] = [];
  const taken = new Set<string>();
  for (const annotation of view.facts.annotations) {
    const short = annotation.name.replace(/^.*[.:\\]/, '').replace(/Attribute$/, '');
    for (const { rule, row } of table.annotations.get(short) ?? []) {
      const decl = view.facts.decls[annotation.decl];
      if (!decl || !standsOn(view, row, decl) || (row.declName && !row.declName.test(decl.name))) continue;
      if (row.argument && !annotation.args.some((a) => row.argument?.test(a.text))) continue;
      if (row.notOn && hasAnnotation(view, decl.owner, row.notOn)) continue;
      const known = knownBy(view, rule, row, annotation, short);
      if (!known) continue;
      // Two routes on one function are one span.
      const key = `${row.kind}\0${annotation.decl}`;
      if (!taken.has(key)) sites.push(siteOf(view, rule, row, annotation, short, decl, known));
      taken.add(key);
      break;
    }
  }
  return sites;
}

const hasAnnotation = (view: FileView, decl: number, names: readonly string[]): boolean =>
  view.facts.annotations.some((a) => a.decl === decl && names.includes(a.name.replace(/^.*[.:\\]/, '')));

const standsOn = (view: FileView, row: AnnotationRow, decl: Decl): boolean =>
  row.target === 'class' ? /^(?:class|interface|impl)$/.test(decl.kind) : view.isFunction(decl);

function knownBy(
  view: FileView,
  rule: GapRule,
  row: AnnotationRow,
  annotation: Annotation,
  short: string,
): Known | undefined {
  const object = annotation.name.slice(0, -short.length).replace(/[.:\\]+$/, '');
  if (row.member && object === '') return undefined;
  const { owner } = view.facts.decls[annotation.decl] ?? { owner: -1 };
  const origin = view.origins.ofName(annotation.name, owner) ?? view.origins.ofType(short);
  const from = origin?.modules.some((m) => rule.modules.some((p) => moduleMatches(p, m)));
  if (from && (!row.path || row.path.test(origin?.path ?? ''))) return 'import';
  const open = !origin || origin.modules.length > 1 || origin.modules.every((m) => isOwn(view, m));
  // C#'s usings and Kotlin's own package do not say which of them a name is from.
  if (!open || !(row.receiver?.test(object) ?? false)) return undefined;
  return row.sure ? 'sure' : 'name';
}

function siteOf(
  view: FileView,
  rule: GapRule,
  row: AnnotationRow,
  annotation: Annotation,
  short: string,
  decl: Decl,
  known: Known,
): CodeSite {
  const keys = siteKeys(view, short, annotation.args, row.keys ?? {});
  if (row.prefix) addPrefix(view, row.prefix, decl, keys);
  const line = view.spanWithin(annotation.decl);
  const traced = view.facts.annotations.find((a) => a.decl === annotation.decl && annotationTraces(a));
  return {
    rule: rule.id,
    kind: row.kind,
    line: annotation.line,
    column: decl.column,
    endLine: decl.endLine,
    symbol: view.symbol(annotation.decl),
    keys,
    known,
    covered: traced
      ? `It has a span of its own (@${traced.name}).`
      : line > 0
        ? `It starts a span itself (line ${line}).`
        : '',
    helpers: view.facts.annotations
      .filter((a) => a.decl === annotation.decl && a !== annotation)
      .map((a) => ({
        name: a.name.replace(/^.*[.:\\]/, ''),
        module: view.origins.importedFrom(a.name.replace(/[.:\\].*$/, '')),
      })),
    uses: 1,
    carries: '',
  };
}

/** The class's route in front of the method's. */
function addPrefix(view: FileView, names: readonly string[], decl: Decl, keys: Record<string, string>): void {
  const found = view.facts.annotations.find(
    (a) => a.decl === decl.owner && names.includes(a.name.replace(/^.*[.:\\]/, '')),
  );
  const first = found?.args.find((a) => a.name === '' || a.name === 'path' || a.name === 'value');
  const prefix = view.text(first?.kind === 'list' ? first.items[0] : first);
  if (prefix === undefined) return;
  const own = keys.route ?? '';
  const named = {
    controller: (view.facts.decls[decl.owner]?.name ?? '').replace(/Controller$/, ''),
    action: decl.name,
  };
  keys.route = `/${[prefix, own]
    .map((p) => p.replace(/^\/+|\/+$/g, ''))
    .filter((p) => p !== '')
    .join('/')
    .replace(/\[(controller|action)\]/gi, (_, word: string) =>
      word.toLowerCase() === 'action' ? named.action : named.controller,
    )}`;
}
