import path from 'node:path';
import { root } from '../../support/root.ts';
import { run, type Toolchain } from './toolchain.ts';

const CODE = `import { setTimeout as wait } from 'node:timers/promises';

type Order = { readonly id: string; readonly total: number };

/* Loads one order. */
export async function show(id: string): Promise<Order | undefined> {
  if (id === '') return undefined; // early
  return load(id);
}

async function load(id: string): Promise<Order> {
  await wait(1);
  if (id === 'bad') throw new Error(\`no order
  \${id}\`);
  return { id, total: 3 };
}

export function state(): 'open' | 'closed' {
  return 'open';
}

export function* pages(): Generator<number> {
  yield 1;
  yield 2;
}

export class Jobs {
  readonly #name = 'jobs';

  async clean(...ids: readonly string[]): Promise<string> {
    const rows = await load(ids[0] ?? 'x');
    return this.#name + rows.id;
  }
}

type Sent = { readonly value: string; readonly headers?: Record<string, string | Buffer> };

export async function publish(producer: { send(batch: { messages: Sent[] }): Promise<void> }): Promise<void> {
  await producer.send({ messages: [{ value: 'x' }] });
}

export async function onMessage({ message }: { message: Sent }): Promise<string> {
  return message.value;
}

export const later = (id: string): Promise<number> => load(id).then((o) => o.total);
`;

const MAIN = `import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
const { show, state, pages, Jobs, later, publish, onMessage } = await import('./orders.ts');
if ((await show('a'))?.total !== 3) throw new Error('show');
if ((await show('')) !== undefined) throw new Error('early');
await show('bad').then(() => { throw new Error('bad'); }, () => {});
if (state() !== 'open') throw new Error('state');
if ([...pages()].join() !== '1,2') throw new Error('pages');
if ((await new Jobs().clean('j')) !== 'jobsj') throw new Error('clean');
if ((await later('l')) !== 3) throw new Error('later');
const sent: { value: string; headers?: Record<string, string | Buffer> }[] = [];
await publish({ send: async ({ messages }) => void sent.push(...messages) });
for (const { value, headers } of sent) {
  const bytes = Object.fromEntries(Object.entries(headers ?? {}).map(([k, v]) => [k, Buffer.from(v)]));
  if ((await onMessage({ message: { value, headers: bytes } })) !== 'x') throw new Error('message');
}
const spans = exporter.getFinishedSpans();
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];
console.log(JSON.stringify(spans.map((s) => ({
  name: s.name,
  kind: KINDS[s.kind],
  status: s.status.code === 2 ? 'error' : 'ok',
  parent: spans.find((p) => p.spanContext().spanId === s.parentSpanContext?.spanId)?.name ?? '',
}))));
`;

export const typescript: Toolchain = {
  title: 'TypeScript',
  language: 'typescript',
  tool: [process.execPath, '--version'],
  file: 'orders.ts',
  code: CODE,
  fixes: [
    { at: 'function show', target: { symbol: 'show', keys: { route: '/orders/:id', method: 'GET' } } },
    { at: 'function state', target: { rule: 'entry.cli', symbol: 'state' } },
    { at: 'function* pages', target: { rule: 'entry.scheduled', symbol: 'pages' } },
    { at: 'async clean', target: { rule: 'entry.scheduled', symbol: 'Jobs.clean' } },
    { at: 'await load(ids[0]', target: { rule: 'outbound.db', tech: 'pg', symbol: 'Jobs.clean' } },
    { at: 'function publish', target: { rule: 'entry.cli', symbol: 'publish' } },
    { kind: 'inject', at: 'producer.send', target: { rule: 'context.queue-inject' } },
    { at: 'function onMessage', target: { rule: 'entry.queue', keys: { topic: 'jobs' } } },
    { kind: 'extract', at: 'function onMessage', target: { rule: 'context.queue-extract' } },
    { at: 'const later', target: { rule: 'entry.faas', symbol: 'later', column: 21 } },
  ],
  files: {
    'main.ts': MAIN,
    'package.json': '{ "type": "module", "private": true }\n',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        noImplicitReturns: true,
        target: 'es2023',
        module: 'nodenext',
        types: ['node'],
        noEmit: true,
        allowImportingTsExtensions: true,
        skipLibCheck: true,
      },
      include: ['orders.ts'],
    }),
  },
  install: (cwd) =>
    run(
      'npm',
      [
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '@opentelemetry/api@1',
        '@opentelemetry/sdk-trace-node@2',
        '@types/node@24',
      ],
      { cwd },
    ),
  run: async (cwd) => {
    await run(path.join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json'], { cwd });
    return run(process.execPath, ['main.ts'], { cwd });
  },
  expect: [
    { name: 'GET /orders/:id', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders/:id', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders/:id', kind: 'server', status: 'error', parent: '' },
    { name: 'state', kind: 'internal', status: 'ok', parent: '' },
    { name: 'pages', kind: 'internal', status: 'ok', parent: '' },
    { name: 'pg in Jobs.clean', kind: 'client', status: 'ok', parent: 'Jobs.clean' },
    { name: 'Jobs.clean', kind: 'internal', status: 'ok', parent: '' },
    { name: 'later', kind: 'server', status: 'ok', parent: '' },
    { name: 'publish', kind: 'internal', status: 'ok', parent: '' },
    { name: 'process jobs', kind: 'consumer', status: 'ok', parent: 'publish' },
  ],
};
