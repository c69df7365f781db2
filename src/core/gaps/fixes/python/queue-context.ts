import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { bodyOf, functionAround, handlerOf } from '../locate.ts';
import { nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, indentUnit, insert, lineStart, shiftLines, type TextEdit } from '../text-edit.ts';
import { PyModule } from './py-module.ts';

const INJECT = 'inject_trace_context';

/** Headers with the trace context: kafka-python, aiokafka, confluent-kafka and pika. */
export function injectPython(file: ParsedFile, target: FixTarget): FixOutcome {
  const confluent = /\bconfluent_kafka\b/.test(file.text);
  const sends = sendsNear(file, target.line);
  const edits = sends.flatMap((call) => headersOf(call, confluent));
  if (edits.length === 0)
    return refused(
      'It cannot be seen here how the message takes headers. Call opentelemetry.propagate.inject(headers) on those it is sent with.',
    );
  const module = new PyModule(file);
  const propagate = module.use('opentelemetry', 'propagate');
  const unit = indentUnit(file.text, '    ');
  const eol = eolOf(file.text);
  const helper = [
    '',
    '',
    `def ${INJECT}():`,
    `${unit}"""Headers with the trace context, for the consumer to go on with."""`,
    `${unit}headers = {}`,
    `${unit}${propagate}.inject(headers)`,
    `${unit}return headers`,
  ].join(eol);
  const known = new RegExp(`\\bdef ${INJECT}\\b`).test(file.text);
  return planOf(file.path, [...module.edits(), ...edits, ...(known ? [] : [aboveFirstUse(file, helper)])]);
}

/** Below the imports, above everything that runs: a call at the top of the module may need it. */
function aboveFirstUse({ root, text }: ParsedFile, helper: string): TextEdit {
  const first = root.namedChildren.find((n) => /definition$/.test(n.type));
  const eol = eolOf(text);
  return first
    ? insert(first.startIndex, `${helper.trimStart()}${eol}${eol}${eol}`)
    : insert(text.length, `${text.endsWith('\n') ? '' : eol}${helper}${eol}`);
}

function sendsNear(file: ParsedFile, line: number): SyntaxNode[] {
  const sends = [...nodesIn(file.root)].filter(
    (n) =>
      n.type === 'call' &&
      /\.(?:send|send_and_wait|produce|basic_publish)$/.test(n.childForFieldName('function')?.text ?? ''),
  );
  const fn = functionAround(file.root, line);
  const near = sends.filter((s) => fn && s.startIndex >= fn.startIndex && s.endIndex <= fn.endIndex);
  return near.length > 0 ? near : sends;
}

function headersOf(call: SyntaxNode, confluent: boolean): TextEdit[] {
  const name = (call.childForFieldName('function')?.text ?? '').split('.').at(-1) ?? '';
  const args = call.childForFieldName('arguments')?.namedChildren.filter((n) => n.type !== 'comment') ?? [];
  const last = args.at(-1);
  const keyword = (key: string) =>
    args.some((a) => a.type === 'keyword_argument' && a.childForFieldName('name')?.text === key);
  if (!last || keyword('headers') || keyword('properties')) return [];
  if (name === 'basic_publish')
    return [insert(last.endIndex, `, properties=pika.BasicProperties(headers=${INJECT}())`)];
  const bytes = `[(key, value.encode()) for key, value in ${INJECT}().items()]`;
  return [insert(last.endIndex, `, headers=${confluent ? `${INJECT}()` : bytes}`)];
}

/** The handler runs in the context that came with its message. */
export function extractPython(file: ParsedFile, target: FixTarget): FixOutcome {
  const located = handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  const carrier = carrierOf(fn, /\bconfluent_kafka\b/.test(file.text));
  // The docstring stays first.
  const statements = (body?.namedChildren ?? []).filter(
    (n, i) => i > 0 || n.namedChildren[0]?.type !== 'string',
  );
  const [first, last] = [statements[0], statements.at(-1)];
  if (carrier === '' || !first || !last || first.startPosition.row === fn.startPosition.row)
    return refused(
      'It cannot be seen here where the headers of the message are. Attach opentelemetry.propagate.extract(headers) around the work.',
    );
  const module = new PyModule(file);
  const [propagate, context] = [
    module.use('opentelemetry', 'propagate'),
    module.use('opentelemetry', 'context'),
  ];
  const { text } = file;
  const eol = eolOf(text);
  const indent = indentAt(text, first.startIndex);
  const unit = indentUnit(text, '    ');
  const start = lineStart(text, first.startIndex);
  const strings = [...nodesIn(body ?? fn)].filter(
    (n) => n.type === 'string' && n.endPosition.row > n.startPosition.row,
  );
  return planOf(file.path, [
    ...module.edits(),
    insert(
      start,
      `${indent}token = ${context}.attach(${propagate}.extract(${carrier}))${eol}${indent}try:${eol}`,
    ),
    ...shiftLines(text, { start, end: last.endIndex }, unit, strings),
    insert(last.endIndex, `${eol}${indent}finally:${eol}${indent}${unit}${context}.detach(token)`),
  ]);
}

function carrierOf(fn: SyntaxNode, confluent: boolean): string {
  const params = (fn.childForFieldName('parameters')?.namedChildren ?? []).map(
    (p) => /^\*{0,2}(\w+)/.exec(p.text)?.[1] ?? '',
  );
  const properties = params.find((p) => /^(?:properties|props|header_frame)$/.test(p));
  if (properties !== undefined) return `${properties}.headers or {}`;
  const message = params.find((p) => /^(?:message|msg|record)$/.test(p));
  if (message === undefined) return '';
  return confluent
    ? `{key: value.decode() for key, value in ${message}.headers() or []}`
    : `{key: value.decode() for key, value in ${message}.headers or []}`;
}
