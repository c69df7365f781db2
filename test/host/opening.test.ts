import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ConnectionSetting } from '../../src/core/connections/connection-setting.ts';
import { connectionOf, type OpenByIdDeps, openById } from '../../src/features/open-trace/open-by-id.ts';
import { terminalLinks } from '../../src/features/open-trace/terminal-links.ts';
import { uriHandler } from '../../src/features/open-trace/uri-handler.ts';
import type { TraceOrigin } from '../../src/protocol/trace-origin.ts';
import { memoryLog } from '../support/fake-host.ts';
import { fileUri } from '../support/figures-host.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

const setting = (id: string, kind: ConnectionSetting['kind'], url: string, datasource?: string) => ({
  setting: { id, name: id, kind, url, auth: 'none' as const, ...(datasource ? { datasource } : {}) },
  layer: 'user' as const,
  problem: undefined,
});

/** Opens into a list; the local store has the ids named. */
function create(here: readonly string[] = [], placed: readonly ReturnType<typeof setting>[] = []) {
  const shown: (TraceOrigin & { spanId?: string | undefined })[] = [];
  const asked: string[] = [];
  const deps = {
    engine: {
      call: async (_: string, { query }: { query: string }) => {
        asked.push(query);
        return { found: here.some((id) => query.includes(id)) ? 1 : 0 };
      },
    },
    connections: { placed, all: [{ id: 'local', name: 'Local' }, ...placed.map((p) => p.setting)] },
    selection: { current: { connection: placed[0]?.setting.id ?? 'local' } },
    log: memoryLog(),
    show: (origin: TraceOrigin, { spanId }: { spanId?: string } = {}) =>
      void shown.push({ ...origin, spanId }),
  };
  return { deps: deps as unknown as OpenByIdDeps, shown, asked };
}

describe('opening a trace that was named', () => {
  const jaeger = setting('jaeger', 'jaeger', 'https://traces.acme.dev/jaeger/');
  const tempo = setting('tempo', 'tempo', 'https://traces.acme.dev');
  const grafana = setting('grafana', 'grafana', 'https://grafana.acme.dev', 'uid-1');
  const other = setting('grafana-2', 'grafana', 'https://grafana.acme.dev', 'uid-2');

  it('looks on this machine first, then in the backend that is chosen', async () => {
    const here = create([ID], [tempo]);
    await openById(here.deps, { traceId: ID, spanId: SPAN });
    assert.deepEqual(here.shown, [{ kind: 'connection', connection: 'local', traceId: ID, spanId: SPAN }]);
    const there = create([], [tempo]);
    await openById(there.deps, { traceId: ID, spanId: undefined });
    assert.equal((there.shown[0] as { connection?: string }).connection, 'tempo');
    assert.deepEqual(there.asked, [`{ trace:id = "${ID}" }`]);
  });

  it('goes where a link points, by address, kind and data source', () => {
    const placed = [tempo, jaeger, grafana, other];
    const of = (baseUrl: string, ui: string, dataSource?: string) =>
      connectionOf({ placed }, { traceId: ID, spanId: undefined, baseUrl, ui, dataSource });
    assert.equal(of('https://traces.acme.dev/jaeger', 'jaeger'), 'jaeger');
    assert.equal(of('https://traces.acme.dev/elsewhere', 'jaeger'), 'jaeger');
    assert.equal(of('https://grafana.acme.dev', 'grafana', 'uid-2'), 'grafana-2');
    assert.equal(of('https://nobody.example', 'jaeger'), undefined);
  });

  it('opens links of browser pages, and only into what is connected', async () => {
    const { deps, shown } = create([], [tempo, jaeger]);
    const open = (link: string) =>
      uriHandler(deps).handleUri(vscode.Uri.parse(`vscode://spanlight.spanlight${link}`));
    await open(`/trace/${ID}?span=${SPAN}&connection=jaeger`);
    assert.deepEqual(shown, [{ kind: 'connection', connection: 'jaeger', traceId: ID, spanId: SPAN }]);
    for (const bad of ['/trace/xyz', '/other', `/trace/${ID}?connection=evil`]) void open(bad);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(shown.length, 1);
  });

  it('finds ids in what terminals print, but makes no link of a commit', async () => {
    const opened: string[] = [];
    const provider = terminalLinks(async (text) => void opened.push(text));
    const links = (line: string) =>
      provider.provideTerminalLinks({ line } as vscode.TerminalLinkContext, undefined as never) as ReturnType<
        typeof Array<vscode.TerminalLink & { text: string }>
      >;
    const line = `12:00 ERROR traceparent: 00-${ID}-${SPAN}-01 and trace_id=${ID}`;
    assert.deepEqual(
      links(line).map(({ startIndex, length }) => line.slice(startIndex, startIndex + length).includes(ID)),
      [true, true],
    );
    const [first] = links(line);
    if (first) await provider.handleTerminalLink(first);
    assert.deepEqual(opened, [`00-${ID}-${SPAN}-01`]);
    assert.deepEqual(links(`commit ${ID}00112233`), []);
    assert.deepEqual(links(`sha ${ID}`), []);
  });
});

describe('links in documents', () => {
  it('open the trace, in logs by default', async () => {
    const text = `${'INFO nothing here\n'.repeat(5000)}ERROR trace_id=${ID} span_id=${SPAN}\n`;
    const write = async (file: string, content: string) => {
      await vscode.workspace.fs.writeFile(fileUri(file), Buffer.from(content));
      return vscode.workspace.openTextDocument(fileUri(file));
    };
    const document = await write('app.log', text);
    const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const [link] = found.filter(({ target }) => target?.scheme === 'command');
    assert.equal(link?.range.start.line, 5000);
    assert.match(decodeURIComponent(link?.target?.query ?? ''), new RegExp(ID));
    const code = await write('note.txt', `trace_id=${ID}`);
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeLinkProvider', code.uri), []);
  });
});
