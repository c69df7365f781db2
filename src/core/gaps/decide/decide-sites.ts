import { isQuietRoute } from '../config.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { baseOf } from '../evidence/manifest.ts';
import type { Service } from '../evidence/service.ts';
import { SQL_QUEUE } from '../match/sql-queue.ts';
import { isSuppressed } from '../match/suppressions.ts';
import { type Because, type CodeSite, isEntry } from '../model.ts';
import type { SiteVerdict } from '../report.ts';
import type { GapRule } from '../rule.ts';
import { ruleById } from '../rules/tables.ts';
import { coverageOf } from './coverage-of.ts';
import { type TracedFunctions, tracedFunctions, tracingHelper } from './helpers.ts';
import { type DecideInput, familyOfFile, isLookedAt, type ScannedFile, serviceIndex } from './input.ts';

/** What a site's verdict rests on, for the findings that follow. */
export type Decided = {
  readonly file: ScannedFile;
  readonly site: CodeSite;
  readonly rule: GapRule;
  readonly service: Service | undefined;
  readonly state: SiteVerdict['state'];
  readonly sentence: string;
  /** Why a folded site is: installed but not switched on, or switched off. */
  readonly folded: 'not-enabled' | 'disabled' | undefined;
  readonly by: string;
  readonly because: Because | undefined;
};

/** Says of every site whether a span is made there. */
export function decideSites(input: DecideInput): Decided[] {
  const serviceOf = serviceIndex(input.services);
  const files = input.files.filter((f) => isLookedAt(f, input.config));
  const traced = new Map<string, TracedFunctions>();
  const tracedIn = (service: Service | undefined) => {
    const id = service?.id ?? '';
    let known = traced.get(id);
    if (!known) {
      const own = input.files.filter((f) => serviceOf(f.path, familyOfFile(f))?.id === service?.id);
      known = tracedFunctions(own.map((f) => [f.path, f.gaps] as const));
      traced.set(id, known);
    }
    return known;
  };
  const context: Context = {
    input,
    tracedIn,
    browser: new Map(),
    serving: servingServices(files, serviceOf),
  };
  const out: Decided[] = [];
  for (const file of files) {
    const service = serviceOf(file.path, familyOfFile(file));
    for (const site of file.gaps.sites) {
      const rule = ruleOf(site, service);
      if (!rule || site.rule === SQL_QUEUE) continue;
      const decided = decide(context, file, site, rule, service);
      if (decided) out.push(decided);
    }
  }
  return out;
}

/** Of several rules that fit by looks, the first whose package the service has. */
function ruleOf(site: CodeSite, service: Service | undefined): GapRule | undefined {
  if (site.others && service)
    for (const id of [site.rule, ...site.others]) {
      const rule = ruleById(id);
      if (rule && hasPackage(service, rule)) return rule;
    }
  return ruleById(site.rule);
}

type Context = {
  readonly input: DecideInput;
  readonly tracedIn: (service: Service | undefined) => TracedFunctions;
  readonly browser: Map<string, boolean>;
  readonly serving: ReadonlySet<string>;
};

function decide(
  context: Context,
  file: ScannedFile,
  site: CodeSite,
  rule: GapRule,
  service: Service | undefined,
): Decided | undefined {
  const { config, evidence } = context.input;
  // Without a manifest nothing is known of what runs the file; by looks alone the framework must be a dependency.
  if (!service || (site.known !== 'import' && !hasPackage(service, rule))) return undefined;
  if (!isEntry(site.kind) && isLibrary(service, context.serving)) return undefined;
  if (service.family === 'js' && isBrowser(service, context.browser)) return undefined;
  if (service.family === 'dotnet' && [...service.dependencies.keys()].some((d) => CLIENT_APP.test(d)))
    return undefined;
  const base = { file, site, rule, service, folded: undefined, by: '', because: undefined } as const;
  if (site.keys.route !== undefined && isQuietRoute(site.keys.route, config))
    return { ...base, state: 'quiet', sentence: 'Health, metrics and static routes need no span.' };
  if (site.keys.method === 'OPTIONS')
    return { ...base, state: 'quiet', sentence: 'Preflight requests need no span.' };
  if (!isEntry(site.kind) && APART.test(file.path))
    return {
      ...base,
      state: 'quiet',
      sentence: 'Health probes, migrations and seeds are not part of what is served.',
    };
  const ignored = isSuppressed(file.gaps.suppressions, site.kind, site.line, site.endLine);
  if (ignored) return { ...base, state: 'ignored', sentence: ignored.reason || 'A comment says so.' };
  if (site.covered !== '') return { ...base, state: 'covered', sentence: site.covered };
  const helper = tracingHelper(site.helpers, file.path, context.tracedIn(service), config.wrappers);
  if (helper) return { ...base, state: 'covered', sentence: `${helper} starts the span.` };
  return byEvidence(base, service, evidence);
}

