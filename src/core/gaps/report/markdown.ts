import type { Finding } from '../model.ts';
import type { GapReport } from '../report.ts';
import { type Baseline, isNew } from './baseline.ts';
import { percent, plural, remedies } from './groups.ts';
import { printable } from './printable.ts';

/** A page for a pull request or a wiki. */
export function markdownReport(
  report: GapReport,
  shown: readonly Finding[],
  baseline: Baseline | undefined,
): string {
  const { entries, outbound, observed } = report.coverage;
  const out: string[] = ['# Instrumentation gaps', ''];
  out.push(
    `${shown.length === 0 ? 'No gaps' : plural(shown.length, 'finding')} in ${plural(report.services.length, 'service')}. ` +
      `Entry points traced: ${percent(entries)} (${entries.covered} of ${entries.total}). ` +
      `Outbound clients traced: ${percent(outbound)} (${outbound.covered} of ${outbound.total}).` +
      (observed ? ` Seen in traces: ${percent(observed)} (${observed.covered} of ${observed.total}).` : ''),
    '',
    '| service | entry points | outbound | findings | how it is traced |',
    '| --- | --- | --- | --- | --- |',
  );
  for (const s of report.services)
    out.push(
      `| ${cell(s.name)} | ${s.entries.covered} of ${s.entries.total} | ${s.outbound.covered} of ${s.outbound.total} | ${s.findings} | ${cell(s.summary)} |`,
    );
  const closing = remedies(shown);
  if (closing.length > 0) {
    out.push('', '## What closes most', '');
    for (const { service, remedy, findings } of closing)
      out.push(`- ${cell(service)}: install \`${remedy}\` (closes ${findings.length})`);
  }
  const groups = new Map<string, Finding[]>();
  for (const one of shown) {
    const list = groups.get(one.service);
    if (list) list.push(one);
    else groups.set(one.service, [one]);
  }
  for (const [service, findings] of groups) {
    out.push('', `## ${cell(service === '' ? 'Files of no service' : service)}`, '');
    for (const one of findings) {
      const known = baseline && !isNew(one, baseline) ? ' _(known)_' : '';
      out.push(
        `- **${cell(one.title)}** at \`${one.file}:${one.line}\` (${one.rule}, ${one.confidence})${known}  `,
      );
      out.push(`  ${cell(one.why.join(' '))}${one.observed ? ` ${cell(one.observed.sentence)}` : ''}`);
    }
  }
  const clean = report.services.filter((s) => s.findings === 0);
  if (clean.length > 0) {
    out.push('', '## Nothing found', '');
    for (const s of clean) out.push(`- ${cell(s.name)}: ${cell(s.lookedAt.join('; '))}`);
  }
  return `${out.join('\n')}\n`;
}

const cell = (text: string): string => printable(text).replace(/([|*_`<>[\]\\#])/g, '\\$1');
