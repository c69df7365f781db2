import * as vscode from 'vscode';
import { normaliseSpanId, normaliseTraceId } from '../../core/trace/ids.ts';
import { reportError } from '../../host/errors.ts';
import { type OpenByIdDeps, openById } from './open-by-id.ts';

/**
 * `vscode://spanlight.spanlight/trace/<id>?span=<id>&connection=<id or name>`: links of browser pages into the editor.
 * Anybody can write one, so it opens what is connected already and nothing else.
 */
export function uriHandler(deps: OpenByIdDeps): vscode.UriHandler {
  return {
    handleUri: (uri) => open(deps, uri).catch((error) => reportError(deps.log, error)),
  };
}

async function open(deps: OpenByIdDeps, uri: vscode.Uri): Promise<void> {
  const id = /^\/trace\/([^/]+)\/?$/.exec(uri.path)?.[1] ?? '';
  const traceId = normaliseTraceId(id);
  if (traceId === undefined)
    throw new Error(
      vscode.l10n.t(
        'The link names no trace. It must look like {0}://spanlight.spanlight/trace/<id>.',
        uri.scheme,
      ),
    );
  const query = new URLSearchParams(uri.query);
  const wanted = query.get('connection');
  const known = deps.connections.all.find(({ id: own, name }) => own === wanted || name === wanted);
  if (wanted !== null && !known)
    throw new Error(
      vscode.l10n.t('The link is to the backend "{0}", which is not connected here.', wanted.slice(0, 80)),
    );
  const spanId = normaliseSpanId(query.get('span') ?? '');
  await openById(deps, { traceId, spanId }, known?.id);
}
