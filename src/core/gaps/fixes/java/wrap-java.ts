import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  type ParsedFile,
  planOf,
  refused,
} from '../fix-plan.ts';
import { bodyOf, callerOf, handlerOf } from '../locate.ts';
import { spanKind, spanName, tracerName } from '../span-words.ts';
import { callAt, freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import {
  eolOf,
  indentAt,
  indentUnit,
  insert,
  lineStart,
  replace,
  shiftLines,
  type TextEdit,
} from '../text-edit.ts';
import { JavaFile } from './java-file.ts';

const API = 'io.opentelemetry.api.trace';

/** What goes on after the method has returned; a span of the method would end too early. */
const LATER =
  /^(?:CompletableFuture|CompletionStage|ListenableFuture|Future|Mono|Flux|Publisher|Single|Maybe|Completable|Uni|Multi|DeferredResult)\b/;

/** `@WithSpan` where its package is there and something reads it; else a span around the body. */
export function wrapJava(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  const outbound = target.rule.startsWith('outbound.');
  if (outbound && callAt(file.root, target.line, target.column)?.type === 'object_creation_expression')
    return refused(
      'The client is made here; a span belongs around its calls. Install an instrumentation, or wrap the methods that call it.',
    );
  const located = outbound ? callerOf(file, target, 'method') : handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  if (body?.type !== 'block')
    return refused(
      fn.type === 'constructor_declaration'
        ? 'Constructors may not wrap what sets final fields. Put the work into a method.'
        : 'This lambda is one expression: give it a body in braces first.',
    );
  const java = new JavaFile(file);
  if (annotates(project) && fn.type === 'method_declaration') {
    const kind = spanKind(target.rule);
    const words = [
      `value = "${spanName(target)}"`,
      ...(kind === 'internal' ? [] : [`kind = ${java.use(`${API}.SpanKind`)}.${kind.toUpperCase()}`]),
    ];
    const args = words.length === 1 ? `"${spanName(target)}"` : words.join(', ');
    const annotation = `@${java.use('io.opentelemetry.instrumentation.annotations.WithSpan')}(${args})`;
    return planOf(file.path, [
      ...java.edits(),
      insert(fn.startIndex, `${annotation}${eolOf(file.text)}${indentAt(file.text, fn.startIndex)}`),
    ]);
  }
  const type = fn.childForFieldName('type')?.text ?? '';
  if (LATER.test(type))
    return refused(
      `It returns a ${/^\w+/.exec(type)?.[0]}: the work ends after the method. The Java agent, or @WithSpan with it, follows it; a span around the body would not.`,
    );
  return planOf(file.path, aroundBody(file, target, fn, body, java));
}

const annotates = ({ read, manifest }: FixProject): boolean =>
  /opentelemetry-instrumentation-annotations|opentelemetry-spring-boot-starter|quarkus-opentelemetry/.test(
    read(manifest) ?? '',
  );

function aroundBody(
  file: ParsedFile,
  target: FixTarget,
  fn: SyntaxNode,
  body: SyntaxNode,
  java: JavaFile,
): TextEdit[] {
  const { text } = file;
  const eol = eolOf(text);
  const unit = indentUnit(text, '    ');
  // Java forbids a local that hides another one, also those of a method around a lambda.
  let scope = fn;
  for (let at: SyntaxNode | null = fn; at; at = at.parent)
    if (/^(?:method|constructor)_declaration$/.test(at.type)) scope = at;
  const taken = namesIn(scope);
  const span = freshName(taken, 'span', 'otelSpan');
  const held = freshName(taken, 'scope', 'otelScope');
  const error = freshName(taken, 'error', 'thrown');
  const tracer = java.tracer(fn, tracerName(target));
  const kind = spanKind(target.rule);
  const kindCall =
    kind === 'internal' ? '' : `.setSpanKind(${java.use(`${API}.SpanKind`)}.${kind.toUpperCase()})`;
  const indent = indentAt(text, body.startIndex);
  const inner = indent + unit;
  const before = [
    `${inner}${java.use(`${API}.Span`)} ${span} = ${tracer}.spanBuilder("${spanName(target)}")${kindCall}.startSpan();`,
    `${inner}try (${java.use('io.opentelemetry.context.Scope')} ${held} = ${span}.makeCurrent()) {`,
  ];
  const after = [
    // Precise rethrow: nothing but what the body throws leaves here, so the throws clause stays as it is.
    `${inner}} catch (Throwable ${error}) {`,
    `${inner}${unit}${span}.setStatus(${java.use(`${API}.StatusCode`)}.ERROR, String.valueOf(${error}.getMessage()));`,
    `${inner}${unit}throw ${error};`,
    `${inner}} finally {`,
    `${inner}${unit}${span}.end();`,
    `${inner}}`,
  ];
  return [
    ...java.edits(),
    ...aroundBraces(text, body, { before, after, eol, unit, indent, steps: 1, strings: textBlocks(body) }),
  ];
}

const textBlocks = (body: SyntaxNode): SyntaxNode[] =>
  [...nodesIn(body)].filter((n) => /string/.test(n.type) && n.endPosition.row > n.startPosition.row);

export type Around = {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly eol: string;
  readonly unit: string;
  readonly indent: string;
  /** How far the body moves to the right. */
  readonly steps: number;
  readonly strings: readonly SyntaxNode[];
};

/** Puts lines below the opening brace and above the closing one. */
export function aroundBraces(
  text: string,
  body: SyntaxNode,
  { before, after, eol, unit, indent, steps, strings }: Around,
): TextEdit[] {
  const open = body.startIndex + 1;
  const close = body.endIndex - 1;
  const opening = before.map((line) => eol + line).join('');
  const closing = after.map((line) => line + eol).join('') + indent;
  if (!text.slice(open, close).includes('\n')) {
    const inside = text.slice(open, close).trim();
    const line = inside === '' ? '' : `${eol}${indent}${unit.repeat(steps + 1)}${inside}`;
    return [replace(open, close, `${opening}${line}${eol}${closing}`)];
  }
  const from = lineStart(text, close);
  const alone = text.slice(from, close).trim() === '';
  return [
    insert(open, opening),
    ...(steps > 0
      ? shiftLines(text, { start: open, end: alone ? from : close }, unit.repeat(steps), strings)
      : []),
    ...(after.length === 0
      ? []
      : [alone ? replace(from, close, closing) : insert(close, `${eol}${closing}`)]),
  ];
}
