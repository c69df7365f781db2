import type { CodeIndex } from '../indexes/code-index.ts';
import { dirOf, joinPath } from '../indexes/module-files.ts';
import { parseYaml } from '../indexes/property-values.ts';
import { type RootRule, segmentsOf } from './root-rule.ts';

const MAX_FILES = 300;
const COMPOSE = /^(?:docker-)?compose[^/]*\.ya?ml$/;

/** A compose service: where it is built from and what it calls itself. */
export type ComposeService = {
  readonly name: string;
  /** OTEL_SERVICE_NAME of its environment; the compose name where there is none. */
  readonly serviceName: string;
  readonly folder: number;
  /** Build context, relative to the folder; undefined for a ready image. */
  readonly context: string | undefined;
};

/** Roots from Dockerfiles (WORKDIR, COPY) and compose files (volumes, build contexts). */
export function dockerRules(index: CodeIndex): { rules: RootRule[]; services: ComposeService[] } {
  const rules: RootRule[] = [];
  const services: ComposeService[] = [];
  const contexts = new Map<string, { context: string; service: string }[]>();
  for (const entry of index.files.all()) {
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
    if (!COMPOSE.test(name) || services.length > MAX_FILES) continue;
    const text = index.read(entry);
    if (text === undefined) continue;
    const found = composeServices(text, dirOf(entry.path), entry.folder);
    for (const { service, dockerfile, volumes } of found) {
      services.push(service);
      const { serviceName, context, folder } = service;
      for (const [source, target] of volumes)
        rules.push({
          from: 'compose',
          service: serviceName,
          runtime: segmentsOf(target),
          folder,
          dir: source,
          because: `${entry.path} mounts ${source || '.'} at ${target}`,
        });
      if (context !== undefined) {
        const key = `${folder}\0${joinPath(context, dockerfile)}`;
        contexts.set(key, [...(contexts.get(key) ?? []), { context, service: serviceName }]);
      }
    }
  }
  let n = 0;
  for (const entry of index.files.all()) {
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
    if (!/^(?:Dockerfile|Containerfile)(?:\..+)?$|\.dockerfile$/i.test(name) || n++ > MAX_FILES) continue;
    const text = index.read(entry);
    if (text === undefined) continue;
    const uses = contexts.get(`${entry.folder}\0${entry.path}`) ?? [
      { context: dirOf(entry.path), service: '' },
    ];
    for (const { context, service } of uses)
      for (const { runtime, dir } of copies(text, context))
        rules.push({
          from: 'docker',
          service: service || serviceNameIn(text),
          runtime,
          folder: entry.folder,
          dir,
          because: `${entry.path} copies ${dir || '.'} to /${runtime.join('/')}`,
        });
  }
  return { rules, services };
}

type FoundService = { service: ComposeService; dockerfile: string; volumes: [string, string][] };

function composeServices(text: string, dir: string, folder: number): FoundService[] {
  const scalars = parseYaml(text);
  const names = new Set(scalars.flatMap((s) => /^services\.([^.[]+)/.exec(s.key)?.[1] ?? []));
  return [...names].map((name) => {
    const own = scalars
      .filter((s) => s.key.startsWith(`services.${name}.`))
      .map((s) => ({ key: s.key.slice(`services.${name}.`.length), value: s.value }));
    const value = (key: string) => own.find((s) => s.key === key)?.value;
    const env =
      value('environment.OTEL_SERVICE_NAME') ??
      own
        .map((s) => /^environment\[\d+\]$/.test(s.key) && /^OTEL_SERVICE_NAME=(.+)$/.exec(s.value)?.[1])
        .find(Boolean);
    const build = value('build.context') ?? value('build');
    const context = build === undefined || /^[a-z]+:\/\//.test(build) ? undefined : joinPath(dir, build);
    const volumes = own.flatMap(({ key, value: v }): [string, string][] => {
      const short = /^volumes\[\d+\]$/.test(key) ? /^(\.{1,2}(?:\/[^:]*)?):(\/[^:]+)/.exec(v) : null;
      if (short?.[1] && short[2]) return [[joinPath(dir, short[1]), short[2]]];
      const long = /^(volumes\[\d+\])\.source$/.exec(key);
      const target = long && value(`${long[1]}.target`);
      return target && v.startsWith('.') ? [[joinPath(dir, v), target]] : [];
    });
    return {
      service: { name, serviceName: typeof env === 'string' ? env : name, folder, context },
      dockerfile: value('build.dockerfile') ?? 'Dockerfile',
      volumes,
    };
  });
}

const serviceNameIn = (dockerfile: string) =>
  /^\s*ENV\s+(?:.*\s)?OTEL_SERVICE_NAME[= ]"?([^"\s]+)/m.exec(dockerfile)?.[1] ?? '';

/** Directories that COPY and ADD bring in, with the working directory of their stage. */
function copies(text: string, context: string): { runtime: string[]; dir: string }[] {
  const found: { runtime: string[]; dir: string }[] = [];
  let workdir: string[] = [];
  for (const line of text.replace(/\\\r?\n/g, ' ').split('\n')) {
    const from = /^\s*FROM\b/i.test(line);
    if (from) workdir = [];
    const dir = /^\s*WORKDIR\s+"?([^"\s]+)/i.exec(line)?.[1];
    if (dir) workdir = dir.startsWith('/') ? segmentsOf(dir) : [...workdir, ...segmentsOf(dir)];
    const copy = /^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)$/i.exec(line);
    if (!copy?.[2] || /--from=/.test(copy[1] ?? '')) continue;
    const words = copy[2].startsWith('[')
      ? [...copy[2].matchAll(/"([^"]*)"/g)].map((m) => m[1] ?? '')
      : copy[2].trim().split(/\s+/);
    const target = words.pop();
    if (target === undefined || words.length === 0 || /\$/.test(target)) continue;
    const base = target.startsWith('/') ? segmentsOf(target) : [...workdir, ...segmentsOf(target)];
    for (const source of words) {
      if (/\$|:\/\//.test(source)) continue;
      const isFile = /\.[\w]+$/.test(source) && !source.endsWith('/') && !source.includes('*');
      if (isFile) continue;
      const folder = source.includes('*') ? dirOf(source) : source;
      found.push({ runtime: base, dir: joinPath(context, folder) });
    }
  }
  return found;
}
