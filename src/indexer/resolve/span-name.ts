import { codeRefOf } from '../../core/mapping/code-ref.ts';
import { familyOf, familyOfSdk } from '../../core/mapping/language.ts';
import { isAnnotationScope, isLibraryScope } from '../../core/mapping/library-path.ts';
import { normalisePath } from '../../core/mapping/normalise-path.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { FILE } from '../files/classify-file.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { moduleFiles } from '../indexes/module-files.ts';
import { simple } from '../indexes/span-name-index.ts';
import type { SpanCode } from '../sites/code-site.ts';
import { FactsView, variable } from '../sites/facts-view.ts';
import { tablesOf } from '../sites/read-sites.ts';
import { tracerScopeOf } from '../sites/spans.ts';
import type { Collector } from './collector.ts';
import { lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/** Whether a span site's tracer is the one the span names. */
type ScopeFit = 'same' | 'unknown' | 'other';

type Hit = {
  readonly entry: FileEntry;
  readonly code: SpanCode;
  readonly fit: ScopeFit;
  readonly form: 'literal' | 'template' | 'constant';
};

const MAX_HITS = 50;

/** The span's own name, where user code gave it: literal, constant or template at a tracing call. */
export function resolveSpanName(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  if (site.name === '' || isLibraryScope(site.scope)) return;
  // The path says that a library started it: whatever here starts one of that name started another.
  if (codeRefOf(site).path?.kind === 'library') return;
  const hits = [...literals(ctx, site), ...constants(ctx, site, out), ...templates(ctx, site)].slice(
    0,
    MAX_HITS,
  );
  if (hits.length === 0) {
    if (site.scope !== '')
      out.reason(`No code of this workspace starts a span named "${site.name.slice(0, 100)}".`);
    return;
  }
  const same = hits.filter((h) => h.fit === 'same');
  const open = hits.filter((h) => h.fit === 'unknown');
  const leading = same.length > 0 ? same : open.length > 0 ? open : hits;
  const real = leading.filter((h) => (h.entry.flags & (FILE.test | FILE.generated | FILE.vendored)) === 0);
  const chosen = real.length > 0 ? real : leading;
  for (const hit of hits) add(ctx, site, out, hit, chosen);
}

function add(ctx: ResolveContext, site: SpanSite, out: Collector, hit: Hit, chosen: readonly Hit[]): void {
  const { entry, code, fit, form } = hit;
  const leads = chosen.includes(hit);
  const firm =
    leads &&
    chosen.length === 1 &&
    form !== 'template' &&
    fit !== 'other' &&
    (code.how !== 'wrapper' || fit === 'same');
  const scope =
    fit === 'same'
      ? ` under its scope ${site.scope}`
      : fit === 'other'
        ? `, but not under its scope ${site.scope}`
        : '';
  const verb =
    code.how === 'annotation'
      ? 'is annotated with'
      : code.how === 'wrapper'
        ? 'wraps something as'
        : 'starts';
  const what = form === 'template' ? 'a span whose name fits' : 'a span of this name';
  out.add(
    lineCandidate(ctx.index, entry, code.line, {
      strategy: 'span-name',
      source: 'name',
      level: firm ? 'likely' : 'guess',
      bonus: (leads ? 0 : -20) + (form === 'template' ? -10 : 0) + ctx.roots.preferenceOf(site)(entry) * 5,
      why: `${entry.path}:${code.line} ${verb} ${what}${scope}.`,
    }),
  );
}

function literals(ctx: ResolveContext, site: SpanSite): Hit[] {
  return ctx.index.spanNames.literals(site.name).flatMap((ref) => hitOf(ctx, site, ref, 'literal'));
}

function templates(ctx: ResolveContext, site: SpanSite): Hit[] {
  return ctx.index.spanNames.templates(site.name).flatMap((ref) => hitOf(ctx, site, ref, 'template'));
}

/** Constants that hold the name, and the span sites that use them. The constant itself is worth showing. */
function constants(ctx: ResolveContext, site: SpanSite, out: Collector): Hit[] {
  const { index } = ctx;
  return index.spanNames.constants(site.name).flatMap((constant) => {
    const at = index.files.get(constant.file);
    if (!at) return [];
    const hits = index.spanNames
      .references(constant.name)
      .filter((ref) => mayUse(ctx, ref.file, ref.index, at, constant.name, constant.path))
      .flatMap((ref) => hitOf(ctx, site, ref, 'constant'));
    if (hits.length > 0)
      out.add({
        ...lineCandidate(index, at, constant.line, {
          strategy: 'span-name',
          source: 'name',
          level: 'guess',
          role: 'definition',
          why: `${constant.name} holds the span's name.`,
        }),
        group: `${at.id}:constant ${constant.line}`,
      });
    return hits;
  });
}

/** A constant is used where it is imported, where its owner is named, or in its own file. */
function mayUse(
  ctx: ResolveContext,
  file: number,
  site: number,
  at: FileEntry,
  name: string,
  path: string,
): boolean {
  if (file === at.id) return true;
  const { index } = ctx;
  const entry = index.files.get(file);
  const code = index.sites(file)?.spans[site];
  if (
    !entry ||
    !code ||
    !entry.language ||
    !at.language ||
    familyOf(entry.language) !== familyOf(at.language)
  )
    return false;
  const parts = code.name.text.split(/[.:\\]+/).filter(Boolean);
  const owner = parts.at(-2);
  const imported = index.imports(file).find((i) => i.alias === (parts[0] ?? ''));
  if (imported) return moduleFiles(index, entry, imported.module, imported.name).some((f) => f.id === at.id);
  if (owner !== undefined) return path.split('.').at(-1) === owner || moduleTail(at) === owner;
  // Same package without an import (Go, Java), or a star import.
  return simple(code.name.text) === name && dir(entry.path) === dir(at.path);
}

const dir = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const moduleTail = (entry: FileEntry) => entry.path.replace(/^.*\//, '').replace(/\.\w+$/, '');

function hitOf(
  ctx: ResolveContext,
  site: SpanSite,
  ref: { file: number; index: number },
  form: Hit['form'],
): Hit[] {
  const entry = ctx.index.files.get(ref.file);
  const code = ctx.index.sites(ref.file)?.spans[ref.index];
  if (!entry?.language || !code) return [];
  const family = familyOfSdk(site.language);
  if (family && familyOf(entry.language) !== family) return [];
  return [{ entry, code, form, fit: scopeFit(ctx, site, entry, code) }];
}

function scopeFit(ctx: ResolveContext, site: SpanSite, entry: FileEntry, code: SpanCode): ScopeFit {
  const { scope } = site;
  if (scope === '') return 'unknown';
  if (isAnnotationScope(scope)) return code.how === 'annotation' ? 'same' : 'other';
  if (scope === '__main__') return isScript(site, entry);
  if (moduleIs(ctx, entry, scope)) return 'same';
  if (code.scope.kind === 'literal') return code.scope.text === scope ? 'same' : 'other';
  if (code.scope.kind !== 'constant') return 'unknown';
  if (/^__name__$/.test(code.scope.text)) return 'other';
  const known = scopeOfTracer(ctx, entry, code.scope.text);
  if (known !== undefined) return known === scope ? 'same' : known === '__name__' ? 'unknown' : 'other';
  const named = ctx.index.spanNames.constants(scope).some((c) => c.name === simple(code.scope.text));
  return named ? 'same' : 'unknown';
}

/** Python's `__name__`, Go's import path, a Java class, a .NET namespace: the scope says which file it is. */
function moduleIs(ctx: ResolveContext, entry: FileEntry, scope: string): boolean {
  const module = ctx.index.modules.moduleOf(entry);
  if (module === '') return false;
  switch (entry.language) {
    case 'python':
      return module === scope || module.endsWith(`.${scope}`);
    case 'go':
      return module === scope || module.endsWith(`/${scope}`);
    case 'java':
    case 'kotlin':
    case 'csharp': {
      const type = scope.startsWith(`${module}.`)
        ? scope.slice(module.length + 1).split(/[.$]/)[0]
        : undefined;
      return type !== undefined && ctx.index.symbols.namedIn(entry.id, type).length > 0;
    }
    default:
      return module === scope;
  }
}

/** `__main__` is the file the process was started with. */
function isScript(site: SpanSite, entry: FileEntry): ScopeFit {
  const args = `${site.resource['process.command_args'] ?? ''} ${site.resource['process.command_line'] ?? ''}`;
  const scripts = args.match(/[^\s"'[\],]+\.py\b/g) ?? [];
  if (scripts.length === 0) return 'unknown';
  for (const script of scripts) {
    const path = normalisePath(script);
    if (path.kind !== 'path') continue;
    const own = entry.path.split('/');
    const n = Math.min(own.length, path.segments.length);
    if (own.slice(-n).join('/') === path.segments.slice(-n).join('/')) return 'same';
  }
  return 'other';
}

/** The name of a tracer that comes from another file. */
function scopeOfTracer(ctx: ResolveContext, entry: FileEntry, written: string): string | undefined {
  const parts = variable(written).split('.');
  const imported = ctx.index.imports(entry.id).find((i) => i.alias === parts[0]);
  const files = imported
    ? moduleFiles(ctx.index, entry, imported.module, imported.name)
    : entry.language === 'go'
      ? ctx.index.goPackage(ctx.index.modules.moduleOf(entry))
      : [];
  const name =
    imported && parts.length === 1 && !/^(default|\*|)$/.test(imported.name)
      ? imported.name
      : (parts.at(-1) ?? '');
  for (const file of files.slice(0, 20)) {
    const facts = file.id === entry.id ? undefined : ctx.facts(file);
    const tables = facts && tablesOf(facts.language);
    if (!tables) continue;
    const scope = tracerScopeOf(new FactsView(facts), name, tables.spans);
    if (scope.kind === 'literal') return scope.text;
    if (scope.kind === 'constant' && scope.text === '__name__') return '__name__';
  }
  return undefined;
}
