import type { Analysis } from '../core/analysis/analyse.ts';
import { serviceLabel, spanLabel } from '../core/analysis/labels.ts';
import { groupPatterns } from '../core/analysis/patterns/group-patterns.ts';
import type { Pattern } from '../core/analysis/patterns/pattern.ts';
import { plainText, type Sentence } from '../core/analysis/sentence.ts';
import { formatDuration, plural } from '../core/trace/units.ts';
import type { Style } from './tree/style.ts';
import { cutText, wrapWords } from './tree/text-width.ts';
import { type WaterfallOptions, waterfallLines } from './tree/waterfall.ts';

const LEAST_COLUMNS = 60;
const MOST_FINDINGS = 8;

/** One trace for a terminal: the answer, the waterfall, what else is to be said. */
export function renderTree(analysis: Analysis, options: WaterfallOptions): string {
  const columns = Math.max(LEAST_COLUMNS, options.columns);
  const { style } = options;
  const told = (text: string, indent: string, paint: (text: string) => string = (t) => t) =>
    wrapWords(text, columns - indent.length).map((line, i) => (i === 0 ? '' : indent) + paint(line));
  const lines = [
    ...heading(analysis, style, columns),
    '',
    ...wrapSentence(analysis.summary, columns, style),
    '',
    ...waterfallLines(analysis, { ...options, columns }),
  ];
  const findings = groupPatterns(analysis.context, analysis.patterns).filter(
    (g) => !isTold(analysis, g.pattern),
  );
  if (findings.length > 0) lines.push('');
  for (const { pattern, members, totalNs } of findings.slice(0, MOST_FINDINGS)) {
    const more = members.length - 1;
    const like =
      more > 0
        ? ` And ${plural(more, 'more like it', 'more like it')}, ${formatDuration(totalNs)} in all.`
        : '';
    lines.push(...told(`• ${pattern.text}.${like}`, '  '));
  }
  if (analysis.health.notes.length > 0) lines.push('');
  for (const note of analysis.health.notes) lines.push(...told(`! ${note.text}`, '  ', style.warn));
  return `${lines.join('\n')}\n`;
}

/** Whether the first line says it already: as it is, as the tries of what failed, as where the time went. */
function isTold({ summary, errors }: Analysis, { kind, spans, text }: Pattern): boolean {
  const cause = errors.rootCause?.span;
  if (kind === 'retry-storm' && cause !== undefined && spans.includes(cause)) return true;
  if (kind === 'dominant-child' && summary.some((part) => part.span === spans[0])) return true;
  return plainText(summary).includes(text);
}

function heading({ context, services, errors }: Analysis, style: Style, columns: number): string[] {
  const { trace, root, requestNs } = context;
  const names = new Set<number>(trace.service);
  const failed = errors.rootCause ? `  ${style.error('failed')}` : '';
  const name = cutText(spanLabel(trace, root), columns - 24);
  const facts = [
    serviceLabel(trace, root),
    plural(trace.count, 'span'),
    plural(names.size, 'service'),
    plural(services.edges.length, 'dependency', 'dependencies'),
    new Date(Number(trace.epoch / 1_000_000n)).toISOString(),
    trace.traceId,
  ];
  return [
    `${style.bold(name)}  ${style.bold(formatDuration(requestNs))}${failed}`,
    ...wrapWords(facts.map((f) => f.replaceAll(' ', '\u00a0')).join(' · '), columns).map((line) =>
      style.dim(line.replaceAll('\u00a0', ' ')),
    ),
  ];
}

/** Wrapped at spaces, each word in the tone of its part. */
function wrapSentence(said: Sentence, columns: number, style: Style): string[] {
  const plain = plainText(said);
  const tones = said.flatMap((part) => Array.from({ length: part.text.length }, () => part.tone));
  let at = 0;
  return wrapWords(plain, columns).map((line) => {
    const from = plain.indexOf(line, at);
    at = from + line.length;
    let out = '';
    for (let i = from; i < at; ) {
      let j = i;
      while (j < at && tones[j] === tones[i]) j++;
      const text = plain.slice(i, j);
      out += tones[i] === 'error' ? style.error(text) : tones[i] === 'strong' ? style.bold(text) : text;
      i = j;
    }
    return out;
  });
}
