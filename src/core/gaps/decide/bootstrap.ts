import type { FileSignal } from '../evidence/evidence.ts';
import { baseOf, dirOf, joinPath } from '../evidence/manifest.ts';
import type { Service } from '../evidence/service.ts';
import { BOOTSTRAP } from '../match/loads.ts';
import type { Load } from '../model.ts';
import type { ScannedFile } from './input.ts';

/** JavaScript: whether the file that starts tracing is loaded at all, and in time. */
export type Bootstrap = {
  /** Files that start tracing and that nothing loads. */
  readonly unused: ReadonlySet<string>;
  /** Where one is loaded too late, or cannot patch what it should. */
  readonly late: { readonly file: string; readonly line: number; readonly why: string } | undefined;
};

const NOTHING: Bootstrap = { unused: new Set(), late: undefined };
const START =
  /#(?:NodeSDK|registerInstrumentations|init|start\w*|registerOTel|useAzureMonitor)$|auto-instrumentations-node\/register/;

export function bootstrap(
  service: Service,
  files: readonly ScannedFile[],
  signals: readonly FileSignal[],
): Bootstrap {
  if (service.family !== 'js') return NOTHING;
  const starting = new Set(signals.filter((s) => START.test(s.id)).map((s) => s.file));
  if (starting.size === 0) return NOTHING;
  const runs = service.settings.filter((s) => s.what === 'run' || s.key === 'NODE_OPTIONS');
  const loads = files.flatMap((f) => f.gaps.loads.map((load) => ({ load, file: f })));
  const unused = new Set<string>();
  let late: Bootstrap['late'];
  for (const file of starting) {
    const stem = stemOf(file);
    if (!BOOTSTRAP.test(stem)) continue;
    const preloaded = runs.some((s) => preloads(s.value, stem));
    const importing = loads.filter(
      ({ load, file: by }) => by.path !== file && leadsTo(load.module, by.path, file),
    );
    if (preloaded || isFoundByFramework(service, file)) continue;
    if (importing.length === 0) {
      if (!runs.some((s) => s.value.includes(stem))) unused.add(file);
      continue;
    }
    const isEsm = service.esm || /\.mjs$/.test(file);
    for (const { load, file: by } of importing) {
      const patched = firstPatched(load, by.path, files);
      if (patched) {
        late ??= {
          file: by.path,
          line: load.line,
          why: `${patched} is loaded before ${baseOf(file)} in ${by.path}: what is loaded already cannot be patched.`,
        };
      } else if (isEsm && !hooked(service, files, file))
        late ??= {
          file: by.path,
          line: load.line,
          why: 'ES modules are patched through a loader hook only: start with node --import, or register @opentelemetry/instrumentation/hook.mjs before.',
        };
    }
  }
  return { unused, late };
}

const stemOf = (file: string): string => baseOf(file).replace(/\.[cm]?[jt]sx?$/, '');

const preloads = (command: string, stem: string): boolean =>
  [...command.matchAll(/(?:--require|--import|-r|--loader)[\s=]+["']?([@\w./:-]+)/g)].some(
    (m) => stemOf(m[1] ?? '') === stem,
  );

/** `./tracing`, `../otel/index.js`, `@/instrumentation`. */
function leadsTo(module: string, by: string, file: string): boolean {
  const target = joinPath(dirOf(by), module).replace(/\.[cm]?[jt]sx?$/, '');
  const plain = file.replace(/\.[cm]?[jt]sx?$/, '');
  if (module.startsWith('.')) return plain === target || plain === `${target}/index`;
  return (
    plain.endsWith(module.replace(/^[@~#]\//, '/')) ||
    plain.endsWith(`${module.replace(/^[@~#]\//, '/')}/index`)
  );
}

const isFoundByFramework = (service: Service, file: string): boolean =>
  (service.dependencies.has('next') && /(?:^|\/)instrumentation(?:\.node)?\.[jt]s$/.test(file)) ||
  (service.dependencies.has('nuxt') && /server\/plugins\//.test(file)) ||
  (service.dependencies.has('@sveltejs/kit') && /instrumentation\.server/.test(file));

/** The first library loaded before that an instrumentation would patch, directly or one file away. */
function firstPatched(load: Load, by: string, files: readonly ScannedFile[]): string | undefined {
  for (const module of load.after) {
    if (!module.startsWith('.')) return module;
    const found = files.find((f) => leadsTo(module, by, f.path));
    const [library] = found?.gaps.libraries ?? [];
    if (library) return library;
  }
  return undefined;
}

/** A loader hook on the command line, or registered in the file itself. */
const hooked = (service: Service, files: readonly ScannedFile[], file: string): boolean =>
  service.settings.some((s) => /--import|--loader|--experimental-loader|hook\.mjs/.test(s.value)) ||
  (files
    .find((f) => f.path === file)
    ?.gaps.signals.some((s) => /hook\.mjs|import-in-the-middle/.test(`${s.id}${s.text}`)) ??
    false);
