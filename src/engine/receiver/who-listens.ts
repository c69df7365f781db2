import { request } from 'node:http';
import type { Occupant } from '../../protocol/engine-store.ts';
import { processOnPort } from './process-on-port.ts';

/** Where the query side of a program that receives traces usually answers, and how it is told. */
const SIGNS: readonly {
  readonly kind: Occupant['kind'];
  readonly port: number;
  readonly path: string;
  readonly sign: RegExp;
  /** Whether traces can be read there. */
  readonly queries: boolean;
}[] = [
  { kind: 'jaeger', port: 16686, path: '/', sign: /<title>Jaeger UI|jaegertracing|Jaeger/, queries: true },
  { kind: 'tempo', port: 3200, path: '/api/echo', sign: /^echo/, queries: true },
  { kind: 'zipkin', port: 9411, path: '/health', sign: /zipkin/, queries: true },
  { kind: 'collector', port: 13133, path: '/', sign: /Server available|StatusOK/, queries: false },
  { kind: 'collector', port: 8888, path: '/metrics', sign: /otelcol_/, queries: false },
];

const NAMES: readonly (readonly [kind: Occupant['kind'], pattern: RegExp])[] = [
  ['jaeger', /jaeger|all-in-one/i],
  ['tempo', /tempo/i],
  ['zipkin', /zipkin/i],
  ['collector', /otelcol|otel-?contrib|collector|alloy/i],
];

/** Names the program that has a port: by what it says, by its process, by what else it serves. */
export async function whoListens(port: number): Promise<Occupant> {
  const own = await ask(port, '/spanlight');
  const [process, found] = await Promise.all([processOnPort(port), identifyByServices()]);
  const pid = process?.pid;
  if (own?.includes('"spanlight"')) return { kind: 'spanlight', process: process?.name, pid, url: undefined };
  const byName = NAMES.find(([, pattern]) => process && pattern.test(process.name))?.[0];
  const service = found.find((f) => f.kind === byName) ?? (byName === undefined ? found[0] : undefined);
  return { kind: byName ?? service?.kind ?? 'unknown', process: process?.name, pid, url: service?.url };
}

async function identifyByServices(): Promise<{ kind: Occupant['kind']; url: string | undefined }[]> {
  const answers = await Promise.all(
    SIGNS.map(async ({ kind, port, path, sign, queries }) => {
      const text = await ask(port, path);
      return text !== undefined && sign.test(text)
        ? { kind, url: queries ? `http://localhost:${port}` : undefined }
        : undefined;
    }),
  );
  return answers.flatMap((answer) => answer ?? []);
}

/** The first bytes of what answers on a port of this machine; undefined when nothing does. */
function ask(port: number, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path, timeout: 700, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 4096) finish(text);
      });
      response.on('end', () => finish(text));
      response.on('error', () => finish(undefined));
    });
    const finish = (text: string | undefined) => {
      clearTimeout(limit);
      call.destroy();
      resolve(text);
    };
    const limit = setTimeout(() => finish(undefined), 1000);
    call.on('timeout', () => finish(undefined));
    call.on('error', () => finish(undefined));
    call.end();
  });
}

const PRODUCT: Readonly<Record<Occupant['kind'], string>> = {
  spanlight: 'another Spanlight that has its own store',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  zipkin: 'Zipkin',
  collector: 'an OpenTelemetry Collector',
  unknown: 'another program',
};

/** Who has the port, and the choices. */
export function occupantSentence(port: number, setting: string, occupant: Occupant): string {
  const { kind, process, pid, url } = occupant;
  const named = process === undefined ? '' : ` (${process}${pid === undefined ? '' : `, process ${pid}`})`;
  const choices = [
    ...(url === undefined ? [] : [`connect Spanlight to it at ${url}`]),
    `receive on another port (${setting})`,
    ...(kind === 'spanlight' ? ['close the other one'] : ['stop that program']),
  ];
  const last = choices.pop() ?? '';
  return `Port ${port} is taken by ${PRODUCT[kind]}${named}, so no traces are received on it. You can ${choices.join(', ')} or ${last}.`;
}
