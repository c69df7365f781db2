// How well mapping does on recorded spans, judged by the labels.
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MappedSpan, mapFiles } from '../../../src/cli/map-command.ts';
import {
  ancestors,
  type Label,
  labelsOf,
  RECORDED,
  type RecordedService,
  type RecordedSpan,
} from './labels.ts';

/**
 * - exact, likely, guess: the labelled place, with that confidence
 * - caller: no place of its own, but the labelled place of a span above, said to be where it is called from
 * - threw: a line of the span's own recorded stack trace, said to be where it threw
 * - asked: no jump; a choice is offered
 * - none: no result, and rightly so
 * - missed: no result, and there is a place
 * - wrong: a jump to another place
 */
export type Verdict =
  | 'exact'
  | 'likely'
  | 'guess'
  | 'caller'
  | 'threw'
  | 'asked'
  | 'none'
  | 'missed'
  | 'wrong';
export const VERDICTS: readonly Verdict[] = [
  'exact',
  'likely',
  'guess',
  'caller',
  'threw',
  'asked',
  'none',
  'missed',
  'wrong',
];

export type Judged = {
  readonly span: RecordedSpan;
  readonly label: Label;
  readonly verdict: Verdict;
  readonly mapped: MappedSpan;
};

/** `alone`: the workspace is the repository of the service's language; `together`: one of all languages. */
export type WorkspaceKind = 'alone' | 'together';

const OURS = new Set(['traces.otlp.jsonl', 'expected.json']);

/** Maps every recording against a copy of the code alone. */
export async function judgeAll(
  services: readonly RecordedService[],
  kind: WorkspaceKind,
): Promise<Map<string, Judged[]>> {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanlight-recorded-')));
  try {
    const out = new Map<string, Judged[]>();
    for (const below of kind === 'together' ? [''] : [...new Set(services.map((s) => s.language))]) {
      const folder = path.join(dir, kind, below);
      const copied = (file: string) => !OURS.has(path.basename(file));
      cpSync(path.join(RECORDED, below), folder, { recursive: true, filter: copied });
      const own = services.filter((s) => below === '' || s.language === below);
      const mapped = await mapFiles({
        folders: [folder],
        traces: own.map((s) => s.traces),
        signal: new AbortController().signal,
      });
      for (const service of own)
        out.set(service.name, judge(service, mapped, below === '' ? '' : `${below}/`));
    }
    return out;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function judge(service: RecordedService, mapped: readonly MappedSpan[], folder: string): Judged[] {
  return mapped.flatMap((one) => {
    const span = service.spans.get(`${one.traceId}/${one.spanId}`);
    if (!span) return [];
    const [label] = labelsOf(service, span);
    if (!label) throw new Error(`${service.name}: no label for ${span.name}.`);
    return [{ span, label, verdict: verdictOf(service, span, label, one, folder), mapped: one }];
  });
}

function verdictOf(
  service: RecordedService,
  span: RecordedSpan,
  label: Label,
  { result }: MappedSpan,
  folder: string,
): Verdict {
  if (result === null) return label.at === undefined ? 'none' : 'missed';
  const place = `${folder}${result.file}:${result.line}`;
  const isPlaceOf = (one: Label) =>
    [...(one.at ? [one.at] : []), ...(one.also ?? [])].some((at) => `${service.name}/${at}` === place);
  if (isPlaceOf(label)) return result.jump === true ? (result.confidence as Verdict) : 'asked';
  if (result.role === 'called from') {
    const above = ancestors(service, span).some((a) => labelsOf(service, a).some(isPlaceOf));
    if (above) return 'caller';
  }
  if (
    result.role === 'threw here' &&
    span.frames.some((frame) => sameFrame(frame, `${result.file}`, Number(result.line)))
  )
    return 'threw';
  return result.jump === true ? 'wrong' : 'asked';
}

/** `src/orders.ts:26` somewhere in a line of the trace; Java names no folder, Python writes `file", line 26`. */
function sameFrame(frame: string, file: string, line: number): boolean {
  const name = path.posix.basename(file);
  return frame.includes(`${name}:${line}`) || frame.includes(`${name}", line ${line},`);
}

export function counts(judged: readonly Judged[]): Record<Verdict, number> {
  const out = Object.fromEntries(VERDICTS.map((v) => [v, 0])) as Record<Verdict, number>;
  for (const { verdict } of judged) out[verdict]++;
  return out;
}

/** For whoever reads why a test failed: one line a kind of span. */
export function complaints(judged: readonly Judged[], verdict: Verdict): string[] {
  const lines = judged
    .filter((one) => one.verdict === verdict)
    .map(({ span, label, mapped: { result, reason } }) => {
      const found = result
        ? `${result.file}:${result.line} (${result.confidence}, ${result.strategy}, ${result.role})`
        : `nothing (${reason})`;
      return `${span.scope} "${span.name}" ${span.kind}: ${found}, should be ${label.at ?? `none: ${label.none}`}`;
    });
  return [...new Set(lines)];
}

/** Percent that lead to the labelled place, or rightly nowhere; a caller is an honest answer, not the place. */
export function rightShare(of: Readonly<Record<Verdict, number>>): number {
  const total = Object.values(of).reduce((a, b) => a + b, 0);
  return (100 * (of.exact + of.likely + of.guess + of.none)) / total;
}
