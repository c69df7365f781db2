import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { AGENT_TOOLS } from '../../src/agents/agent-tools.ts';
import { cannotStart, mcpLaunch } from '../../src/features/agents/mcp-definition.ts';
import type { ConnectionConfig } from '../../src/protocol/engine-backends.ts';
import { workspaceFolder } from '../support/figures-host.ts';

const extension = () => {
  const found = vscode.extensions.getExtension('spanlight.spanlight');
  if (!found) throw new Error('Spanlight is not here.');
  return found;
};

const TEMPO: ConnectionConfig = {
  id: 'tempo',
  name: 'Tempo',
  kind: 'grafana',
  url: 'https://grafana.acme.dev',
  datasource: 'uid 1',
  auth: { type: 'bearer', token: 'hush-hush' },
  tenant: 'acme',
};

describe('tools for agents', () => {
  before(() => extension().activate());

  it('are language model tools, as the manifest says', async () => {
    const { contributes } = extension().packageJSON as {
      contributes: { languageModelTools: { name: string; modelDescription: string; inputSchema: unknown }[] };
    };
    assert.deepEqual(
      contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({
        name,
        modelDescription,
        inputSchema,
      })),
      AGENT_TOOLS.map(({ name, description, schema }) => ({
        name,
        modelDescription: description,
        inputSchema: schema,
      })),
    );
    const known = vscode.lm.tools.map(({ name }) => name);
    for (const { name } of AGENT_TOOLS) assert.ok(known.includes(name), name);
  });

  it('answer in words, mistakes too', async () => {
    const ask = async (name: string, input: object) => {
      const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
      return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    };
    assert.match(await ask('spanlight_search_traces', { query: 'service:nobody' }), /^No trace matches/);
    assert.match(await ask('spanlight_search_traces', { query: '{ name = }' }), /^The query cannot be read/);
    assert.match(await ask('spanlight_instrumentation_gaps', { confidence: 'low' }), /Covered: \d+ of \d+/);
    assert.match(
      await ask('spanlight_function_latency', { function: 'charge' }),
      /No span of this time leads/,
    );
  });

  it('start a server over what is chosen, secrets in the environment only', () => {
    const choice = {
      cli: '/ext/dist/cli.cjs',
      store: '/data/traces.db',
      folders: ['/shop'],
      connection: TEMPO,
      environment: 'prod',
      version: undefined,
      minutes: 60,
    };
    const { args, env } = mcpLaunch(choice);
    assert.deepEqual(args, [
      ...[
        '/ext/dist/cli.cjs',
        'mcp',
        '--since',
        '60m',
        '--backend',
        'grafana=https://grafana.acme.dev#uid%201',
      ],
      ...['--workspace', '/shop', '--environment', 'prod'],
    ]);
    assert.equal(env.SPANLIGHT_TOKEN, 'hush-hush');
    assert.equal(env.SPANLIGHT_TENANT, 'acme');
    assert.ok(!args.join(' ').includes('hush'));
    assert.equal(cannotStart(TEMPO), false);
    assert.equal(cannotStart({ ...TEMPO, tls: { cert: 'x', key: 'y' } }), true);
  });

  it('are served by a process that an agent can start', async () => {
    const { command, args, env } = mcpLaunch({
      cli: `${extension().extensionPath}/dist/cli.cjs`,
      store: `${workspaceFolder()}/traces.db`,
      folders: [workspaceFolder()],
      connection: undefined,
      environment: undefined,
      version: undefined,
      minutes: 15,
    });
    const server = spawn(command, [...args], { env: { ...process.env, ...env } });
    try {
      const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
      const ask = async (message: object) => {
        server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, ...message })}\n`);
        return JSON.parse((await lines.next()).value as string) as { result: Record<string, unknown> };
      };
      const { result } = await ask({ method: 'initialize', params: { protocolVersion: '2025-06-18' } });
      const { version } = extension().packageJSON as { version: string };
      assert.deepEqual(result.serverInfo, { name: 'spanlight', title: 'Spanlight', version });
      const { result: list } = await ask({ method: 'tools/list' });
      assert.equal((list.tools as unknown[]).length, AGENT_TOOLS.length);
      const call = { name: 'spanlight_search_traces', arguments: {} };
      const { result: found } = await ask({ method: 'tools/call', params: call });
      assert.match(JSON.stringify(found), /No trace matches/);
    } finally {
      server.stdin.end();
    }
    const code = await new Promise((resolve) => server.once('exit', resolve));
    assert.equal(code, 0, 'ends when its client hangs up');
  });
});
