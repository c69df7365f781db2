import { errorDetail, sameFailure } from '../analysis/error-detail.ts';
import { siteReader } from '../mapping/site-of-span.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import { parseStack } from '../mapping/stack-frames.ts';
import { hexOfWords } from '../trace/ids.ts';
import type { DigestBase } from './digest-findings.ts';

/** An exception recorded in one trace; the site by number. */
export type ThrownHere = {
  readonly site: number;
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  /** Equal for exceptions that came the same way. */
  readonly way: string;
  readonly atMs: number;
  readonly spanId: string;
};

/** Failed spans looked at in one trace, and exceptions kept of it. */
const MOST_LOOKED_AT = 2000;
const MOST = 50;
/** Frames that tell two ways apart. */
const FRAMES = 6;

/**
 * Exceptions where they came up first: a span that fails because a call below it did usually records the same
 * exception once more.
 */
export function digestThrown(
  { context, siteOf, startMs }: DigestBase,
  sites: readonly SpanSite[],
): ThrownHere[] {
  const { trace, times, children } = context;
  const { details } = trace;
  if (!details) return [];
  const read = siteReader(trace);
  const out: ThrownHere[] = [];
  let looked = 0;
  for (let i = 0; i < trace.count && out.length < MOST && looked < MOST_LOOKED_AT; i++) {
    if ((details.eventTo[i] ?? 0) === (details.eventFrom[i] ?? 0)) continue;
    looked++;
    const { stack } = read(i);
    if (stack === '') continue;
    const detail = errorDetail(trace, i);
    if (detail.type === '' && detail.message === '') continue;
    const [from, to] = [children.first[i] ?? 0, children.first[i + 1] ?? 0];
    let below = false;
    for (let k = from; k < to && !below; k++) {
      const child = children.list[k] ?? 0;
      below =
        context.failed[child] === 1 &&
        sameFailure(detail, errorDetail(trace, child)) &&
        read(child).stack !== '';
    }
    if (below) continue;
    const site = siteOf[i] ?? 0;
    const frames = parseStack(stack, sites[site]?.language).filter((f) => !f.isLibraryHint);
    const way = frames.slice(0, FRAMES).map((f) => `${f.file}:${f.line}`);
    out.push({
      site,
      type: detail.type || 'Error',
      message: detail.message,
      stack,
      way: way.join(' '),
      atMs: startMs + (times.end[i] ?? 0) / 1e6,
      spanId: hexOfWords(trace.id, i),
    });
  }
  return out;
}
