import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GapConfig } from '../core/gaps/config.ts';
import type { Finding } from '../core/gaps/model.ts';
import {
  type Baseline,
  baselineText,
  type FailOn,
  fails,
  parseFailOn,
  readBaseline,
} from '../core/gaps/report/baseline.ts';
import { jsonReport } from '../core/gaps/report/json.ts';
import { markdownReport } from '../core/gaps/report/markdown.ts';
import { sarifReport } from '../core/gaps/report/sarif.ts';
import { textReport } from '../core/gaps/report/text.ts';
import type { GapReport } from '../core/gaps/report.ts';
import { isRule } from '../core/gaps/taxonomy.ts';
import type { TraceFacts } from '../core/gaps/traces/trace-facts.ts';
import { scanWorkspace } from '../indexer/gaps/scan-workspace.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { parseArguments } from './parse-arguments.ts';
import { progressBar } from './progress.ts';
import { traceFactsOf } from './trace-facts-of.ts';

const HELP = `spanlight gaps: code paths that should have a span and have none

Usage: spanlight gaps --workspace DIR [--format text|json|sarif|markdown] [--traces FILE ...] [--baseline FILE] [--fail-on WHAT]

  --workspace DIR        the folder with the source code
  --format FORMAT        text (the default), json, sarif (2.1.0) or markdown; --json is short for --format json
  --output FILE          write there instead of to the terminal
  --baseline FILE        findings that are known; those not in it are new
  --write-baseline FILE  write the findings of this run as a baseline
  --fail-on WHAT         exit with 1 when there is such a finding: new:high, any:warning, medium, context.*, any;
                         a level takes what is above it along, "new:" leaves out what the baseline has
  --rule RULE            switch an opt-in rule on (span.error-swallowed); may be given several times
  --include KIND         look at tests, examples or generated code too; may be given several times
  --traces FILE          trace files of any format: tell what did not run from what is not instrumented, find time that
                         no span explains and traces that are torn, and rank by traffic; may be given several times
  --all                  show findings of low confidence as well

What a project knows better stands in .spanlight/gaps.json, or in a comment: // spanlight-ignore entry.http -- why.
Exit codes: 0 ok, 1 findings that --fail-on names or failure, 2 wrong usage.
`;

const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;
type Format = (typeof FORMATS)[number];
const KINDS = ['tests', 'examples', 'generated'] as const;

export const gapsCommand: Command = {
  name: 'gaps',
  summary: 'code paths that should have a span and have none',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, {
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        format: { type: 'string' },
        json: { type: 'boolean' },
        output: { type: 'string' },
        baseline: { type: 'string' },
        'write-baseline': { type: 'string' },
        'fail-on': { type: 'string' },
        rule: { type: 'string', multiple: true },
        include: { type: 'string', multiple: true },
        all: { type: 'boolean' },
        traces: { type: 'string', multiple: true },
      },
    });
    const folder = values.workspace ?? positionals[0];
    if (folder === undefined) throw new UsageError('Say where the source code is: --workspace DIR.');
    const more = values.workspace === undefined ? positionals.slice(1) : positionals;
    // `--traces a.json b.json`, as a shell expands *.json
    if (more.length > 0 && !values.traces)
      throw new UsageError(`"${positionals.at(-1)}" is one argument too many.`);
    const root = path.resolve(io.cwd, folder);
    if (!existsSync(root)) throw new UsageError(`The folder ${folder} does not exist.`);
    const format = formatOf(values.format, values.json);
    const failOn = failOnOf(values['fail-on']);
    const baseline = baselineOf(values.baseline, io);
    const over = configOf(values.rule ?? [], values.include ?? []);

    const traces = values.traces ? await traceFactsOf([...values.traces, ...more], io) : undefined;
    const report = await gapReport(root, over, traces, io);
    const shown = report.findings.filter((f) => values.all === true || f.confidence !== 'low');
    const target = values['write-baseline'];
    if (target !== undefined) writeFileSync(path.resolve(io.cwd, target), baselineText(shown));
    const text = render(format, report, shown, baseline, io);
    if (values.output === undefined) io.stdout(text);
    else writeFileSync(path.resolve(io.cwd, values.output), text);
    return failOn && shown.some((f) => fails(f, failOn, baseline)) ? EXIT.findings : EXIT.ok;
  },
};

async function gapReport(
  folder: string,
  over: ConfigOver,
  traces: TraceFacts | undefined,
  io: CommandIo,
): Promise<GapReport> {
  const bar = progressBar(io, 'reading');
  try {
    const include = over.include.length > 0 ? { include: over.include } : {};
    const gaps = await scanWorkspace({
      folder,
      signal: io.signal,
      config: include,
      onProgress: bar.update,
    });
    return gaps.report(over.rules, traces);
  } finally {
    bar.end();
  }
}

function render(
  format: Format,
  report: GapReport,
  shown: readonly Finding[],
  baseline: Baseline | undefined,
  io: CommandIo,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(jsonReport(report, shown, baseline), undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifReport(shown, baseline, '0.1.0'), undefined, 2)}\n`;
    case 'markdown':
      return markdownReport(report, shown, baseline);
    case 'text':
      return textReport(
        report,
        shown,
        baseline,
        io.isTty && io.env.NO_COLOR === undefined ? COLOURS : undefined,
      );
  }
}

const COLOURS = {
  dim: (t: string) => `\u001b[2m${t}\u001b[22m`,
  bold: (t: string) => `\u001b[1m${t}\u001b[22m`,
  alarm: (t: string) => `\u001b[31m${t}\u001b[39m`,
};

function formatOf(given: string | undefined, json: boolean | undefined): Format {
  if (given === undefined) return json === true ? 'json' : 'text';
  const format = FORMATS.find((f) => f === given);
  if (!format) throw new UsageError(`There is no format "${given}": text, json, sarif or markdown.`);
  return format;
}

function failOnOf(given: string | undefined): FailOn | undefined {
  if (given === undefined) return undefined;
  const failOn = parseFailOn(given);
  if (!failOn)
    throw new UsageError(
      `--fail-on does not know "${given}": new:high, any:warning, medium, context.*, any.`,
    );
  return failOn;
}

function baselineOf(file: string | undefined, io: CommandIo): Baseline | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path.resolve(io.cwd, file), 'utf8');
  } catch {
    throw new UsageError(`The baseline ${file} cannot be read. Make one with --write-baseline ${file}.`);
  }
  const baseline = readBaseline(text);
  if (!baseline)
    throw new UsageError(
      `${file} is no baseline: expected { "findings": [...] }. Make one with --write-baseline.`,
    );
  return baseline;
}

type ConfigOver = { readonly rules: GapConfig['rules']; readonly include: GapConfig['include'] };

function configOf(rules: readonly string[], include: readonly string[]): ConfigOver {
  for (const rule of rules) if (!isRule(rule)) throw new UsageError(`There is no rule "${rule}".`);
  const kinds = include.map((given) => {
    const kind = KINDS.find((k) => k === given);
    if (!kind) throw new UsageError(`--include knows tests, examples and generated; not "${given}".`);
    return kind;
  });
  return { rules: Object.fromEntries(rules.map((rule) => [rule, 'on' as const])), include: kinds };
}
