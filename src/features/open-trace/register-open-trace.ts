import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { namedTrace } from '../../core/trace/find-ids.ts';
import { normaliseSpanId } from '../../core/trace/ids.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { QueryCompletion } from '../../host/query-completion.ts';
import { asTraceOrigin, type TraceOrigin } from '../../protocol/trace-origin.ts';
import { registerDocumentLinks } from './document-links.ts';
import { type OpenByIdDeps, openById } from './open-by-id.ts';
import type { NamedTrace } from './open-target.ts';
import { namedOf } from './picker-items.ts';
import { terminalLinks } from './terminal-links.ts';
import { TracePicker } from './trace-picker.ts';
import { uriHandler } from './uri-handler.ts';

export type OpenTraceDeps = OpenByIdDeps & {
  readonly config: Config;
  readonly completion: QueryCompletion;
};

export type OpenTrace = vscode.Disposable & {
  /** Lets the user choose a trace without opening it. */
  chooseTrace(title: string): Promise<TraceOrigin | undefined>;
  /** Opens a trace that another one names; it is most likely where that one is. */
  openLinked(named: NamedTrace, near: TraceOrigin): Promise<void>;
  /** Opens the trace that a text names; false where it names none. */
  openNamed(text: string): Promise<boolean>;
};

/** Every way in: the palette, files, ids in terminals and documents, links of browsers. */
export function registerOpenTrace(deps: OpenTraceDeps): OpenTrace {
  const { log } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: (argument: unknown) => Promise<void>) =>
    store.add(
      vscode.commands.registerCommand(id, (argument: unknown) =>
        run(argument).catch((error) => reportError(log, error)),
      ),
    );
  const open = (text: string) => openText(deps, text);
  command(COMMANDS.openTrace, (argument) => openArgument(deps, argument));
  command(COMMANDS.openTraceFile, () => openFile(deps));
  store.add(vscode.window.registerTerminalLinkProvider(terminalLinks(open)));
  store.add(registerDocumentLinks(deps.config));
  store.add(vscode.window.registerUriHandler(uriHandler(deps)));
  return {
    chooseTrace: (title) => chooseTrace(deps, title),
    openLinked: (named, near) =>
      openById(deps, named, near.kind === 'connection' ? near.connection : undefined),
    openNamed: async (text) => {
      const id = namedTrace(text);
      if (!id || id.confidence === 'low') return false;
      await openById(deps, namedOf(id));
      return true;
    },
    dispose: () => store.dispose(),
  };
}

async function chooseTrace(deps: OpenTraceDeps, title: string): Promise<TraceOrigin | undefined> {
  const picked = await new TracePicker(deps, title, '').show();
  if (!picked) return undefined;
  const { choice } = picked;
  if (choice === 'file') {
    const file = await pickFile();
    return file && { kind: 'file', path: file.fsPath, traceId: undefined };
  }
  if (choice === 'clipboard') {
    const id = namedTrace(await vscode.env.clipboard.readText());
    return id && { kind: 'connection', connection: deps.selection.current.connection, traceId: id.traceId };
  }
  if (typeof choice !== 'object' || !('open' in choice)) return undefined;
  const connection = choice.connection ?? deps.selection.current.connection;
  return { kind: 'connection', connection, traceId: choice.open.traceId };
}

/** A file, text that names a trace, or an origin with perhaps a span, as other commands and links give it. */
async function openArgument(deps: OpenTraceDeps, argument: unknown): Promise<void> {
  if (argument instanceof vscode.Uri)
    return deps.show({ kind: 'file', path: argument.fsPath, traceId: undefined });
  if (typeof argument === 'string') return openText(deps, argument);
  const origin = asTraceOrigin(argument);
  const spanId = (argument as { spanId?: unknown } | undefined)?.spanId;
  if (origin)
    return deps.show(origin, { spanId: typeof spanId === 'string' ? normaliseSpanId(spanId) : undefined });
  return pickTrace(deps, '');
}

async function openText(deps: OpenTraceDeps, text: string): Promise<void> {
  const id = namedTrace(text);
  if (id) await openById(deps, namedOf(id));
  else await pickTrace(deps, text);
}

async function pickTrace(deps: OpenTraceDeps, value: string): Promise<void> {
  const picked = await new TracePicker(deps, vscode.l10n.t('Open a trace'), value).show();
  if (!picked) return;
  const { choice, typed } = picked;
  if (choice === 'file') await openFile(deps);
  else if (choice === 'clipboard') await openText(deps, await vscode.env.clipboard.readText());
  else if (choice === 'list') await vscode.commands.executeCommand(COMMANDS.searchTraces, typed);
  else if (typeof choice === 'object' && 'open' in choice) {
    const { open, connection } = choice;
    await openById(deps, open, connection);
  }
}

async function openFile({ show }: OpenTraceDeps): Promise<void> {
  const file = await pickFile();
  if (file) show({ kind: 'file', path: file.fsPath, traceId: undefined });
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a trace file'),
    openLabel: vscode.l10n.t('Open Trace'),
    canSelectMany: false,
    filters: { [vscode.l10n.t('Traces')]: ['json', 'jsonl', 'ndjson', 'pb', 'bin', 'gz'], '*': ['*'] },
  });
  return picked?.[0];
}
