import path from 'node:path';
import type { Logger } from '../core/ports.ts';
import { formatInteger } from '../core/trace/units.ts';
import { WriterThread } from '../engine/store/writer-thread.ts';
import type { ListenerStatus, ReceiverConfig, ReceiverStatus } from '../protocol/engine-store.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { newestStore, ownStore } from './default-store.ts';
import { parseArguments } from './parse-arguments.ts';

const HELP = `spanlight receive: take OpenTelemetry traces and keep them

Usage: spanlight receive [--http PORT] [--grpc PORT] [--zipkin PORT] [--store FILE] [--host ADDRESS] [--json]

  --http PORT     OTLP/HTTP, 4318 if not given; 0 for any free port, off for none
  --grpc PORT     OTLP/gRPC, 4317 if not given; 0 for any free port, off for none
  --zipkin PORT   Zipkin v2 JSON, off if not given
  --store FILE    where to keep traces; without it the store written to last, an editor's included
  --host ADDRESS  127.0.0.1 if not given. Anything else lets other machines send
  --cors WHO      web pages that may send: none (if not given), localhost, or origins separated by commas
  --json          a JSON object a line on stdout whenever the state changes

Point programs at it: OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318
Where another Spanlight has the port and the same store, this one waits and takes over when it goes.
Ends with Ctrl-C. Exit codes: 0 ok, 1 when no port could be opened, 2 for wrong usage.
`;

export const receiveCommand: Command = {
  name: 'receive',
  summary: 'take OpenTelemetry traces and keep them in a local store',
  help: HELP,
  async run(args, io) {
    const { values } = parseArguments(args, {
      options: {
        http: { type: 'string' },
        grpc: { type: 'string' },
        zipkin: { type: 'string' },
        store: { type: 'string' },
        host: { type: 'string' },
        cors: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const file = values.store
      ? path.resolve(io.cwd, values.store)
      : (newestStore(io.env) ?? ownStore(io.env));
    const config: ReceiverConfig = {
      host: values.host ?? '127.0.0.1',
      httpPort: portOf('http', values.http, 4318),
      grpcPort: portOf('grpc', values.grpc, 4317),
      zipkinPort: portOf('zipkin', values.zipkin, undefined),
      origins: originsOf(values.cors),
      hosts: [],
    };
    return receive(file, config, values.json === true, io);
  },
};

async function receive(file: string, config: ReceiverConfig, json: boolean, io: CommandIo): Promise<number> {
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const said = new Map<string, string>();
  let last = 'starting' as ReceiverStatus['state'];
  const status = (now: ReceiverStatus) => {
    last = now.state;
    if (json) io.stdout(`${JSON.stringify(now)}\n`);
    else tell(now, said, io);
    if (now.state !== 'off' && now.listeners.every((l) => l.state !== 'starting')) settle();
  };
  const writer = new WriterThread({
    file: () => file,
    ownFile: false,
    log: quiet,
    tell: { status, changed: () => {}, note: ({ text }) => say(said, text, text, io) },
  });
  try {
    if (!json) io.stderr(`Keeping traces in ${file}\n`);
    status(await writer.receive(config));
    await Promise.race([settled, aborted(io.signal)]);
    if (last === 'blocked' && !io.signal.aborted) return EXIT.findings;
    await aborted(io.signal);
    return EXIT.ok;
  } finally {
    if (!json && io.isTty) io.stderr('\n');
    await writer.close();
  }
}

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** What is not what was last said under this key. */
function say(said: Map<string, string>, key: string, text: string, io: CommandIo): void {
  if (said.get(key) === text) return;
  said.set(key, text);
  io.stderr(`${io.isTty ? '\r\u001b[K' : ''}${text}\n`);
}

/** Each listener's sentence once, and on a terminal a line that counts. */
function tell(status: ReceiverStatus, said: Map<string, string>, io: CommandIo): void {
  for (const listener of status.listeners)
    if (listener.state !== 'starting')
      say(said, listener.protocol, `${LABEL[listener.protocol]}: ${listener.sentence}`, io);
  for (const problem of status.problems) say(said, problem, problem, io);
  if (!io.isTty || status.state !== 'receiving') return;
  const rate = formatInteger(Math.round(status.spansPerSecond));
  io.stderr(`\r\u001b[K${formatInteger(status.spans)} spans, ${rate}/s`);
}

const LABEL: Readonly<Record<ListenerStatus['protocol'], string>> = {
  http: 'OTLP/HTTP',
  grpc: 'OTLP/gRPC',
  zipkin: 'Zipkin',
};

function portOf(name: string, text: string | undefined, fallback: number | undefined): number | undefined {
  if (text === undefined) return fallback;
  if (text === 'off') return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`--${name} takes a port from 0 to 65535 or "off", not "${text}".`);
  return Number(text);
}

function originsOf(text: string | undefined): ReceiverConfig['origins'] {
  if (text === undefined || text === 'none' || text === 'localhost') return text ?? 'none';
  return text.split(',').map((origin) => origin.trim());
}
