import { jsCoverage } from '../../coverage/tables.ts';
import type { FileEdit, FixOutcome, FixProject } from '../fix-plan.ts';
import { refused } from '../fix-plan.ts';
import { setInJson } from '../json-edit.ts';
import { applyEdits, type TextEdit } from '../text-edit.ts';
import { below, filesNamed, startCommands } from './start-commands.ts';

const API = '@opentelemetry/api';
const AUTO = '@opentelemetry/auto-instrumentations-node';
const SDK = '@opentelemetry/sdk-node';
const HOOK = '@opentelemetry/instrumentation';

/** The lowest that work together; the package manager takes the newest that fits. */
const VERSIONS: Readonly<Record<string, string>> = {
  [API]: '^1.9.0',
  [AUTO]: '>=0.60.0 <1',
  [SDK]: '>=0.200.0 <1',
  [HOOK]: '>=0.200.0 <1',
  '@vercel/otel': '^2.0.0',
};

/** Dependencies, a file that starts the SDK, and scripts that load it before anything else. */
export function installNpm(project: FixProject): FixOutcome {
  const manifest = project.read(project.manifest);
  if (manifest === undefined) return refused(`${project.manifest} cannot be read.`);
  let json: Manifest;
  try {
    json = JSON.parse(manifest) as Manifest;
  } catch {
    return refused(`${project.manifest} is no JSON: mend it first.`);
  }
  const has = { ...json.devDependencies, ...json.dependencies };
  if ('next' in has) return installNext(project, manifest);
  const notes: string[] = [];
  const started = startingFile(project);
  const bootstrap = below(project.root, `instrumentation.${project.esm ? 'mjs' : 'cjs'}`);
  // What the metapackage has needs no package of its own.
  const inAuto = new Set(
    jsCoverage()
      .filter((c) => c.flag !== '')
      .map((c) => c.id),
  );
  const extra = project.remedies.filter(
    (r) => /^(?:@[\w.-]+\/)?[\w.-]+$/.test(r) && !inAuto.has(r) && r !== AUTO,
  );
  const wanted = [API, AUTO, SDK, ...(project.esm ? [HOOK] : []), ...extra];
  const missing = wanted.filter((name) => json.dependencies?.[name] === undefined);
  const file = started ?? bootstrap;
  const flag = `--${project.esm ? 'import' : 'require'} ./${file.slice(project.root === '' ? 0 : project.root.length + 1)}`;

  let text = manifest;
  for (const name of missing)
    text = applyEdits(text, setInJson(text, ['dependencies', name], VERSIONS[name] ?? '*'));
  const scripts = Object.entries(json.scripts ?? {}).flatMap(([name, line]) => {
    const next = preloaded(line, flag);
    return next === undefined ? [] : [[name, next] as const];
  });
  for (const [name, line] of scripts) text = applyEdits(text, setInJson(text, ['scripts', name], line));
  const edits: FileEdit[] =
    text === manifest ? [] : [{ path: project.manifest, edits: whole(manifest, text) }];
  if (started === undefined) edits.push({ path: bootstrap, create: bootstrapText(project) });
  const starts = startCommands(project, (words) => {
    const at = words.findIndex((w) => /^(?:node|nodejs|tsx)$/.test(w));
    if (
      at < 0 ||
      words.some((w) => w.includes(file.split('/').at(-1) ?? '') || /auto-instrumentations-node/.test(w))
    )
      return undefined;
    return [...words.slice(0, at + 1), ...flag.split(' '), ...words.slice(at + 1)];
  });
  edits.push(...starts);
  if (scripts.length === 0 && starts.length === 0)
    notes.push(`No script starts node itself: start the service with NODE_OPTIONS="${flag}".`);
  if (starts.length > 0) notes.push('The file has to be in the image: see that the Dockerfile copies it.');
  for (const name of extra) notes.push(`${name} is switched on in code: see its documentation.`);
  if (edits.length === 0) return refused('Everything is installed and switched on already. Scan again.');
  return {
    edits,
    notes,
    ...(missing.length > 0 ? { command: { folder: project.root, line: npmCommand(project) } } : {}),
  };
}

type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
};

/** One edit from the first to the last difference. */
function whole(before: string, after: string): TextEdit[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  return [{ start, end: before.length - end, text: after.slice(start, after.length - end) }];
}

