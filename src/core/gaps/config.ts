import { isRule } from './taxonomy.ts';

/** `.spanlight/gaps.json`: what a project knows better. */
export type GapConfig = {
  /** Rules and groups (`span.*`) that are off, or on though opt-in. */
  readonly rules: Readonly<Record<string, 'on' | 'off'>>;
  /** Files that are not looked at, as globs. */
  readonly exclude: readonly string[];
  /** Kinds of files that are looked at all the same. */
  readonly include: readonly ('tests' | 'examples' | 'generated')[];
  /** Routes that need no span, as globs; on top of the usual health and metrics routes. */
  readonly routes: readonly string[];
  /** Functions of the project that start spans around what they are given. */
  readonly wrappers: readonly string[];
  /** Fingerprints that are accepted. */
  readonly baseline: readonly string[];
};

export const NO_CONFIG: GapConfig = {
  rules: {},
  exclude: [],
  include: [],
  routes: [],
  wrappers: [],
  baseline: [],
};

const INCLUDE = ['tests', 'examples', 'generated'] as const;

/** Reads the file; what is wrong with it comes back as sentences, and the rest still counts. */
export function parseConfig(text: string): { config: GapConfig; problems: string[] } {
  const problems: string[] = [];
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
  } catch (error) {
    return { config: NO_CONFIG, problems: [`It is not JSON: ${(error as Error).message}`] };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return {
      config: NO_CONFIG,
      problems: ['It must hold one object, such as { "rules": { "span.in-loop": "off" } }.'],
    };
  const of = json as Record<string, unknown>;
  const strings = (key: string): string[] => {
    const value = of[key] ?? [];
    if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value;
    problems.push(`"${key}" must be a list of texts.`);
    return [];
  };
  const rules: Record<string, 'on' | 'off'> = {};
  const given = of.rules ?? {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    problems.push('"rules" must be an object of rule: "on" or "off".');
  else
    for (const [rule, value] of Object.entries(given)) {
      if (value !== 'on' && value !== 'off') problems.push(`"${rule}" must be "on" or "off".`);
      else {
        if (!rule.includes('*') && !isRule(rule) && !/^[a-z]+$/.test(rule))
          problems.push(`There is no rule "${rule}".`);
        rules[rule] = value;
      }
    }
  const include = strings('include').filter((one): one is (typeof INCLUDE)[number] => {
    const known = (INCLUDE as readonly string[]).includes(one);
    if (!known) problems.push(`"include" knows ${INCLUDE.join(', ')}; not "${one}".`);
    return known;
  });
  for (const key of Object.keys(of))
    if (!['rules', 'exclude', 'include', 'routes', 'wrappers', 'baseline', '$schema'].includes(key))
      problems.push(`"${key}" is not known here.`);
  return {
    config: {
      rules,
      include,
      exclude: strings('exclude'),
      routes: strings('routes'),
      wrappers: strings('wrappers'),
      baseline: strings('baseline'),
    },
    problems,
  };
}

/** `**` any folders, `*` within one, `?` one character; anchored at both ends. Linear. */
export function globTest(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map((glob) => {
    let out = '';
    for (let i = 0; i < glob.length; i++) {
      const c = glob[i] ?? '';
      if (glob.startsWith('**/', i)) {
        out += '(?:[^/]+/)*';
        i += 2;
      } else if (glob.startsWith('**', i)) {
        out += '.*';
        i += 1;
      } else if (c === '*') out += '[^/]*';
      else if (c === '?') out += '[^/]';
      else out += c.replace(/[.+^${}()|[\]\\]/, '\\$&');
    }
    return new RegExp(`^${out}$`);
  });
  return (path) => patterns.some((p) => p.test(path));
}

const HEALTH =
  /(?:^|\/)(?:_?health(?:z|check|-check)?|healthz?|livez|liveness|readyz|readiness|metrics|prometheus)\/?$|^\/?(?:ping|up|status|_status|version|live|ready|favicon\.ico|robots\.txt)\/?$|^\/?(?:actuator|debug\/pprof|swagger|api-docs|docs|openapi\.json|static|assets|public)(?:[/.]|$)/i;

/** Routes that nobody wants spans of. */
export function isQuietRoute(route: string, config: GapConfig): boolean {
  return HEALTH.test(route) || globTest(config.routes)(route);
}
