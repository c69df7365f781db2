import { levelOf } from '../../core/mapping/candidate.ts';
import type { CodeRef } from '../../core/mapping/code-ref.ts';
import { combine } from '../../core/mapping/combine.ts';
import type { Family } from '../../core/mapping/language.ts';
import { normalisePath } from '../../core/mapping/normalise-path.ts';
import { parseSymbol } from '../../core/mapping/parse-symbol.ts';
import type { Resolution, Role } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { StackFrame, StackLanguage } from '../../core/mapping/stack/frame.ts';
import { parseStack } from '../../core/mapping/stack-frames.ts';
import type { ResolvedFrame } from '../../protocol/indexer.ts';
import { Collector } from './collector.ts';
import { locateRef } from './locate-ref.ts';
import { lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

const FAMILIES: Readonly<Record<StackLanguage, Family>> = {
  java: 'jvm',
  js: 'js',
  python: 'python',
  go: 'go',
  dotnet: 'dotnet',
  ruby: 'ruby',
  elixir: 'beam',
  erlang: 'beam',
  rust: 'rust',
  php: 'php',
};

const MAX_FRAMES = 100;

/** The innermost frame of an exception or of code.stacktrace that lies in the workspace. */
export async function resolveStacks(ctx: ResolveContext, site: SpanSite, out: Collector): Promise<void> {
  await resolveStack(ctx, site, site.callStack, 'started here', out);
  await resolveStack(ctx, site, site.stack, 'threw here', out);
}

async function resolveStack(
  ctx: ResolveContext,
  site: SpanSite,
  text: string,
  role: Role,
  out: Collector,
): Promise<void> {
  if (text === '') return;
  const frames = parseStack(text, site.language).slice(0, MAX_FRAMES);
  if (frames.length === 0) return out.reason('The stack trace of the span has no frames that could be read.');
  for (const frame of frames) {
    const resolution = await resolveFrame(ctx, site, frame);
    const { result } = resolution;
    if (!result || levelOf(result.confidence) === 0) {
      out.reject('stack', frame.raw.slice(0, 200), resolution.reason ?? 'Several files or none fit it.');
      continue;
    }
    const folder = ctx.index.files.folders.findIndex((f) => f.path === result.folder);
    const entry = ctx.index.files.find(folder, result.file);
    if (!entry) continue;
    const what = role === 'threw here' ? 'The exception was thrown at' : 'The span was recorded at';
    out.add({
      ...lineCandidate(ctx.index, entry, result.line, {
        strategy: 'stack',
        source: 'stack',
        level: 'likely',
        role,
        why: `${what} ${frame.raw.replace(/^\s*at\s+/, '').slice(0, 200)}.`,
        stale: result.stale,
        revision: result.revision,
      }),
    });
    return;
  }
  out.reason('No frame of the stack trace lies in this workspace.');
}

/** A stack trace as text, with the code of each of its frames, innermost first. */
export async function resolveFrames(
  ctx: ResolveContext,
  site: SpanSite,
  text: string,
  signal: AbortSignal,
): Promise<ResolvedFrame[]> {
  const resolved: ResolvedFrame[] = [];
  for (const frame of parseStack(text, site.language).slice(0, MAX_FRAMES)) {
    signal.throwIfAborted();
    resolved.push({ frame, resolution: await resolveFrame(ctx, site, frame) });
  }
  return resolved;
}

/** One frame by itself. */
export async function resolveFrame(
  ctx: ResolveContext,
  site: SpanSite,
  frame: StackFrame,
): Promise<Resolution> {
  const out = new Collector();
  await locateRef(ctx, site, refOfFrame(frame), out);
  const { candidates, rejected, reasons, library } = out;
  // What libraries look like is in the workspace only where a path of several parts says so.
  const kept = frame.isLibraryHint ? candidates.filter((c) => c.level === 'exact') : candidates;
  return combine({ candidates: kept, rejected, reasons, library, provisional: false });
}

function refOfFrame(frame: StackFrame): CodeRef {
  const family = FAMILIES[frame.language];
  const name = frame.function ?? '';
  const symbol = name === '' ? undefined : parseSymbol(name, family);
  return {
    family,
    function: name,
    symbol,
    namesFunction: symbol !== undefined,
    path: frame.file === undefined ? undefined : normalisePath(frame.file),
    rawPath: frame.file ?? '',
    line: frame.line,
    column: frame.column,
  };
}
