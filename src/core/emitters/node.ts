import { below, type Emission, type EmitterProject } from './emitter.ts';

const COST = 'One stack trace a span: about 20 microseconds (measured ten frames deep).';

const HEAD = `/**
 * Notes on each span which line of this project started it (code.function.name, code.file.path,
 * code.line.number), so that tools can jump from the span to the code.
 * ${COST}
 *
 * Left alone: spans of incoming requests and messages (their handler has not run yet), and what
 * frameworks start around handlers. Run Node with --enable-source-maps where the code is built.
 */`;

const FRAME = String.raw`const FRAME =
  /^\s*at (?:async )?(?:new )?(?:(.+?) (?:\[as [^\]]+\] )?\()?(file:\/\/[^()]+?|\/[^()]+?|[A-Za-z]:\\[^()]+?):(\d+):\d+\)?$/;
const LIBRARY = /[\\/]node_modules[\\/]|[\\/]\.pnp\.[cm]?js|[\\/]\.yarn[\\/]/;
const FRAMEWORK = /^@opentelemetry\/instrumentation-|^@fastify\/otel/;`;

const body = (types: boolean) => {
  const t = (text: string) => (types ? text : '');
  return `export class CodeAttributesSpanProcessor {
  onStart(span${t(': StartedSpan')})${t(': void')} {
    if (span.kind === SpanKind.SERVER || span.kind === SpanKind.CONSUMER) return;
    const scope = (span.instrumentationScope ?? span.instrumentationLibrary)?.name ?? '';
    if (span.kind === SpanKind.INTERNAL && FRAMEWORK.test(scope)) return;
    if ('code.file.path' in span.attributes) return;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 40;
    const here${t(': { stack?: string }')} = {};
    Error.captureStackTrace(here, this.onStart);
    Error.stackTraceLimit = limit;
    for (const line of (here.stack ?? '').split('\\n')) {
      const [, name, file, number] = FRAME.exec(line) ?? [];
      if (!file || LIBRARY.test(file)) continue;
      span.setAttribute('code.file.path', file.startsWith('file:') ? fileURLToPath(file) : file);
      span.setAttribute('code.line.number', Number(number));
      const called = name?.replace(/^(?:async |Object\\.|Module\\.|exports\\.)+/, '');
      if (called && !called.includes('<anonymous>')) span.setAttribute('code.function.name', called);
      return;
    }
  }

  onEnd()${t(': void')} {}

  async forceFlush()${t(': Promise<void>')} {}

  async shutdown()${t(': Promise<void>')} {}
}
`;
};

const TYPES = `type StartedSpan = {
  readonly kind: SpanKind;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** SDK 2 and later; SDK 1 says instrumentationLibrary. */
  readonly instrumentationScope?: { readonly name: string };
  readonly instrumentationLibrary?: { readonly name: string };
  setAttribute(key: string, value: string | number): unknown;
};
`;

const FILES = {
  typescript: 'code-attributes.ts',
  esm: 'code-attributes.js',
  commonjs: 'code-attributes.js',
} as const;

export function nodeEmission({ modules = 'commonjs', sources }: EmitterProject): Emission {
  const path = below(sources, FILES[modules]);
  const from = './code-attributes.js';
  const load =
    modules === 'commonjs'
      ? `const { CodeAttributesSpanProcessor } = require('${from}');`
      : `import { CodeAttributesSpanProcessor } from '${modules === 'typescript' ? './code-attributes' : from}';`;
  return {
    path,
    text: textOf(modules),
    languageId: modules === 'typescript' ? 'typescript' : 'javascript',
    register: `${load}

// Before the processor that exports. Giving processors replaces the one that NodeSDK makes by
// itself, so name yours, too. An application that is started with
// --require @opentelemetry/auto-instrumentations-node/register needs a file like this instead.
const sdk = new NodeSDK({
  spanProcessors: [new CodeAttributesSpanProcessor(), yourBatchSpanProcessor],
  instrumentations: [getNodeAutoInstrumentations()],
});
sdk.start();
`,
    cost: 'about 20 µs a span',
  };
}

function textOf(modules: 'typescript' | 'esm' | 'commonjs'): string {
  if (modules === 'commonjs')
    return `const { fileURLToPath } = require('node:url');
const { SpanKind } = require('@opentelemetry/api');

${FRAME}

${HEAD}
${body(false).replace('export class', 'class')}
module.exports = { CodeAttributesSpanProcessor };
`;
  const imports = `import { fileURLToPath } from 'node:url';
import { SpanKind } from '@opentelemetry/api';
`;
  return `${imports}
${FRAME}
${modules === 'typescript' ? `\n${TYPES}` : ''}
${HEAD}
${body(modules === 'typescript')}`;
}
