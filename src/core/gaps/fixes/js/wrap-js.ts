import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { bodyOf, handlerOf, isFunction, ownNodes } from '../locate.ts';
import { spanKind, spanName, tracerName } from '../span-words.ts';
import { around, callAt, freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { indentAt, insert, lineStart, replace, shiftLines, type TextEdit } from '../text-edit.ts';
import { JsApi } from './api.ts';
import { type JsStyle, jsStyle } from './style.ts';

type Words = {
  readonly style: JsStyle;
  readonly api: JsApi;
  readonly tracer: string;
  readonly span: string;
  readonly error: string;
  /** Arguments before the function: name and options. */
  readonly args: string;
};

/** Starts a span around the handler, or around an outbound call that is awaited. */
export function wrapJs(file: ParsedFile, target: FixTarget): FixOutcome {
  if (target.rule.startsWith('outbound.')) return wrapCall(file, target);
  const located = handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  return wrapFunction(file, target, located.fn);
}

function words(file: ParsedFile, target: FixTarget, around: SyntaxNode): Words {
  const style = jsStyle(file.text, file.root, file.path, file.language);
  const api = new JsApi(file, style);
  const tracer = api.tracer(tracerName(target));
  const kind = spanKind(target.rule);
  const { quote } = style;
  const name = `${quote}${spanName(target)}${quote}`;
  const args = kind === 'internal' ? name : `${name}, { kind: ${api.use('SpanKind')}.${kind.toUpperCase()} }`;
  const taken = namesIn(around);
  api.use('SpanStatusCode');
  return {
    style,
    api,
    tracer,
    args,
    span: freshName(taken, 'span', 'handlerSpan', 'activeSpan'),
    error: freshName(taken, 'error', 'thrown'),
  };
}

function wrapFunction(file: ParsedFile, target: FixTarget, fn: SyntaxNode): FixOutcome {
  const { text } = file;
  const body = bodyOf(fn);
  if (!body) return refused('This function has no body here.');
  const head = text.slice(fn.startIndex, body.startIndex);
  const w = words(file, target, fn);
  const before =
    fn.type === 'arrow_function' || fn.type === 'method_definition' || /function/.test(fn.type) ? head : '';
  const isAsync = /(?:^|\s)async\b/.test(before.split('(')[0] ?? '');
  const generator =
    /generator/.test(fn.type) || (fn.type === 'method_definition' && fn.children.some((c) => c.type === '*'));
  const isBlock = body.type === 'statement_block';
  const name = fn.childForFieldName('name')?.text;
  const returnType = fn.childForFieldName('return_type')?.text ?? '';
  if (generator || name === 'constructor' || /^:\s*asserts\b/.test(returnType)) {
    if (!isBlock) return refused('This function has no body to wrap.');
    return planOf(file.path, [...w.api.edits(), ...inPlace(text, body, w)]);
  }
  const promised =
    isAsync ||
    /^:\s*Promise(?:Like)?</.test(returnType) ||
    (isBlock ? returnsPromise(body) : isPromise(body));
  const type = w.style.typed && returnType !== '' && !/\bis\b/.test(returnType) ? returnType : '';
  const call = `${w.tracer}.startActiveSpan(${w.args}, ${promised ? 'async ' : ''}(${w.span})${type} => {`;
  const edits = isBlock
    ? aroundBlock(text, body, w, call, promised)
    : aroundExpression(text, body, w, call, promised);
  return planOf(file.path, [...w.api.edits(), ...edits]);
}

/** `return tracer.startActiveSpan(..., (span) => { try { body } ... })` */
function aroundBlock(text: string, body: SyntaxNode, w: Words, call: string, promised: boolean): TextEdit[] {
  const { unit } = w.style;
  const indent = indentAt(text, body.startIndex);
  const inner = indent + unit;
  return block(text, body, w, 2, {
    before: [`${inner}return ${call}`, `${inner}${unit}try {`],
    after: [...failed(w, inner + unit), `${inner}})${w.style.semi}`],
    awaiting: promised ? awaitedReturns(body) : [],
  });
}

/** Generators and constructors cannot be called back: the span is started and ended beside their code. */
function inPlace(text: string, body: SyntaxNode, w: Words): TextEdit[] {
  const { unit, semi } = w.style;
  const inner = indentAt(text, body.startIndex) + unit;
  return block(text, body, w, 1, {
    before: [`${inner}const ${w.span} = ${w.tracer}.startSpan(${w.args})${semi}`, `${inner}try {`],
    after: failed(w, inner),
    awaiting: [],
  });
}

function failed({ span, error, api, style: { unit, semi } }: Words, at: string): string[] {
  return [
    `${at}} catch (${error}) {`,
    `${at}${unit}${span}.setStatus({ code: ${api.use('SpanStatusCode')}.ERROR, message: ${error} instanceof Error ? ${error}.message : String(${error}) })${semi}`,
    `${at}${unit}throw ${error}${semi}`,
    `${at}} finally {`,
    `${at}${unit}${span}.end()${semi}`,
    `${at}}`,
  ];
}

type Around = {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly awaiting: readonly TextEdit[];
};

function block(
  text: string,
  body: SyntaxNode,
  w: Words,
  steps: number,
  { before, after, awaiting }: Around,
): TextEdit[] {
  const { eol, unit } = w.style;
  const indent = indentAt(text, body.startIndex);
  const open = afterDirectives(body);
  const close = body.endIndex - 1;
  const opening = `${eol}${before.join(eol)}`;
  const closing = `${after.join(eol)}${eol}${indent}`;
  if (!text.slice(open, close).includes('\n')) {
    const from = open + (/^\s*/.exec(text.slice(open, close))?.[0].length ?? 0);
    const to = close - (/\s*$/.exec(text.slice(from, close))?.[0].length ?? 0);
    const line = from < to ? `${eol}${indent}${unit.repeat(steps + 1)}` : '';
    return [
      replace(open, from, opening + line),
      ...awaiting,
      replace(Math.max(from, to), close, `${eol}${closing}`),
    ];
  }
  const from = lineStart(text, close);
  const alone = text.slice(from, close).trim() === '';
  return [
    insert(open, opening),
    ...shiftLines(text, { start: open, end: alone ? from : close }, unit.repeat(steps), stringsIn(body)),
    ...awaiting,
    alone ? replace(from, close, closing) : insert(close, `${eol}${closing}`),
  ];
}

/** `'use server'` and its like must stay first. */
function afterDirectives(body: SyntaxNode): number {
  let at = body.startIndex + 1;
  for (const node of body.namedChildren) {
    if (node.type !== 'expression_statement' || node.namedChildren[0]?.type !== 'string') break;
    at = node.endIndex;
  }
  return at;
}

const stringsIn = (body: SyntaxNode): SyntaxNode[] =>
  [...nodesIn(body)].filter((n) => n.type === 'template_string' || n.type === 'jsx_text');

const isPromise = (value: SyntaxNode): boolean =>
  /^new Promise\b/.test(value.text) ||
  (value.type === 'call_expression' &&
    /\.(?:then|catch|finally|all|allSettled|race)$/.test(value.childForFieldName('function')?.text ?? ''));

function returnsPromise(body: SyntaxNode): boolean {
  for (const node of ownNodes(body)) {
    const value =
      node.type === 'return_statement' ? node.namedChildren.find((n) => n.type !== 'comment') : undefined;
    if (value && isPromise(value)) return true;
  }
  return false;
}

const NEVER_PROMISES =
  /^(?:await_expression|object|array|string|template_string|number|true|false|null|undefined|binary_expression|unary_expression|jsx_\w+|regex|yield_expression)$/;

/** A promise that is returned has to settle inside the span, or it ends too early and misses the failure. */
function awaitedReturns(body: SyntaxNode): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const node of ownNodes(body)) {
    if (node.type !== 'return_statement') continue;
    const value = node.namedChildren.find((n) => n.type !== 'comment');
    if (value && !NEVER_PROMISES.test(value.type)) edits.push(...awaited(value));
  }
  return edits;
}

