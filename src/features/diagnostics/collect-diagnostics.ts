import * as vscode from 'vscode';
import { scrub } from '../../core/diagnostics/scrub.ts';
import { lengthText } from '../../core/figures/window.ts';
import { SETTINGS, type SettingKey } from '../../core/manifest.ts';
import { formatInteger } from '../../core/trace/units.ts';
import type { Config } from '../../host/config.ts';
import type { Connections } from '../../host/connections.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { LogTail } from '../../host/log-tail.ts';
import type { SelectionState } from '../../host/selection.ts';

export type DiagnosticsDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly config: Config;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly log: LogTail;
  readonly version: string;
};

/** A thread that does not answer is what a report may be about: it is not waited for. */
const PATIENCE_MS = 5000;
const MOST_LINES = 200;

/**
 * What a bug report needs, as Markdown: versions, what is set, how the parts are. Of traces only numbers are told; of
 * settings only switches, numbers and choices; of backends their kind, not their address; log lines are scrubbed.
 */
export async function collectDiagnostics(deps: DiagnosticsDeps): Promise<string> {
  const sections: readonly (readonly [string, () => Promise<readonly string[]> | readonly string[]])[] = [
    ['Versions', () => versions(deps)],
    ['Shown', () => shown(deps)],
    ['Backends', () => backends(deps)],
    ['Receiver', () => receiver(deps)],
    ['Local traces', () => store(deps)],
    ['Code index', () => index(deps)],
    ['Settings that were changed', () => settings(deps)],
    ['Log', () => logLines(deps)],
  ];
  const parts = await Promise.all(
    sections.map(async ([title, read]) =>
      [`## ${title}`, '', ...(await answered(read, deps)), ''].join('\n'),
    ),
  );
  return [
    '# Spanlight diagnostics',
    '',
    'Secrets, addresses, paths and span data were left out. Read it before you share it all the same.',
    '',
    ...parts,
  ].join('\n');
}

async function answered(
  read: () => Promise<readonly string[]> | readonly string[],
  deps: DiagnosticsDeps,
): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve([`- no answer within ${PATIENCE_MS / 1000} s`]), PATIENCE_MS);
  });
  try {
    return await Promise.race([read(), late]);
  } catch (error) {
    return [`- ${hidden(deps)((error as Error).message)}`];
  } finally {
    clearTimeout(timer);
  }
}

function versions({ version }: DiagnosticsDeps): string[] {
  const { node, electron } = process.versions;
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [
    `- Spanlight ${version}, VS Code ${vscode.version} (${vscode.env.appHost}${vscode.env.remoteName ? `, remote: ${/^[a-z-]+$/.test(vscode.env.remoteName) ? vscode.env.remoteName : 'yes'}` : ''})`,
    `- ${process.platform} ${process.arch}, Node ${node}${electron ? `, Electron ${electron}` : ''}`,
    `- ${folders.length} folder(s), ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}, language ${vscode.env.language}`,
    `- extension host: ${Math.round(process.memoryUsage().rss / 1e6)} MB, up ${Math.round(process.uptime())} s`,
  ];
}

function shown({ selection }: DiagnosticsDeps): string[] {
  const { connection, window, environment, version } = selection.current;
  const time = window.kind === 'last' ? `last ${lengthText(window.minutes)}` : window.kind;
  return [
    `- ${connection === 'local' ? 'local traces' : 'a backend'}, ${time}`,
    `- environment ${environment === undefined ? 'any' : 'chosen'}, version ${version === undefined ? 'any' : 'chosen'}`,
  ];
}

async function backends({ engine, connections }: DiagnosticsDeps): Promise<string[]> {
  const placed = connections.placed;
  if (placed.length === 0) return ['- none'];
  return Promise.all(
    placed.map(async ({ setting: { id, kind, auth, url, tenant, headers }, layer, problem }, i) => {
      const about = [
        `${i + 1}. ${kind}, ${url.startsWith('https:') ? 'https' : 'http'}, ${auth}`,
        `from ${layer} settings`,
        ...(tenant === undefined ? [] : ['with a tenant']),
        ...(headers === undefined ? [] : [`${Object.keys(headers).length} header(s)`]),
        ...(problem === undefined ? [] : ['its secret is missing']),
      ].join(', ');
      try {
        const info = await engine.call('backend.describe', { connection: id });
        const lacks = Object.entries(info.capabilities).filter(([, how]) => how !== 'native');
        const how = lacks.map(([what, by]) => `${what} ${by}`).join(', ');
        return `${about}: ${info.title} ${info.version ?? ''}${how === '' ? '' : `; ${how}`}`;
      } catch (error) {
        return `${about}: ${(error as { code?: string }).code ?? 'failed'}`;
      }
    }),
  );
}

async function receiver({ engine }: DiagnosticsDeps): Promise<string[]> {
  const { state, listeners, spans, rejected, problems } = await engine.call('receiver.status', undefined);
  return [
    `- ${state}, ${formatInteger(spans)} spans, ${formatInteger(rejected)} refused, ${problems.length} problem(s)`,
    ...listeners.map(
      ({ protocol, port, state: own, occupant }) =>
        `- ${protocol} on ${port}: ${own}${occupant ? `, taken by ${occupant.kind}` : ''}`,
    ),
  ];
}

async function store({ engine }: DiagnosticsDeps): Promise<string[]> {
  const { bytes, spans, traces, oldestMs } = await engine.call('store.info', undefined);
  const days = oldestMs === undefined ? 0 : (Date.now() - oldestMs) / 86_400_000;
  return [
    `- ${formatInteger(traces)} traces, ${formatInteger(spans)} spans, ${(bytes / 1e6).toFixed(1)} MB, ${days.toFixed(1)} days`,
  ];
}

async function index({ indexer }: DiagnosticsDeps): Promise<string[]> {
  const { state, indexed, files, notes } = await indexer.call('index.status', undefined);
  return [`- ${state}, ${formatInteger(indexed)} of ${formatInteger(files)} files, ${notes.length} note(s)`];
}

function settings({ config }: DiagnosticsDeps): string[] {
  const changed = (Object.keys(SETTINGS) as SettingKey[]).filter(
    (key) => JSON.stringify(config.get(key)) !== JSON.stringify(SETTINGS[key]),
  );
  if (changed.length === 0) return ['- none'];
  return changed.map((key) => `- spanlight.${key}: ${settingText(config.get(key))}`);
}

/** Texts may be anything; switches, numbers and words of a choice are not. */
function settingText(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string')
    return /^[a-z]+([A-Z-][a-zA-Z]*)*$/.test(value) && value.length < 16 ? value : '(a text)';
  return Array.isArray(value) ? `(${value.length} entries)` : '(set)';
}

function logLines(deps: DiagnosticsDeps): string[] {
  const clean = hidden(deps);
  const lines = deps.log.lines.slice(-MOST_LINES).map(clean);
  return ['```text', ...lines.map((line) => line.replaceAll('```', "'''").slice(0, 400)), '```'];
}

function hidden({ config }: DiagnosticsDeps): (line: string) => string {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(
    (f) => [f.uri.fsPath, '<workspace>'] as const,
  );
  const home = process.env.HOME ?? process.env.USERPROFILE ?? '';
  const paths = [...folders, [home, '<home>'] as const].sort((a, b) => b[0].length - a[0].length);
  const secretKeys = config.get('privacy.secretKeys');
  return (line) => scrub(line, { paths, secretKeys });
}