/** A file of the project that starts an SDK already. */
function startingFile(project: FixProject): string | undefined {
  return filesNamed(
    project,
    /^(?:instrumentation|tracing|otel|telemetry|opentelemetry)[\w.-]*\.[cm]?[jt]s$/,
  ).find((f) =>
    /new NodeSDK\(|registerInstrumentations\(|auto-instrumentations-node\/register/.test(
      project.read(f) ?? '',
    ),
  );
}

/** Scripts that run node on a file; tests, builds and tools of others stay as they are. */
function preloaded(line: string, flag: string): string | undefined {
  if (/(?:--import|--require|-r)\s+\S*(?:instrumentation|tracing|otel|register)/.test(line)) return undefined;
  if (
    /\bnode\s+(?:--test|-e|-p|--eval|--print|--check)\b|\b(?:jest|vitest|mocha|eslint|tsc|webpack|vite|rollup|esbuild)\b/.test(
      line,
    )
  )
    return undefined;
  const m =
    /(^|&&\s*|\|\|\s*|;\s*|\b(?:cross-env\s+)?(?:\w+=\S+\s+)+|dotenv\s+--\s+)(node|tsx(?:\s+watch)?)(?=\s+(?:--?\S+\s+)*[^\s-]\S*\.[cm]?[jt]sx?\b)/.exec(
      line,
    );
  if (!m) return undefined;
  const at = m.index + m[0].length;
  return `${line.slice(0, at)} ${flag}${line.slice(at)}`;
}

const LOCKS: readonly (readonly [file: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm install'],
  ['yarn.lock', 'yarn install'],
  ['bun.lock', 'bun install'],
  ['bun.lockb', 'bun install'],
];

/** By the lock file at the service or above it. */
export function npmCommand({ root, read }: FixProject): string {
  for (let dir = root; ; dir = dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : '') {
    const known = LOCKS.find(([file]) => read(below(dir, file)) !== undefined);
    if (known) return known[1];
    if (dir === '') return 'npm install';
  }
}

function bootstrapText({ service, esm }: FixProject): string {
  const name = JSON.stringify(service).replaceAll("'", '');
  const head = esm
    ? `import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '${AUTO}';
import { NodeSDK } from '${SDK}';

// ES modules are patched through a loader hook.
register('${HOOK}/hook.mjs', import.meta.url);
`
    : `const { getNodeAutoInstrumentations } = require('${AUTO}');
const { NodeSDK } = require('${SDK}');
`;
  return `${head}
// Sends to OTEL_EXPORTER_OTLP_ENDPOINT, or to http://localhost:4318.
const sdk = new NodeSDK({
  serviceName: process.env.OTEL_SERVICE_NAME ?? '${name.slice(1, -1)}',
  instrumentations: [getNodeAutoInstrumentations()],
});
sdk.start();

// What is not sent yet goes out before the process ends.
process.once('beforeExit', () => sdk.shutdown());
for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => {
    sdk.shutdown().finally(() => process.kill(process.pid, signal));
  });
`;
}

/** Next.js looks for instrumentation.ts itself. */
function installNext(project: FixProject, manifest: string): FixOutcome {
  let text = manifest;
  for (const name of [API, '@vercel/otel']) {
    if (text.includes(`"${name}"`)) continue;
    text = applyEdits(text, setInJson(text, ['dependencies', name], VERSIONS[name] ?? '*'));
  }
  const inSrc = project.files.some((f) => f.startsWith(below(project.root, 'src/')));
  const typed = project.read(below(project.root, 'tsconfig.json')) !== undefined;
  const path = below(project.root, `${inSrc ? 'src/' : ''}instrumentation.${typed ? 'ts' : 'js'}`);
  if (project.read(path) !== undefined) return refused(`${path} is there already: call registerOTel in it.`);
  return {
    edits: [
      ...(text === manifest ? [] : [{ path: project.manifest, edits: whole(manifest, text) }]),
      {
        path,
        create: `import { registerOTel } from '@vercel/otel';

export function register() {
  registerOTel({ serviceName: '${project.service.replaceAll("'", '')}' });
}
`,
      },
    ],
    notes: [],
    command: { folder: project.root, line: npmCommand(project) },
  };
}
