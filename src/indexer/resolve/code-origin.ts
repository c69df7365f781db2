import { levelOf } from '../../core/mapping/candidate.ts';
import { familyOfSdk } from '../../core/mapping/language.ts';
import { CODE_ORIGIN_PREFIX } from '../../core/mapping/site-keys.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { StackFrame, StackLanguage } from '../../core/mapping/stack/frame.ts';
import type { Collector } from './collector.ts';
import { lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';
import { resolveFrame } from './stack.ts';

const MAX_FRAMES = 8;

/** Datadog's code origin: for an entry the line a route is registered at, for an exit the frames of the call. */
export async function resolveCodeOrigin(ctx: ResolveContext, site: SpanSite, out: Collector): Promise<void> {
  const { attributes: a } = site;
  const type = a['_dd.code_origin.type'];
  if (type === undefined) return;
  for (let i = 0; i < MAX_FRAMES; i++) {
    const get = (key: string) => a[`${CODE_ORIGIN_PREFIX}${i}.${key}`];
    const file = get('file');
    if (file === undefined && get('method') === undefined) continue;
    const frame = frameOf(
      site,
      file,
      get('line'),
      get('column'),
      [get('type'), get('method')].filter(Boolean).join('.'),
    );
    const { result, reason } = await resolveFrame(ctx, site, frame);
    if (!result || levelOf(result.confidence) === 0) {
      out.reject('code-origin', `${file}:${get('line')}`, reason ?? 'Several files or none fit it.');
      continue;
    }
    const folder = ctx.index.files.folders.findIndex((f) => f.path === result.folder);
    const entry = ctx.index.files.find(folder, result.file);
    if (!entry) continue;
    out.add(
      lineCandidate(ctx.index, entry, result.line, {
        strategy: 'code-origin',
        source: type === 'entry' ? 'entry' : 'call',
        level: 'likely',
        why: `Datadog's code origin (${type}, frame ${i}) is ${file}:${get('line')}.`,
        stale: result.stale,
        revision: result.revision,
      }),
    );
    return;
  }
}

const LANGUAGES: Readonly<Record<string, StackLanguage>> = {
  js: 'js',
  python: 'python',
  dotnet: 'dotnet',
  go: 'go',
  jvm: 'java',
  ruby: 'ruby',
  php: 'php',
};

function frameOf(
  site: SpanSite,
  file: string | undefined,
  line: string | undefined,
  column: string | undefined,
  name: string,
): StackFrame {
  return {
    language: LANGUAGES[familyOfSdk(site.language) ?? 'js'] ?? 'js',
    function: name || undefined,
    file,
    line: Number(line) || undefined,
    column: Number(column) || undefined,
    app: undefined,
    raw: `${file}:${line}`,
    textLine: 0,
    cause: 0,
    isLibraryHint: false,
  };
}
