import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../../src/core/manifest.ts';
import {
  collectDiagnostics,
  type DiagnosticsDeps,
} from '../../src/features/diagnostics/collect-diagnostics.ts';
import { LogTail } from '../../src/host/log-tail.ts';
import type { EngineApi, EngineHostApi } from '../../src/protocol/engine.ts';
import { RECEIVER_OFF } from '../../src/protocol/engine-store.ts';
import type { IndexerApi, IndexerHostApi } from '../../src/protocol/indexer.ts';
import { memoryConfig, memoryLog } from '../support/fake-host.ts';
import { FakeThread } from '../support/fake-thread.ts';
import { closeEditors, eventually, workspaceFolder } from '../support/figures-host.ts';

/** Everything that must not get out, in all the places it could come from. */
const SECRETS = {
  token: 'tok-8f3a9b2c4d5e6f70',
  host: 'tempo.acme-corp.dev',
  value: 'ada.lovelace',
  card: '4242424242424242',
  tenant: 'tenant-blue',
  sql: 'SELECT secret_column',
  file: 'hidden-project',
};

function deps(over: Partial<DiagnosticsDeps> = {}): DiagnosticsDeps {
  const { token, host, value, card, tenant, sql, file } = SECRETS;
  const engine = new FakeThread<EngineApi, EngineHostApi>({
    'receiver.status': () => ({ ...RECEIVER_OFF, problems: [`disk of ${file} is full`] }),
    'store.info': () => ({
      path: `/home/x/${file}/traces.db`,
      bytes: 2_000_000,
      spans: 5000,
      traces: 40,
      oldestMs: Date.now() - 86_400_000,
      newestMs: Date.now(),
    }),
    'backend.describe': () => {
      throw Object.assign(new Error(`${host} refused Bearer ${token}`), { code: 'unauthorized' });
    },
  });
  const indexer = new FakeThread<IndexerApi, IndexerHostApi>({
    'index.status': () => ({ state: 'ready', indexed: 10, files: 12, notes: [`src/${file}.ts: too large`] }),
  });
  const config = memoryConfig({ ...SETTINGS });
  void config.update('hover.enabled', false, 'user');
  void config.update('inline.functionTemplate', `{p95} for ${value}`, 'user');
  const log = new LogTail({ ...memoryLog(), show: () => {} });
  log.warn(
    `backend https://${host}:3200/api/search?q=${value} answered 401 to Authorization: Bearer ${token}`,
  );
  log.error(`span attribute user.name = "${value}" and "${sql} FROM t"`);
  log.info(`card ${card}, file ${workspaceFolder()}/${file}/a.ts`);
  log.debug(`{"db.statement":"${sql}","enduser.id":"${value}"}`);
  const setting = {
    id: 'tempo',
    name: value,
    kind: 'tempo' as const,
    url: `https://${host}`,
    auth: 'bearer' as const,
    tenant,
    headers: { 'x-key': token },
  };
  return {
    engine: engine.thread,
    indexer: indexer.thread,
    config,
    connections: { placed: [{ setting, layer: 'user', problem: undefined }] } as never,
    selection: {
      current: {
        connection: 'tempo',
        window: { kind: 'last', minutes: 60 },
        environment: value,
        version: undefined,
      },
    } as never,
    log,
    version: '0.1.0',
    ...over,
  };
}

describe('diagnostics', () => {
  afterEach(closeEditors);

  it('tell how the parts are', async () => {
    const report = await collectDiagnostics(deps());
    assert.match(report, new RegExp(`Spanlight 0\\.1\\.0, VS Code ${vscode.version.replaceAll('.', '\\.')}`));
    assert.match(
      report,
      /1\. tempo, https, bearer, from user settings, with a tenant, 1 header\(s\): unauthorized/,
    );
    assert.match(report, /40 traces, 5,?.?000 spans, 2\.0 MB, 1\.0 days/);
    assert.match(report, /ready, 10 of 12 files, 1 note\(s\)/);
    assert.match(report, /spanlight\.hover\.enabled: false/);
    assert.match(report, /spanlight\.inline\.functionTemplate: \(a text\)/);
    assert.match(
      report,
      /warn backend https:\/\/<address> answered 401 to Authorization: Bearer \[redacted\]/,
    );
  });

  it('have no token, no attribute value, no address, no path', async () => {
    const report = await collectDiagnostics(deps());
    for (const [what, secret] of Object.entries(SECRETS))
      assert.ok(!report.includes(secret), `${what} is in the report`);
  });

  it('do not wait for a thread that hangs', async () => {
    const engine = new FakeThread<EngineApi, EngineHostApi>({
      'store.info': () => new Promise(() => {}),
      'receiver.status': () => {
        throw new Error('The trace engine crashed.');
      },
      'backend.describe': () => new Promise(() => {}),
    });
    const report = await collectDiagnostics(deps({ engine: engine.thread }));
    assert.match(report, /## Local traces\n\n- no answer within 5 s/);
    assert.match(report, /## Receiver\n\n- The trace engine crashed\./);
  });

  it('open as a document to read', async () => {
    void vscode.commands.executeCommand(COMMANDS.collectDiagnostics);
    const text = await eventually(
      () => vscode.window.activeTextEditor?.document.getText() ?? '',
      (shown) => shown.startsWith('# Spanlight diagnostics'),
    );
    assert.match(text, /## Log/);
  });
});
