import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { bodyOf, functionAround, handlerOf } from '../locate.ts';
import { namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { indentAt, insert, lineStart, replace, shiftLines, type TextEdit } from '../text-edit.ts';
import { JsApi } from './api.ts';
import { type JsStyle, jsStyle } from './style.ts';

const INJECT = 'injectTraceContext';
const EXTRACT = 'extractTraceContext';

/** Headers with the trace context for what is sent here: kafkajs messages, and the options of amqplib. */
export function injectJs(file: ParsedFile, target: FixTarget): FixOutcome {
  const sends = sendsNear(file, target.line);
  const edits = sends.flatMap((call) => headersOf(file.text, call));
  if (edits.length === 0)
    return refused(
      'It cannot be seen here how the message takes headers. Call propagation.inject(context.active(), headers) on those it is sent with.',
    );
  const style = jsStyle(file.text, file.root, file.path, file.language);
  const api = new JsApi(file, style);
  const [propagation, context] = [api.use('propagation'), api.use('context')];
  const helper = namesIn(file.root).has(INJECT)
    ? []
    : [atEnd(file.text, injectHelper(style, propagation, context))];
  return planOf(file.path, [...api.edits(), ...edits, ...helper]);
}

/** The handler runs in the context that came with its message. */
export function extractJs(file: ParsedFile, target: FixTarget): FixOutcome {
  const located = handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  const headers = headersParam(fn);
  if (body?.type !== 'statement_block' || headers === '')
    return refused(
      'It cannot be seen here where the headers of the message are. Run the handler with context.with(propagation.extract(context.active(), headers), ...).',
    );
  const { text } = file;
  const style = jsStyle(text, file.root, file.path, file.language);
  const api = new JsApi(file, style);
  const [propagation, context] = [api.use('propagation'), api.use('context')];
  const { eol, unit, semi } = style;
  const indent = indentAt(text, body.startIndex);
  const inner = indent + unit;
  const isAsync = /^(?:async\b|[\s\S]*?\basync\s*[\w(*])/.test(text.slice(fn.startIndex, body.startIndex));
  const open = body.startIndex + 1;
  const close = body.endIndex - 1;
  const opening = `${eol}${inner}return ${context}.with(${EXTRACT}(${headers}), ${isAsync ? 'async ' : ''}() => {`;
  const closing = `${inner}})${semi}${eol}${indent}`;
  const from = lineStart(text, close);
  const lines = text.slice(open, close).includes('\n') && text.slice(from, close).trim() === '';
  const strings = [...nodesIn(body)].filter((n) => n.type === 'template_string');
  const wrapped: TextEdit[] = lines
    ? [
        insert(open, opening),
        ...shiftLines(text, { start: open, end: from }, unit, strings),
        replace(from, close, closing),
      ]
    : [
        replace(
          open,
          close,
          `${opening}${eol}${inner}${unit}${text.slice(open, close).trim()}${eol}${closing}`,
        ),
      ];
  const helper = namesIn(file.root).has(EXTRACT)
    ? []
    : [atEnd(text, extractHelper(style, propagation, context))];
  return planOf(file.path, [...api.edits(), ...wrapped, ...helper]);
}

/** In the function around the finding; where the client is only made there, in the whole file. */
function sendsNear(file: ParsedFile, line: number): SyntaxNode[] {
  const sends = [...nodesIn(file.root)].filter(
    (n) =>
      n.type === 'call_expression' &&
      /\.(?:send|sendBatch|sendToQueue|publish)$/.test(n.childForFieldName('function')?.text ?? ''),
  );
  const fn = functionAround(file.root, line);
  const near = sends.filter((s) => fn && s.startIndex >= fn.startIndex && s.endIndex <= fn.endIndex);
  return near.length > 0 ? near : sends;
}

function headersOf(text: string, call: SyntaxNode): TextEdit[] {
  const name = (call.childForFieldName('function')?.text ?? '').split('.').at(-1) ?? '';
  const args = call.childForFieldName('arguments');
  const given = args?.namedChildren.filter((n) => n.type !== 'comment') ?? [];
  if (name === 'send') {
    const messages = given[0]?.type === 'object' ? member(given[0], 'messages') : undefined;
    if (messages?.type !== 'array') return [];
    return messages.namedChildren.flatMap((m) => (m.type === 'object' ? withHeaders(text, m) : []));
  }
  const at = name === 'sendToQueue' ? 2 : name === 'publish' ? 3 : -1;
  if (at < 0 || given.length < at || !args) return [];
  const options = given[at];
  const last = given.at(-1);
  if (!options) return last ? [insert(last.endIndex, `, { headers: ${INJECT}() }`)] : [];
  return options.type === 'object' ? withHeaders(text, options) : [];
}

const member = (object: SyntaxNode, key: string): SyntaxNode | undefined =>
  object.namedChildren
    .find((p) => p.type === 'pair' && p.childForFieldName('key')?.text.replace(/['"]/g, '') === key)
    ?.childForFieldName('value') ?? undefined;

/** Headers that are there keep what they say. */
function withHeaders(text: string, object: SyntaxNode): TextEdit[] {
  const headers = member(object, 'headers');
  const target = headers ?? object;
  if (target.type !== 'object' || object.text.includes(INJECT)) return [];
  const added = headers ? `...${INJECT}()` : `headers: ${INJECT}()`;
  const last = target.namedChildren.findLast((n) => n.type !== 'comment');
  if (!last) return [replace(target.startIndex, target.endIndex, `{ ${added} }`)];
  const lines = target.startPosition.row !== target.endPosition.row;
  return [insert(last.endIndex, lines ? `,\n${indentAt(text, last.startIndex)}${added}` : `, ${added}`)];
}

/** `{ message }` of kafkajs, `msg` of amqplib, `job` of others. */
function headersParam(fn: SyntaxNode): string {
  const params = fn.childForFieldName('parameters') ?? fn.childForFieldName('parameter');
  const first = params?.type === 'formal_parameters' ? params.namedChildren[0] : params;
  const pattern = first?.childForFieldName('pattern') ?? first;
  if (!pattern) return '';
  if (pattern.type === 'object_pattern')
    return /\bmessage\b/.test(pattern.text)
      ? 'message.headers'
      : /\bheaders\b/.test(pattern.text)
        ? 'headers'
        : '';
  if (pattern.type !== 'identifier') return '';
  const inside = bodyOf(fn)?.text ?? '';
  const name = pattern.text;
  if (new RegExp(`\\b${name}\\.message\\b`).test(inside)) return `${name}.message.headers`;
  return new RegExp(`\\b${name}[?!]?\\.(?:content|fields|properties)\\b`).test(inside)
    ? `${name}?.properties.headers`
    : `${name}?.headers`;
}

const atEnd = (text: string, helper: string): TextEdit =>
  insert(text.length, `${text.endsWith('\n') ? '' : '\n'}${helper}`);

const injectHelper = ({ typed, semi, eol, unit }: JsStyle, propagation: string, context: string): string =>
  [
    '',
    '/** Headers with the trace context, for the consumer to go on with. */',
    `function ${INJECT}() {`,
    `${unit}const headers${typed ? ': Record<string, string>' : ''} = {}${semi}`,
    `${unit}${propagation}.inject(${context}.active(), headers)${semi}`,
    `${unit}return headers${semi}`,
    '}',
    '',
  ].join(eol);

const extractHelper = (
  { typed, semi, eol, unit, quote }: JsStyle,
  propagation: string,
  context: string,
): string =>
  [
    '',
    '/** The context that came with a message; header values may be buffers. */',
    `function ${EXTRACT}(headers${typed ? ': Record<string, unknown> | undefined' : ''}) {`,
    `${unit}const carrier${typed ? ': Record<string, string>' : ''} = {}${semi}`,
    `${unit}for (const [key, value] of Object.entries(headers ?? {})) carrier[key] = String(value ?? ${quote}${quote})${semi}`,
    `${unit}return ${propagation}.extract(${context}.active(), carrier)${semi}`,
    '}',
    '',
  ].join(eol);
