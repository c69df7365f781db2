import { STATUS } from '../trace/columns.ts';
import { hexOfWords } from '../trace/ids.ts';
import { formatDuration, formatPercent, plural } from '../trace/units.ts';
import type { Analysis } from './analyse.ts';
import { spanLabel } from './labels.ts';
import { plainText } from './sentence.ts';
import { timeShares } from './time-shares.ts';

/** Where a span's code is: "charge.ts:41"; undefined where that is not known. */
export type PlaceOf = (span: number) => string | undefined;

const MOST_SHARES = 6;
const MOST_PATTERNS = 8;

/**
 * The trace in words, as Markdown: for an issue, a review or a chat. Text of spans is untrusted: what Markdown or HTML
 * would read as theirs is escaped. `redact` takes secrets out of it.
 */
export function markdownSummary(
  analysis: Analysis,
  placeOf: PlaceOf,
  redact: (text: string) => string,
): string {
  const { context, errors, patterns, health, summary } = analysis;
  const { trace } = context;
  const safe = (text: string) => escaped(redact(text));
  const at = (span: number) => {
    const place = placeOf(span);
    return place ? ` (\`${place.replaceAll('`', '')}\`)` : '';
  };
  const services = new Set(trace.service).size;
  const root = Math.max(0, context.root);
  const failed = trace.status[root] === STATUS.error ? ', failed' : '';
  const lines = [
    `## ${safe(spanLabel(trace, root))}: ${formatDuration(trace.length)}${failed}`,
    '',
    safe(plainText(summary)),
    '',
    `Trace \`${trace.traceId}\`, ${plural(trace.count, 'span')}, ${plural(services, 'service')}, ${startOf(trace.epoch)}.`,
  ];
  const { rootCause } = errors;
  if (rootCause) {
    lines.push('', '### How it failed', '');
    rootCause.chain.forEach((span, i) => {
      const id = i === rootCause.chain.length - 1 ? `, span \`${hexOfWords(trace.id, span)}\`` : '';
      lines.push(`${i + 1}. ${safe(spanLabel(trace, span))}${at(span)}${id}`);
    });
  }
  const shares = timeShares(context).slice(0, MOST_SHARES);
  if (shares.length > 0 && context.requestNs > 0) {
    lines.push('', '### Where the time went', '', '| share | time | what |', '| ---: | ---: | --- |');
    for (const { label, ns, span } of shares)
      lines.push(
        `| ${formatPercent(ns / context.requestNs)} | ${formatDuration(ns)} | ${safe(label)}${at(span)} |`,
      );
  }
  if (patterns.length > 0) {
    lines.push('', '### What stands out', '');
    for (const pattern of patterns.slice(0, MOST_PATTERNS))
      lines.push(`- ${safe(plainText(pattern.sentence))}${at(pattern.span)}`);
  }
  if (health.notes.length > 0) {
    lines.push('', '### How far to believe it', '');
    for (const note of health.notes) lines.push(`- ${safe(note.text)}`);
  }
  return `${lines.join('\n')}\n`;
}

const startOf = (epoch: bigint) => new Date(Number(epoch / 1_000_000n)).toISOString();

/** On one line, and nothing in it that Markdown or HTML gives a meaning. */
function escaped(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_[\]<>|#]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : `\\${c}`))
    .trim();
}
