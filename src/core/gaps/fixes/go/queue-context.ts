import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  type ParsedFile,
  planOf,
  refused,
} from '../fix-plan.ts';
import { functionAround } from '../locate.ts';
import { nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, insert, type TextEdit } from '../text-edit.ts';
import { contextAround } from './go-context.ts';
import { GoFile } from './go-file.ts';

const OTEL = 'go.opentelemetry.io/otel';

type Library = {
  readonly path: RegExp;
  /** Type of a message and of its headers. */
  readonly message: string;
  readonly headers: string;
  /** Statement that adds one header in the helper. */
  readonly add: (pkg: string) => string;
};

const LIBRARIES: readonly Library[] = [
  {
    path: /rabbitmq\/amqp091-go|streadway\/amqp/,
    message: 'Publishing',
    headers: 'Table',
    add: () => 'headers[key] = value',
  },
  {
    path: /segmentio\/kafka-go/,
    message: 'Message',
    headers: '[]Header',
    add: (pkg) => `headers = append(headers, ${pkg}.Header{Key: key, Value: []byte(value)})`,
  },
  {
    path: /(?:IBM|Shopify)\/sarama/,
    message: 'ProducerMessage',
    headers: '[]RecordHeader',
    add: (pkg) => `headers = append(headers, ${pkg}.RecordHeader{Key: []byte(key), Value: []byte(value)})`,
  },
];

/** Headers with the trace context in each message that is made here: amqp091, kafka-go and sarama. */
export function injectGo(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  const imports = [...nodesIn(file.root)].filter((n) => n.type === 'import_spec');
  for (const library of LIBRARIES) {
    const spec = imports.find((n) => library.path.test(n.childForFieldName('path')?.text ?? ''));
    if (!spec) continue;
    const path = spec.childForFieldName('path')?.text.slice(1, -1) ?? '';
    const pkg =
      spec.childForFieldName('name')?.text ??
      (path.includes('amqp091')
        ? 'amqp091'
        : path.includes('kafka-go')
          ? 'kafka'
          : (path.split('/').at(-1) ?? ''));
    const ctx = contextAround(functionAround(file.root, target.line));
    if (ctx === '')
      return refused('No context is at hand here: the function takes none. Add a ctx parameter first.');
    const fn = functionAround(file.root, target.line) ?? file.root;
    const edits = [...nodesIn(fn)].flatMap((n) =>
      n.type === 'composite_literal' && n.childForFieldName('type')?.text === `${pkg}.${library.message}`
        ? header(file.text, n, ctx)
        : [],
    );
    if (edits.length === 0) break;
    const go = new GoFile(file, project);
    const otel = go.use(OTEL, 'otelapi');
    const propagation = go.use(`${OTEL}/propagation`, 'otelpropagation');
    const context = go.use('context', 'stdcontext');
    const known = [
      ...project.files.filter((f) => f.endsWith('.go')).map((f) => project.read(f) ?? ''),
      file.text,
    ].some((t) => t.includes('func injectTraceContext('));
    const helper = known
      ? []
      : [
          insert(
            file.text.length,
            helperText(library, { pkg, otel, propagation, context, eol: eolOf(file.text) }),
          ),
        ];
    return planOf(file.path, [...go.edits(), ...edits, ...helper]);
  }
  return refused(
    `It cannot be seen here how the message takes headers. Call otel.GetTextMapPropagator().Inject(ctx, carrier) on those it is sent with.`,
  );
}

function header(text: string, literal: SyntaxNode, ctx: string): TextEdit[] {
  const body = literal.childForFieldName('body');
  if (!body || /\bHeaders:/.test(body.text)) return [];
  const added = `Headers: injectTraceContext(${ctx})`;
  const last = body.namedChildren.findLast((n) => n.type !== 'comment');
  if (!last) return [insert(body.startIndex + 1, added)];
  const lines = body.startPosition.row !== body.endPosition.row;
  if (!lines) return [insert(last.endIndex, `, ${added}`)];
  return [
    insert(
      last.endIndex,
      `,${eolOf(text)}${indentAt(text, last.startIndex)}${added}${text[last.endIndex] === ',' ? '' : ','}`,
    ),
  ];
}

type Names = {
  readonly pkg: string;
  readonly otel: string;
  readonly propagation: string;
  readonly context: string;
  readonly eol: string;
};

const helperText = ({ headers, add }: Library, { pkg, otel, propagation, context, eol }: Names): string => {
  const type = headers.startsWith('[]') ? `[]${pkg}.${headers.slice(2)}` : `${pkg}.${headers}`;
  return [
    '',
    '// injectTraceContext gives headers with the trace context, for the consumer to go on with.',
    `func injectTraceContext(ctx ${context}.Context) ${type} {`,
    `\tcarrier := ${propagation}.MapCarrier{}`,
    `\t${otel}.GetTextMapPropagator().Inject(ctx, carrier)`,
    `\theaders := ${type}{}`,
    '\tfor key, value := range carrier {',
    `\t\t${add(pkg)}`,
    '\t}',
    '\treturn headers',
    '}',
    '',
  ].join(eol);
};
