import * as vscode from 'vscode';
import { findTraceIds } from '../../core/trace/find-ids.ts';

type TraceLink = vscode.TerminalLink & { readonly text: string };

/** Terminals pass every line that is pointed at: longer ones are no log lines. */
const MAX_LINE = 4096;

/** Trace ids in what programs print. Bare hex may be a commit or a checksum, and addresses are links already. */
export function terminalLinks(open: (text: string) => Promise<void>): vscode.TerminalLinkProvider<TraceLink> {
  return {
    provideTerminalLinks: ({ line }) => {
      if (line.length > MAX_LINE) return [];
      return findTraceIds(line)
        .filter(({ confidence, kind }) => confidence !== 'low' && kind !== 'url')
        .map(({ range, traceId, spanId }) => ({
          startIndex: range.start,
          length: range.end - range.start,
          tooltip: vscode.l10n.t('Open the trace in Spanlight'),
          text: spanId === undefined ? traceId : `00-${traceId}-${spanId}-01`,
        }));
    },
    handleTerminalLink: ({ text }) => open(text),
  };
}
