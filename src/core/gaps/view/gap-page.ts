import type { Finding } from '../model.ts';
import type { ServiceReport } from '../report.ts';
import { saysOf } from '../taxonomy.ts';

/** Why a finding is one, as a page: what, why, evidence, what was looked at, what can be done. */
export function gapPage(finding: Finding, service: ServiceReport | undefined): string {
  const { title, rule, tech, file, line, confidence, why, evidence, observed, fixes, keys } = finding;
  const out = [
    `# ${md(title)}`,
    '',
    `\`${file}:${line}\` · ${md(rule)} · ${confidence} confidence${tech === '' ? '' : ` · ${md(tech)}`}`,
    '',
  ];
  out.push(`${md(saysOf(rule))}.`, '', ...why.map((w) => `- ${md(w)}`), '');
  if (observed) out.push('## What traces say', '', md(observed.sentence), '');
  const known = Object.entries(keys);
  if (known.length > 0) out.push(...known.map(([k, v]) => `- ${md(k)}: ${code(v)}`), '');
  out.push('## Evidence', '', ...evidence.map((e) => `- ${md(e)}`), '');
  if (service) out.push(...servicePart(service));
  if (fixes.length > 0) out.push('## What can be done', '', ...fixes.map((f) => `- ${md(f.title)}`), '');
  out.push(
    'Is it meant to be so? Say so above the line, with the reason:',
    '',
    '```',
    `// spanlight-ignore ${rule} -- why`,
    '```',
    '',
  );
  return out.join('\n');
}

/** What was looked at for a service, findings or not. */
export function servicePage(service: ServiceReport, findings: readonly Finding[]): string {
  const out = [`# ${md(service.name)}`, '', md(service.summary), ''];
  out.push(`- Entry points traced: ${service.entries.covered} of ${service.entries.total}`);
  out.push(`- Outgoing clients traced: ${service.outbound.covered} of ${service.outbound.total}`, '');
  if (findings.length === 0) out.push('No gap was found.', '');
  else
    out.push(
      `${findings.length} ${findings.length === 1 ? 'gap' : 'gaps'}:`,
      '',
      ...findings.map((f) => `- ${md(f.title)} (\`${f.file}:${f.line}\`)`),
      '',
    );
  out.push(...servicePart(service));
  return out.join('\n');
}

function servicePart({ name, manifest, lookedAt, instrumentations }: ServiceReport): string[] {
  const out = [
    `## What was looked at in ${md(name)}`,
    '',
    `Its manifest is \`${manifest}\`.`,
    '',
    ...lookedAt.map((l) => `- ${md(l)}`),
    '',
  ];
  if (instrumentations.length > 0) {
    out.push('| instrumentation | version | state | because |', '| --- | --- | --- | --- |');
    for (const { id, version, state, because } of instrumentations.slice(0, 60))
      out.push(
        `| ${md(id)} | ${md(version)} | ${state} | ${because
          .slice(0, 3)
          .map((b) => `${md(b.text)} (\`${b.file}:${b.line}\`)`)
          .join('; ')} |`,
      );
    out.push('');
  } else out.push('No instrumentation was found.', '');
  return out;
}

const code = (text: string): string => `\`${text.replace(/[`\r\n]/g, ' ')}\``;

/** Text of source code: none of it is Markdown. */
const md = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/([\\`*_{}[\]<>|#])/g, '\\$1');
