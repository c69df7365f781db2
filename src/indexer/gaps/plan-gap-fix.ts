import type { ParsedLanguage } from '../../core/facts/facts.ts';
import type { Service } from '../../core/gaps/evidence/service.ts';
import { checkedPlan, textAfter } from '../../core/gaps/fixes/check-plan.ts';
import { filesOfHandler, handlerElsewhere, movedTarget } from '../../core/gaps/fixes/elsewhere.ts';
import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  joined,
  type ParsedFile,
  refused,
} from '../../core/gaps/fixes/fix-plan.ts';
import { CONFIG_FILE, ignoreHere, ignoreInConfig } from '../../core/gaps/fixes/ignore.ts';
import { apiDependency } from '../../core/gaps/fixes/install/api-dependency.ts';
import { planCodeFix } from '../../core/gaps/fixes/plan-fix.ts';
import { planInstall } from '../../core/gaps/fixes/plan-install.ts';
import type { Finding } from '../../core/gaps/model.ts';
import { languageOf } from '../../core/mapping/language.ts';
import type { FixChoice, GapFix } from '../../protocol/indexer-gaps.ts';
import { isParsed } from '../parsing/describe-file.ts';
import type { FactsParser } from '../parsing/parser.ts';

export type FixInput = {
  readonly finding: Finding;
  readonly findings: readonly Finding[];
  readonly services: readonly Service[];
  readonly files: readonly string[];
  readonly read: (file: string) => string | undefined;
  readonly parser: FactsParser;
};

/** Files beside the one with the finding, and those of the service: what a fix may have to look at. */
const MAX_FILES = 4000;

/** Works a fix out and makes sure that what comes out parses. */
export async function planGapFix(input: FixInput, choice: FixChoice): Promise<GapFix> {
  const texts = new Map<string, string | undefined>();
  const read = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, input.read(file));
    return texts.get(file);
  };
  const outcome = checkedPlan(
    await plan(input, choice, read),
    read,
    await errorCounter(input.parser, read, input),
  );
  if ('refused' in outcome) return outcome;
  return {
    files: outcome.edits.map((edit) => ({
      file: edit.path,
      created: 'create' in edit,
      before: read(edit.path)?.length ?? 0,
      edits: 'create' in edit ? [{ start: 0, end: 0, text: edit.create }] : edit.edits,
      after: textAfter(edit, read(edit.path)) ?? '',
    })),
    notes: outcome.notes,
    ...(outcome.command ? { command: outcome.command } : {}),
  };
}

async function plan(input: FixInput, choice: FixChoice, read: FixProject['read']): Promise<FixOutcome> {
  const { finding, parser } = input;
  const language = parsedLanguage(finding.file);
  if (choice.kind === 'ignore') {
    if (choice.scope === 'rule' || choice.scope === 'baseline')
      return ignoreInConfig(read(CONFIG_FILE), finding, choice.scope);
    if (finding.rule.startsWith('setup.')) return ignoreInConfig(read(CONFIG_FILE), finding, 'baseline');
    const text = read(finding.file);
    if (text === undefined) return refused(`${finding.file} cannot be read.`);
    return ignoreHere(finding.file, text, language, finding, choice.scope, choice.reason);
  }
  const project = projectOf(input, read);
  if (choice.kind === 'install')
    return project ? planInstall(project) : refused('No manifest was found for this file.');
  const text = read(finding.file);
  if (text === undefined || language === undefined) return refused(`${finding.file} cannot be read.`);
  await parser.prepare(language);
  const whole = project ?? bare(input, read);
  const planned = (target: FixTarget, source: string) =>
    parser.inspect(language, source, (root) =>
      planCodeFix(choice.kind, { path: target.file, text: source, language, root }, target, whole),
    );
  const outcome = choice.kind === 'wrap' ? wrapElsewhere(input, read, planned) : planned(finding, text);
  if ('refused' in outcome || !project) return outcome;
  return joined(outcome, apiDependency(project));
}

/** An entry point whose handler another file declares is wrapped there. */
function wrapElsewhere(
  { finding, files, parser }: FixInput,
  read: FixProject['read'],
  planned: (target: FixTarget, source: string) => FixOutcome,
): FixOutcome {
  const language = parsedLanguage(finding.file);
  const text = read(finding.file);
  if (!language || text === undefined) return refused(`${finding.file} cannot be read.`);
  const [handler, candidates] = parser.inspect(language, text, (root) => {
    const file: ParsedFile = { path: finding.file, text, language, root };
    const found = handlerElsewhere(file, finding);
    return [found, found ? filesOfHandler(file, found, files) : []] as const;
  });
  if (!handler) return planned(finding, text);
  for (const path of candidates) {
    const source = parsedLanguage(path) === language ? read(path) : undefined;
    if (source === undefined) continue;
    const target = parser.inspect(language, source, (root) =>
      movedTarget({ path, text: source, language, root }, finding, handler),
    );
    if (target) return planned(target, source);
  }
  return planned(finding, text);
}

function parsedLanguage(file: string): ParsedLanguage | undefined {
  const language = languageOf(file);
  return isParsed(language) ? language : undefined;
}

function projectOf(
  { finding, findings, services, files }: FixInput,
  read: FixProject['read'],
): FixProject | undefined {
  const holds = (s: Service) =>
    s.root === '' || finding.file === s.manifest || finding.file.startsWith(`${s.root}/`);
  const service = services
    .filter((s) => s.name === finding.service && holds(s))
    .sort((a, b) => b.root.length - a.root.length)[0];
  if (!service) return undefined;
  const dir = finding.file.slice(0, Math.max(0, finding.file.lastIndexOf('/')));
  const near = files.filter(
    (f) => service.root === '' || f.startsWith(`${service.root}/`) || f.startsWith(`${dir}/`),
  );
  const remedies = findings.filter((f) => f.service === service.name && f.remedy !== '').map((f) => f.remedy);
  return {
    read,
    root: service.root,
    manifest: service.manifest,
    family: service.family,
    service: service.name,
    esm: service.esm,
    remedies: [...new Set(remedies)],
    files: near.slice(0, MAX_FILES),
  };
}

/** For a file of no service: nothing but its neighbours is known. */
const bare = ({ finding, files }: FixInput, read: FixProject['read']): FixProject => ({
  read,
  root: '',
  manifest: '',
  family: 'js',
  service: finding.service,
  esm: true,
  remedies: [],
  files: files
    .filter((f) => f.startsWith(finding.file.slice(0, Math.max(0, finding.file.lastIndexOf('/')))))
    .slice(0, MAX_FILES),
});

/** Grammars load ahead: what a plan touches is known only afterwards, so those of the service's languages do. */
async function errorCounter(
  parser: FactsParser,
  _read: FixProject['read'],
  { finding, files, services }: FixInput,
) {
  const root = services.find((s) => s.name === finding.service)?.root ?? '';
  const languages = new Set<ParsedLanguage>();
  for (const file of [finding.file, ...files]) {
    const language =
      root === '' || file.startsWith(`${root}/`) || file === finding.file ? parsedLanguage(file) : undefined;
    if (language) languages.add(language);
  }
  // What installs create.
  if (languages.has('typescript') || languages.has('tsx')) languages.add('javascript');
  for (const language of languages) await parser.prepare(language);
  return (file: string, text: string): number | undefined => {
    if (file.endsWith('.json')) return isJson(text) ? 0 : 1;
    const language = parsedLanguage(file);
    return language && languages.has(language) ? parser.errors(language, text) : undefined;
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
    return true;
  } catch {
    return false;
  }
}
