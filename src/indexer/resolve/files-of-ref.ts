import type { CodeRef } from '../../core/mapping/code-ref.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { chooseFiles, type FileChoice } from './choose-files.ts';
import type { Collector } from './collector.ts';
import { replacedModule } from './go-replace.ts';
import type { ResolveContext } from './resolve-context.ts';

/** The workspace files that the path of a reference can mean; what speaks against it is noted. */
export async function filesOf(
  ctx: ResolveContext,
  site: SpanSite,
  ref: CodeRef,
  out: Collector,
): Promise<FileChoice[]> {
  const { path } = ref;
  if (!path) return [];
  if (path.kind === 'none') {
    out.reason(path.reason);
    out.reject('file-line', ref.rawPath.slice(0, 200), path.reason);
    return [];
  }
  if (path.kind === 'library') {
    out.noteLibrary(path.name, path.file);
    out.reason(`${path.file} belongs to the library ${path.name}, not to this workspace.`);
    return [];
  }
  if (path.goModule) {
    const replaced = replacedModule(ctx.index, path.goModule, path.segments);
    if (replaced) return [replaced];
    out.noteLibrary(path.goModule, ref.rawPath);
    out.reason(`${path.goModule} is not replaced by a folder of this workspace.`);
    return [];
  }
  const rooted = rootedFile(ctx, site, path.segments);
  if (rooted) return [rooted];
  const prefer = ctx.roots.preferenceOf(site);
  const learned = new Set(ctx.roots.learnedFiles(site, path.segments).map((entry) => entry.id));
  const files = chooseFiles(
    ctx.index,
    path.segments,
    (entry) => prefer(entry) + (learned.has(entry.id) ? 4 : 0),
  );
  if (!files.some((f) => f.standing === 'whole')) {
    const renamed = await renamedFile(ctx, site, path.segments);
    if (renamed) return [renamed];
  }
  if (files.length === 0) {
    const name = path.segments.slice(-2).join('/');
    const why = looksBuilt(path.segments, path.url)
      ? `${name} is a built file, no source map for it was found in the workspace.`
      : `No file of the workspace ends in ${name}.`;
    out.reason(why);
    out.reject('file-line', ref.rawPath, why);
  }
  return files;
}

/** What the user's settings, a launch configuration, a Dockerfile or a compose file say about the path. */
function rootedFile(
  ctx: ResolveContext,
  site: SpanSite,
  segments: readonly string[],
): FileChoice | undefined {
  const rooted = ctx.roots.files(site, segments);
  const own = rooted.filter((r) => r.binding || r.ofService);
  const [first, other] = own.length > 0 ? own : rooted;
  if (!first || (other && other.entry.id !== first.entry.id)) return undefined;
  return {
    entry: first.entry,
    // A container root that any service may have leaves open whose file it was.
    standing: first.binding || first.ofService ? 'whole' : 'rooted',
    because: first.because,
    match: {
      file: first.entry.id,
      matched: Math.max(2, segments.length),
      exactCase: true,
      whole: true,
      consumed: true,
    },
  };
}

/** The path at the span's revision may be an old name of a file. */
async function renamedFile(
  ctx: ResolveContext,
  site: SpanSite,
  segments: readonly string[],
): Promise<FileChoice | undefined> {
  for (const { oldPath, entry } of await ctx.renamed(site)) {
    const own = oldPath.split('/');
    const n = Math.min(own.length, segments.length);
    if (n >= 2 && own.slice(-n).join('/') === segments.slice(-n).join('/'))
      return {
        entry,
        standing: 'whole',
        match: { file: entry.id, matched: n, exactCase: true, whole: true, consumed: false },
      };
  }
  return undefined;
}

/** Bundles: a script from a web server, or a name with a content hash. */
function looksBuilt(segments: readonly string[], url: boolean): boolean {
  const name = segments.at(-1) ?? '';
  if (!/\.[cm]?js$/.test(name)) return false;
  return url || /[.-](?:[0-9a-f]{8,}|min|bundle|chunk)\.|-[\w-]{8}\.[cm]?js$/.test(name);
}
