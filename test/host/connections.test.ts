import assert from 'node:assert/strict';
import type { ConnectionSetting } from '../../src/core/connections/connection-setting.ts';
import { Connections } from '../../src/host/connections.ts';
import type { Engine } from '../../src/host/engine.ts';
import type { ConnectionConfig } from '../../src/protocol/engine-backends.ts';
import { memoryConfig, memoryLog, memorySecrets } from '../support/fake-host.ts';

const TEMPO: ConnectionSetting = {
  id: 'tempo',
  name: 'Tempo (staging)',
  kind: 'tempo',
  url: 'https://tempo.acme.dev',
  auth: 'bearer',
};
const SECRET = { origin: 'https://tempo.acme.dev', value: 'hush-hush' };

describe('connections', () => {
  async function create() {
    const config = memoryConfig();
    const secrets = memorySecrets();
    const log = memoryLog();
    const connections = new Connections({ config, secrets, log });
    const told: (readonly ConnectionConfig[])[] = [];
    const engine = {
      call: async (_: string, { connections: all }: { connections: readonly ConnectionConfig[] }) => {
        told.push(all);
      },
    };
    connections.attach(engine as unknown as Engine);
    // What is there at the start is told as well; only what follows is counted.
    await connections.configs();
    let changes = 0;
    connections.onDidChange(() => changes++);
    return { config, secrets, log, connections, told, changes: () => changes };
  }

  it('keeps settings and secrets apart, and tells the engine both', async () => {
    const { config, secrets, connections, told, changes, log } = await create();
    await connections.save(TEMPO, SECRET, 'user');
    assert.deepEqual(config.layered.user.connections, [TEMPO]);
    assert.doesNotMatch(JSON.stringify(config.layered), /hush/);
    assert.doesNotMatch(log.lines.join(), /hush/);
    assert.equal(secrets.values.size, 1);
    assert.deepEqual(told.at(-1)?.[0]?.auth, { type: 'bearer', token: 'hush-hush' });
    assert.deepEqual(
      connections.all.map(({ id, name, detail }) => [id, name, detail]),
      [
        ['local', 'Local traces', 'what was sent to this machine'],
        ['tempo', 'Tempo (staging)', 'https://tempo.acme.dev'],
      ],
    );
    assert.equal(changes(), told.length, 'one event a change, after the engine knows');
  });

  it('gives no secret to another address that a workspace puts under a known id', async () => {
    const { config, connections, told } = await create();
    await connections.save(TEMPO, SECRET, 'user');
    await config.update('connections', [{ ...TEMPO, url: 'https://evil.example' }], 'workspace');
    await connections.configs();
    const [only, ...rest] = told.at(-1) ?? [];
    assert.equal(rest.length, 0);
    assert.equal(only?.url, 'https://evil.example');
    assert.deepEqual(only?.auth, { type: 'none' });
    assert.match(connections.all[1]?.detail ?? '', /token for evil.example is not stored on this machine/);
  });

  it('moves a connection between user and workspace, and forgets the secret with it', async () => {
    const { config, secrets, connections } = await create();
    await config.update('connections', ['my own note', TEMPO], 'user');
    await connections.configs();
    await connections.save({ ...TEMPO, name: 'T' }, SECRET, 'workspace');
    assert.deepEqual(config.layered.user.connections, ['my own note'], 'what is not ours stays');
    assert.deepEqual(config.layered.workspace.connections, [{ ...TEMPO, name: 'T' }]);
    await connections.remove('tempo');
    assert.equal(config.layered.workspace.connections, undefined);
    assert.equal(secrets.values.size, 0);
    assert.equal(connections.all.length, 1);
  });

  it('forgets the secret of the address it moved away from', async () => {
    const { secrets, connections } = await create();
    await connections.save(TEMPO, SECRET, 'user');
    const moved = { ...TEMPO, url: 'https://new.acme.dev' };
    await connections.save(moved, { ...SECRET, origin: 'https://new.acme.dev' }, 'user');
    assert.deepEqual([...secrets.values.keys()], ['spanlight.connection.tempo@https://new.acme.dev']);
  });

  it('says what is wrong with an entry and uses the others', async () => {
    const { config, connections, log } = await create();
    await config.update('connections', [{ id: 'x', kind: 'loki', url: 'http://x' }, TEMPO], 'user');
    await connections.configs();
    assert.equal(connections.all.length, 2);
    assert.match(log.lines.join(), /Connection 1 .*"kind" must be one of/);
  });
});