/** Files whose calls belong to no request. */
const APART =
  /(?:^|\/)(?:health[_-]?checks?|migrations?|alembic|seeds?|seeders)(?:\/|\.\w+$)|health[_-]?check\w*\.\w+$|(?:^|\/)(?:fetch|check)status\.py$/i;

type Base = Pick<Decided, 'file' | 'site' | 'rule' | 'service'>;

function byEvidence(base: Base, service: Service, evidence: ReadonlyMap<string, Evidence>): Decided {
  const { rule, site } = base;
  let folded: Decided | undefined;
  // A library is traced by the programs that use it.
  for (const id of [service.id, ...service.dependents]) {
    const known = evidence.get(id);
    if (!known) continue;
    const coverage = coverageOf(rule, site.kind, known);
    if (coverage.state === 'covered') {
      const by = coverage.because ? `${coverage.because.text}.` : `${coverage.by} covers it.`;
      return {
        ...base,
        state: 'covered',
        sentence: by,
        folded: undefined,
        by: coverage.by,
        because: coverage.because,
      };
    }
    if (coverage.state === 'gap' || folded) continue;
    const { because } = coverage;
    folded =
      coverage.state === 'unknown'
        ? {
            ...base,
            state: 'unknown',
            sentence: `${because.text}: it may be traced where it runs.`,
            folded: undefined,
            by: '',
            because,
          }
        : {
            ...base,
            state: 'folded',
            sentence: because.text,
            folded: coverage.state,
            by: coverage.by,
            because,
          };
  }
  return folded ?? { ...base, state: 'gap', sentence: '', folded: undefined, by: '', because: undefined };
}

/** Whether a service depends on what a rule is about; `file:serverless` is a deployment file that begins so. */
export const hasPackage = (service: Service, rule: GapRule): boolean =>
  rule.packages.some((p) => {
    if (p.startsWith('file:')) return service.settings.some((s) => baseOf(s.file).startsWith(p.slice(5)));
    return p.endsWith('*')
      ? [...service.dependencies.keys()].some((d) => d.startsWith(p.slice(0, -1)))
      : service.dependencies.has(p);
  });

/** Services with entry points of their own. */
function servingServices(
  files: readonly ScannedFile[],
  serviceOf: ReturnType<typeof serviceIndex>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const file of files)
    if (file.gaps.sites.some((s) => isEntry(s.kind) && s.kind !== 'entry.cli' && s.known === 'import')) {
      const service = serviceOf(file.path, familyOfFile(file));
      if (service) out.add(service.id);
    }
  return out;
}

/** Published code that others run: tracing its calls is their business. */
const isLibrary = (service: Service, serving: ReadonlySet<string>): boolean =>
  service.application === false && service.dependents.length === 0 && !serving.has(service.id);

const FRONTEND = /^(?:react-dom|vue|svelte|@angular\/core|solid-js|preact|react-native|@ionic\/core|expo)$/;
/** Runs in browsers, on phones and desktops. */
const CLIENT_APP =
  /^(?:Microsoft\.NET\.Sdk\.BlazorWebAssembly|Microsoft\.AspNetCore\.Components\.WebAssembly$|Microsoft\.AspNetCore\.Components\.WebView\.Maui|Microsoft\.Maui\.|Xamarin\.|Avalonia|Microsoft\.WindowsAppSDK)/;
const SERVER =
  /^(?:express|fastify|koa|hono|next|nuxt|@nestjs\/core|@remix-run\/node|@sveltejs\/kit|astro|@hapi\/hapi|restify|@opentelemetry\/sdk-node|@opentelemetry\/auto-instrumentations-node)$/;

/** Single-page applications run in browsers: what traces them is another matter. */
function isBrowser(service: Service, known: Map<string, boolean>): boolean {
  let is = known.get(service.id);
  if (is === undefined) {
    const names = [...service.dependencies.keys()];
    is = names.some((n) => FRONTEND.test(n)) && !names.some((n) => SERVER.test(n));
    known.set(service.id, is);
  }
  return is;
}
