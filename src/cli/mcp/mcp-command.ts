import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AgentDeps, AgentScope } from '../../agents/agent-tool.ts';
import { AGENT_TOOLS } from '../../agents/agent-tools.ts';
import { DEFAULT_SECRET_KEYS } from '../../core/trace/secret-keys.ts';
import { STORE_FILE } from '../../engine/store/store-file.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import { BACKEND_HELP, backendArgument } from '../backend-argument.ts';
import { type Command, type CommandIo, EXIT, UsageError } from '../command.ts';
import { newestStore, ownStore } from '../default-store.ts';
import { parseArguments } from '../parse-arguments.ts';
import { windowSince } from '../window-argument.ts';
import { mcpServer } from './mcp-server.ts';
import { openThreads } from './open-threads.ts';

const HELP = `spanlight mcp: traces and their code for agents, by the Model Context Protocol on stdin and stdout

Usage: spanlight mcp [--workspace DIR ...] [--store FILE | --backend KIND=URL] [--since 24h]

  --workspace DIR     a folder with the source code; may be given several times; this folder if not given
  --store FILE        a local store (a file named ${STORE_FILE}); without it the one written to last
  --backend KIND=URL  jaeger, tempo, zipkin, victoriatraces or grafana, such as jaeger=http://localhost:16686
  --since TIME        how far back tools look unless they are told otherwise, 24h if not given
  --environment NAME  spans of this environment only
  --version NAME      spans of this version of their service only
  --json              what is said is JSON in any case

Tools: ${AGENT_TOOLS.map(({ name }) => name).join(', ')}.
Answers are short, have file:line, and values that look like secrets are taken out of them.
${BACKEND_HELP}
Exit codes: 0 when the client hung up, 1 failure, 2 for wrong usage.
`;

/** `input` is what a client writes: JSON-RPC, a message a line. */
export function mcpCommand(input: () => Readable): Command {
  return {
    name: 'mcp',
    summary: 'traces and their code for agents, by the Model Context Protocol',
    help: HELP,
    async run(args, io) {
      const { values } = parseArguments(args, {
        options: {
          workspace: { type: 'string', multiple: true },
          store: { type: 'string' },
          backend: { type: 'string' },
          since: { type: 'string' },
          environment: { type: 'string' },
          version: { type: 'string' },
          json: { type: 'boolean' },
        },
      });
      if (values.store !== undefined && values.backend !== undefined)
        throw new UsageError('Give either --backend or --store, not both.');
      const folders = (values.workspace ?? ['.']).map((folder) => path.resolve(io.cwd, folder));
      for (const folder of folders)
        if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
          throw new UsageError(`There is no folder ${folder}.`);
      const since = values.since ?? '24h';
      windowSince(since, 0);
      const backend =
        values.backend === undefined ? undefined : backendArgument(values.backend, io.env, io.cwd);
      const storageDir = path.dirname(storeOf(values.store, io));
      const scope = (): AgentScope => ({
        connection: backend?.id ?? LOCAL_CONNECTION,
        range: windowSince(since, Date.now()),
        environment: values.environment,
        version: values.version,
        folders,
        secretKeys: DEFAULT_SECRET_KEYS,
      });
      const threads = openThreads();
      try {
        await threads.engine.call('engine.configure', { storageDir });
        await threads.engine.call('backend.configure', { connections: backend ? [backend] : [] });
        await threads.indexer.call('index.open', { folders, storageDir });
        await serve(input(), { ...threads, scope }, io);
      } finally {
        await threads.close();
      }
      return EXIT.ok;
    },
  };
}

function storeOf(given: string | undefined, io: CommandIo): string {
  if (given === undefined) return newestStore(io.env) ?? ownStore(io.env);
  const file = path.resolve(io.cwd, given);
  if (path.basename(file) !== STORE_FILE)
    throw new UsageError(
      `--store takes a file named ${STORE_FILE}, as the editor and spanlight receive keep it.`,
    );
  if (!existsSync(path.dirname(file))) throw new UsageError(`There is no folder ${path.dirname(file)}.`);
  return file;
}

/** Until the client hangs up or the process is told to end. What was asked by then is answered. */
async function serve(input: Readable, deps: AgentDeps, io: CommandIo): Promise<void> {
  const send = (message: object) => io.stdout(`${JSON.stringify(message)}\n`);
  const server = mcpServer({ tools: AGENT_TOOLS, deps, version: ownVersion(), send });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const end = () => lines.close();
  io.signal.addEventListener('abort', end, { once: true });
  const answers = new Set<Promise<void>>();
  for await (const line of lines) {
    const answered: Promise<void> = server.line(line).finally(() => answers.delete(answered));
    answers.add(answered);
  }
  if (io.signal.aborted) server.close();
  await Promise.allSettled(answers);
}

/** From the package this is part of; built or from source, it lies as far up. */
function ownVersion(): string {
  const built = import.meta.url.endsWith('.ts') ? '../../../package.json' : '../package.json';
  try {
    const { version } = JSON.parse(readFileSync(new URL(built, import.meta.url), 'utf8')) as {
      version: unknown;
    };
    return typeof version === 'string' ? version : '0';
  } catch {
    return '0';
  }
}
