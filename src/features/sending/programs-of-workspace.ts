import * as vscode from 'vscode';
import { findPrograms, MARKER_EXCLUDE, MARKER_FILES, tellsByText } from '../../core/sending/find-programs.ts';
import type { SendingProgram } from '../../core/sending/sending-program.ts';
import { read } from './find-instrumentation.ts';

/** Files looked at, at most; the workspace of a hundred services is told by its first. */
const MOST = 300;

/** The programs of the workspace that could send, by the files that name what they are written in. */
export async function programsOfWorkspace(): Promise<SendingProgram[]> {
  const uris = await vscode.workspace.findFiles(MARKER_FILES, MARKER_EXCLUDE, MOST);
  const files = await Promise.all(
    uris.map(async (uri) => {
      const path = vscode.workspace.asRelativePath(uri, false);
      return { path, text: tellsByText(path) ? await read(uri) : undefined };
    }),
  );
  return findPrograms(files, vscode.workspace.name ?? '');
}
