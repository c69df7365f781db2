import type * as vscode from 'vscode';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { ShownFrame } from '../../protocol/engine-view.ts';
import type { ResolvedSpans } from '../../protocol/indexer.ts';

/** Leads spans to code. The panel knows no more of mapping than this. */
export type CodeResolver = {
  /** Every span of an open trace. */
  resolveSpans(handle: number): Promise<ResolvedSpans>;
  /** The line of a stack frame of a span. */
  resolveFrame(frame: ShownFrame): Promise<Resolution>;
  /** Answers may have changed: files were edited, the index is ready. */
  onDidChange(listener: () => void): vscode.Disposable;
};
