import * as vscode from 'vscode';
import { environmentOf, type Launch } from '../../core/sending/launch-configuration.ts';
import { ownEnvironment } from '../../host/inherited-environment.ts';

const PACKAGE = '@opentelemetry/auto-instrumentations-node';
const REGISTER = `${PACKAGE}/register`;
const HOOK = '@opentelemetry/instrumentation/hook.mjs';
/** A program that sets OpenTelemetry up itself names one of these; doing it twice doubles its spans. */
const OWN_SETUP = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/sdk-trace-base',
];

/**
 * The flags by which Node loads the instrumentation that the project has installed; undefined where it has none, or sets
 * itself up. What ES modules import is instrumented by a loader besides.
 */
export async function nodeInstrumentation(
  launch: Launch,
  folder: vscode.Uri,
): Promise<readonly string[] | undefined> {
  const cwd = uriOf(launch.cwd, folder) ?? folder;
  const program = uriOf(launch.program, folder);
  const manifest = await nearestManifest(program ? parentOf(program) : cwd);
  if (OWN_SETUP.some((name) => manifest.dependencies.has(name))) return undefined;
  const file = program?.path ?? '';
  const esModules =
    file.endsWith('.mjs') || file.endsWith('.mts') || (manifest.esModules && !/\.ct?s$/.test(file));
  const above = await installedAbove(cwd);
  const found = above ?? (program && (await installedAbove(parentOf(program))));
  if (!found) return undefined;
  // Node looks from its working directory; what is not there is named by its file.
  const register = vscode.Uri.joinPath(found, 'build', 'src', 'register.js');
  if (!esModules) return ['--require', above ? REGISTER : register.fsPath];
  const hook = vscode.Uri.joinPath(found, '..', 'instrumentation', 'hook.mjs');
  const loader = (await exists(hook)) ? ['--experimental-loader', above ? HOOK : hook.toString()] : [];
  return [...loader, '--import', above ? REGISTER : register.toString()];
}

async function installedAbove(start: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const dir of ancestors(start)) {
    const found = vscode.Uri.joinPath(dir, 'node_modules', ...PACKAGE.split('/'));
    if (await exists(vscode.Uri.joinPath(found, 'package.json'))) return found;
  }
  return undefined;
}

type Manifest = { readonly dependencies: ReadonlySet<string>; readonly esModules: boolean };

async function nearestManifest(start: vscode.Uri): Promise<Manifest> {
  for (const dir of ancestors(start)) {
    const text = await read(vscode.Uri.joinPath(dir, 'package.json'));
    if (text === undefined) continue;
    try {
      const { type, dependencies, devDependencies } = JSON.parse(text) as Record<string, unknown>;
      const names = Object.keys({ ...(dependencies as object), ...(devDependencies as object) });
      return { dependencies: new Set(names), esModules: type === 'module' };
    } catch {
      break;
    }
  }
  return { dependencies: new Set(), esModules: false };
}

/** The folder whose `sitecustomize` instruments a Python program: of its interpreter, or of an environment beside it. */
export async function pythonInstrumentation(launch: Launch, folder: vscode.Uri): Promise<string | undefined> {
  const { python, pythonPath } = launch;
  const interpreters = [python, pythonPath].flat().flatMap((text) => uriOf(text, folder) ?? []);
  const active = environmentOf(launch).VIRTUAL_ENV ?? ownEnvironment('VIRTUAL_ENV');
  const roots = [
    ...interpreters.map((uri) => parentOf(parentOf(uri))),
    ...(active ? [vscode.Uri.file(active)] : []),
    ...['.venv', 'venv', 'env'].map((name) => vscode.Uri.joinPath(folder, name)),
  ];
  for (const root of roots)
    for (const site of await sitePackages(root)) {
      const found = vscode.Uri.joinPath(site, 'opentelemetry', 'instrumentation', 'auto_instrumentation');
      if (await exists(vscode.Uri.joinPath(found, 'sitecustomize.py'))) return found.fsPath;
    }
  return undefined;
}

async function sitePackages(root: vscode.Uri): Promise<vscode.Uri[]> {
  const lib = vscode.Uri.joinPath(root, 'lib');
  const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(lib)).catch(() => []);
  const versions = entries.flatMap(([name]) => (/^python3\.\d+$/.test(name) ? [name] : []));
  return [
    ...versions.map((name) => vscode.Uri.joinPath(lib, name, 'site-packages')),
    vscode.Uri.joinPath(root, 'Lib', 'site-packages'),
  ];
}

export async function read(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

/** A path of a debug configuration, relative ones from the folder. */
export function uriOf(path: unknown, folder: vscode.Uri): vscode.Uri | undefined {
  if (typeof path !== 'string' || path === '') return undefined;
  return /^([/\\]|[a-z]:)/i.test(path) ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder, path);
}

const parentOf = (uri: vscode.Uri) => vscode.Uri.joinPath(uri, '..');

function* ancestors(start: vscode.Uri): Generator<vscode.Uri> {
  for (let dir = start; ; dir = parentOf(dir)) {
    yield dir;
    if (parentOf(dir).path === dir.path) return;
  }
}