const awaited = (value: SyntaxNode): TextEdit[] =>
  /^(?:call_expression|identifier|member_expression|new_expression|parenthesized_expression|subscript_expression)$/.test(
    value.type,
  )
    ? [insert(value.startIndex, 'await ')]
    : [insert(value.startIndex, 'await ('), insert(value.endIndex, ')')];

function aroundExpression(
  text: string,
  body: SyntaxNode,
  w: Words,
  call: string,
  promised: boolean,
): TextEdit[] {
  const { eol, unit, semi } = w.style;
  const indent = indentAt(text, body.startIndex);
  const inner = indent + unit;
  // `() => ({ a })`: the parentheses go.
  const value =
    body.type === 'parenthesized_expression' && body.namedChildren.length === 1
      ? (body.namedChildren[0] ?? body)
      : body;
  const wait = promised && !NEVER_PROMISES.test(value.type) ? awaited(value) : [];
  return [
    replace(body.startIndex, value.startIndex, `${call}${eol}${inner}try {${eol}${inner}${unit}return `),
    ...wait,
    ...shiftLines(text, { start: value.startIndex, end: value.endIndex }, unit.repeat(2), stringsIn(body)),
    replace(value.endIndex, body.endIndex, `${semi}${eol}${failed(w, inner).join(eol)}${eol}${indent}})`),
  ];
}

function wrapCall(file: ParsedFile, target: FixTarget): FixOutcome {
  const call = callAt(file.root, target.line, target.column);
  if (!call) return refused('The call is not where it was found. Scan again.');
  if (call.type === 'new_expression')
    return refused(
      'The client is made here; a span belongs around its calls. Install an instrumentation, or wrap the functions that call it.',
    );
  const whole =
    around(
      call,
      (n) =>
        n.parent === null ||
        !/^(?:call_expression|member_expression|non_null_expression)$/.test(n.parent.type) ||
        n.parent.childForFieldName('arguments')?.id === n.id,
    ) ?? call;
  const parent = whole.parent;
  const isAwaited = parent?.type === 'await_expression';
  const handed =
    parent?.type === 'return_statement' ||
    (parent?.type === 'arrow_function' && parent.childForFieldName('body')?.id === whole.id);
  if (!isAwaited && !handed)
    return refused(
      'The result of this call is neither awaited nor returned, so its end cannot be seen. Await it first.',
    );
  if ([...nodesIn(whole, isFunction)].some((n) => n.type === 'yield_expression'))
    return refused('The call yields: it cannot be moved into a function of its own.');
  const w = words(file, target, whole);
  const { eol, unit, semi } = w.style;
  const indent = indentAt(file.text, whole.startIndex);
  const inner = indent + unit;
  return planOf(file.path, [
    ...w.api.edits(),
    insert(
      whole.startIndex,
      `${w.tracer}.startActiveSpan(${w.args}, async (${w.span}) => {${eol}${inner}try {${eol}${inner}${unit}return await `,
    ),
    ...shiftLines(
      file.text,
      { start: whole.startIndex, end: whole.endIndex },
      unit.repeat(2),
      stringsIn(whole),
    ),
    insert(whole.endIndex, `${semi}${eol}${failed(w, inner).join(eol)}${eol}${indent}})`),
  ]);
}
