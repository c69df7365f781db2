import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { findTraceIds } from '../../core/trace/find-ids.ts';
import type { Config } from '../../host/config.ts';

/** Characters looked at without a pause: a millisecond or two of this thread. */
const SLICE = 32_768;
const MAX_TEXT = 4_000_000;
const MAX_LINKS = 5000;

const LOGS: vscode.DocumentSelector = [
  { language: 'log' },
  { scheme: 'output' },
  { pattern: '**/*.{log,log.*,out}' },
];
const ALL: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'output' }];

/** Links on trace ids in documents, for the kinds of documents the setting names. */
export function registerDocumentLinks(config: Config): vscode.Disposable {
  let registered: vscode.Disposable | undefined;
  const register = () => {
    registered?.dispose();
    const wanted = config.get('links.inDocuments');
    registered =
      wanted === 'off'
        ? undefined
        : vscode.languages.registerDocumentLinkProvider(wanted === 'all' ? ALL : LOGS, PROVIDER);
  };
  register();
  const listener = config.onChange((affects) => {
    if (affects('links.inDocuments')) register();
  });
  return new vscode.Disposable(() => {
    listener.dispose();
    registered?.dispose();
  });
}

const PROVIDER: vscode.DocumentLinkProvider = {
  async provideDocumentLinks(document, token) {
    const links: vscode.DocumentLink[] = [];
    const text = document.getText().slice(0, MAX_TEXT);
    for (let from = 0; from < text.length && links.length < MAX_LINKS; ) {
      const to = endOfSlice(text, from);
      for (const { range, traceId, spanId, confidence, kind } of findTraceIds(text.slice(from, to))) {
        // VS Code makes links of addresses itself; bare hex in code is hardly ever a trace.
        if (confidence === 'low' || kind === 'url') continue;
        const place = new vscode.Range(
          document.positionAt(from + range.start),
          document.positionAt(from + range.end),
        );
        const link = new vscode.DocumentLink(place, targetOf(traceId, spanId));
        link.tooltip = vscode.l10n.t('Open the trace in Spanlight');
        links.push(link);
      }
      from = to;
      await new Promise((resolve) => setImmediate(resolve));
      if (token.isCancellationRequested) return undefined;
    }
    return links;
  },
};

/** Slices end with a line: no id reaches over one. */
function endOfSlice(text: string, from: number): number {
  const end = from + SLICE;
  if (end >= text.length) return text.length;
  const newline = text.indexOf('\n', end);
  return newline < 0 || newline - end > SLICE ? end : newline + 1;
}

function targetOf(traceId: string, spanId: string | undefined): vscode.Uri {
  const text = spanId === undefined ? traceId : `00-${traceId}-${spanId}-01`;
  return vscode.Uri.parse(`command:${COMMANDS.openTrace}?${encodeURIComponent(JSON.stringify([text]))}`);
}
