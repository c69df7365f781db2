import type { Finding } from '../model.ts';
import type { GapReport } from '../report.ts';
import { type Baseline, isNew } from './baseline.ts';
import { percent, plural, remedies } from './groups.ts';
import { printable } from './printable.ts';

export type TextStyle = {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly alarm: (text: string) => string;
};

export const PLAIN: TextStyle = { dim: (t) => t, bold: (t) => t, alarm: (t) => t };

const MARK: Readonly<Record<Finding['severity'], string>> = { warning: '!', info: 'i', hint: '.' };

/** For people: services first, then findings by file, then what would close most of them. */
export function textReport(
  report: GapReport,
  shown: readonly Finding[],
  baseline: Baseline | undefined,
  style: TextStyle = PLAIN,
): string {
  const out: string[] = [headline(report, shown, baseline), ''];
  for (const service of report.services) {
    out.push(`${style.bold(printable(service.name))}  ${style.dim(printable(service.manifest))}`);
    out.push(`  ${printable(service.summary)}`);
    if (service.findings === 0)
      for (const line of service.lookedAt) out.push(style.dim(`  looked at: ${printable(line)}`));
    else
      out.push(
        style.dim(
          `  entry points ${service.entries.covered} of ${service.entries.total}, outbound ${service.outbound.covered} of ${service.outbound.total}`,
        ),
      );
  }
  const byFile = new Map<string, Finding[]>();
  for (const one of shown) {
    const list = byFile.get(one.file);
    if (list) list.push(one);
    else byFile.set(one.file, [one]);
  }
  if (shown.length > 0) out.push('');
  for (const [file, findings] of byFile) {
    out.push(style.bold(printable(file)));
    for (const one of [...findings].sort((a, b) => a.line - b.line)) {
      const mark = one.severity === 'warning' ? style.alarm(MARK.warning) : MARK[one.severity];
      const known = isNew(one, baseline) ? '' : style.dim(' (known)');
      out.push(
        `  ${mark} ${String(one.line).padStart(4)}  ${printable(one.title)}${known}  ${style.dim(`${one.rule}, ${one.confidence}`)}`,
      );
      for (const why of one.why) out.push(style.dim(`          ${printable(why)}`));
      if (one.observed) out.push(style.dim(`          ${printable(one.observed.sentence)}`));
    }
  }
  const closing = remedies(shown);
  if (closing.length > 0) out.push('', 'One step, several gaps:');
  for (const { service, remedy, findings } of closing.slice(0, 8))
    out.push(`  ${printable(service)}: ${printable(remedy)} closes ${findings.length}`);
  for (const note of report.notes) out.push(style.dim(`note: ${printable(note)}`));
  return `${out.join('\n')}\n`;
}

function headline(report: GapReport, shown: readonly Finding[], baseline: Baseline | undefined): string {
  const fresh = baseline ? shown.filter((f) => isNew(f, baseline)).length : undefined;
  const { entries, outbound } = report.coverage;
  const services = plural(report.services.length, 'service');
  const coverage = `entry points traced ${percent(entries)} (${entries.covered} of ${entries.total}), outbound ${percent(outbound)} (${outbound.covered} of ${outbound.total})`;
  const found =
    shown.length === 0
      ? 'No gaps'
      : `${plural(shown.length, 'finding')}${fresh === undefined ? '' : `, ${fresh} new`}`;
  return `${found} in ${services}; ${coverage}${report.ignored > 0 ? `; ${report.ignored} ignored` : ''}.`;
}
