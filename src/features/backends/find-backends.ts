import * as vscode from 'vscode';
import { composeBackends } from '../../core/connections/compose-backends.ts';
import { KIND_TITLES } from '../../core/connections/connection-setting.ts';
import type { RemoteKind } from '../../core/ports.ts';
import type { Engine } from '../../host/engine.ts';

/** A backend nobody has connected to yet. */
export type Candidate = {
  readonly kind: RemoteKind;
  readonly url: string;
  /** What answered there, or which file names it. */
  readonly sentence: string;
};

/** Where the query APIs usually are. Grafana shares its port with half of the web: it is told by what it answers. */
const PORTS: readonly { readonly port: number; readonly kind: RemoteKind }[] = [
  { port: 16_686, kind: 'jaeger' },
  { port: 3200, kind: 'tempo' },
  { port: 9411, kind: 'zipkin' },
  { port: 10_428, kind: 'victoriatraces' },
  { port: 3000, kind: 'grafana' },
];

/** Backends that answer on this machine, as each is found. */
export async function findRunning(
  engine: Engine,
  signal: AbortSignal,
  found: (candidate: Candidate) => void,
): Promise<void> {
  await Promise.all(
    PORTS.map(async ({ port, kind }) => {
      const url = `http://localhost:${port}`;
      try {
        const result = await engine.call('backend.probe', { url, auth: { type: 'none' } }, { signal });
        if (!signal.aborted && result.kind === kind) found({ kind, url, sentence: result.sentence });
      } catch {
        // Nothing listens there, or something that is none of these.
      }
    }),
  );
}

const FILES = '**/{compose,docker-compose}*.{yml,yaml}';
const MAX_FILES = 20;
const MAX_BYTES = 256_000;

/** Backends that compose files of the workspace start. */
export async function findInCompose(): Promise<Candidate[]> {
  const files = await vscode.workspace.findFiles(FILES, '**/{node_modules,.git,vendor}/**', MAX_FILES);
  const candidates: Candidate[] = [];
  for (const file of files) {
    if ((await vscode.workspace.fs.stat(file)).size > MAX_BYTES) continue;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    for (const { service, kind, url } of composeBackends(text)) {
      if (candidates.some((known) => known.url === url)) continue;
      const path = vscode.workspace.asRelativePath(file);
      const sentence = vscode.l10n.t('{0}: service "{1}" of {2}', KIND_TITLES[kind], service, path);
      candidates.push({ kind, url, sentence });
    }
  }
  return candidates;
}
