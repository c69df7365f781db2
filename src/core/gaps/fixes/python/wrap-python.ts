import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { bodyOf, handlerOf, ownNodes } from '../locate.ts';
import { spanKind, spanName } from '../span-words.ts';
import { around, callAt, freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
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
import { PyModule } from './py-module.ts';

/** A span around the body of the handler, or around the statement with an outbound call. */
export function wrapPython(file: ParsedFile, target: FixTarget): FixOutcome {
  const module = new PyModule(file);
  const unit = indentUnit(file.text, '    ');
  const tracer = module.tracer();
  const kind = spanKind(target.rule);
  const name = `"${spanName(target)}"`;
  const args =
    kind === 'internal'
      ? name
      : `${name}, kind=${module.use('opentelemetry.trace', 'SpanKind')}.${kind.toUpperCase()}`;
  const opening = `with ${tracer}.start_as_current_span(${args}):`;

  if (target.rule.startsWith('outbound.')) {
    const call = callAt(file.root, target.line, target.column);
    if (!call) return refused('The call is not where it was found. Scan again.');
    const statement = around(call, (n) => n.parent?.type === 'block' || n.parent?.type === 'module');
    if (!statement || /definition|^(?:if|for|while|with|try|match)_statement$/.test(statement.type))
      return refused('The call stands in the head of a statement. Put its result into a variable first.');
    if (isClient(statement, call))
      return refused(
        'The client is made here; a span belongs around its calls. Install an instrumentation, or wrap the functions that call it.',
      );
    if ([...nodesIn(statement)].some((n) => n.type === 'yield'))
      return refused('The statement yields: a span around it would be active in the caller.');
    if (onSharedLine(file.text, statement))
      return refused('Several statements stand in this line. Give each a line of its own first.');
    return planOf(file.path, [
      ...module.edits(),
      ...aroundLines(file.text, statement, statement, opening, unit),
    ]);
  }

  const located = handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  if (fn.type === 'lambda' || !body)
    return refused('A lambda has no body to wrap: make it a function first.');
  const first = body.namedChildren.find((n) => n.type !== 'comment');
  const isDoc = first?.type === 'expression_statement' && first.namedChildren[0]?.type === 'string';
  const statements = body.namedChildren;
  const from = isDoc ? statements[statements.indexOf(first) + 1] : startOf(body);
  const to = statements.at(-1);
  if (!from || !to) return refused('This function does nothing.');
  if (from.startPosition.row === fn.startPosition.row || onSharedLine(file.text, from))
    return refused('The body stands in the line of its head. Put it below first.');
  const edits = [...ownNodes(body)].some((n) => n.type === 'yield')
    ? generator(file.text, from, to, { unit, tracer, args, fn, module })
    : aroundLines(file.text, from, to, opening, unit);
  return planOf(file.path, [...module.edits(), ...edits]);
}

/** Comments above the first statement belong to the body but not to its node. */
function startOf(body: SyntaxNode): SyntaxNode | undefined {
  const before = body.previousNamedSibling;
  const first = body.namedChildren[0];
  return before?.type === 'comment' &&
    first &&
    before.startPosition.row > (body.parent?.startPosition.row ?? 0) &&
    before.startPosition.column === first.startPosition.column
    ? firstComment(before, first.startPosition.column)
    : first;
}

function firstComment(from: SyntaxNode, column: number): SyntaxNode {
  let at = from;
  for (
    let before = at.previousNamedSibling;
    before?.type === 'comment' && before.startPosition.column === column;
    before = before.previousNamedSibling
  )
    at = before;
  return at;
}

const onSharedLine = (text: string, node: SyntaxNode): boolean =>
  text.slice(lineStart(text, node.startIndex), node.startIndex).trim() !== '' ||
  /^[ \t]*;/.test(text.slice(node.endIndex, node.endIndex + 40));

/** `r = redis.Redis(...)`, `engine = create_engine(...)`: nothing is sent yet. */
const isClient = (statement: SyntaxNode, call: SyntaxNode): boolean =>
  statement.parent?.type === 'module' ||
  /^(?:[A-Z]\w*|create_\w*engine|connect|from_url|client|resource)$/.test(
    (call.childForFieldName('function')?.text ?? '').split('.').at(-1) ?? '',
  );

function aroundLines(
  text: string,
  from: SyntaxNode,
  to: SyntaxNode,
  opening: string,
  unit: string,
): TextEdit[] {
  const indent = indentAt(text, from.startIndex);
  const start = lineStart(text, from.startIndex);
  return [
    insert(start, `${indent}${opening}${eolOf(text)}`),
    ...shiftLines(text, { start, end: to.endIndex }, unit, stringsIn(from, to)),
  ];
}

type Generator = {
  readonly unit: string;
  readonly tracer: string;
  readonly args: string;
  readonly fn: SyntaxNode;
  readonly module: PyModule;
};

/** A current span would leak into whoever takes the values, so the span is not made current. */
function generator(
  text: string,
  from: SyntaxNode,
  to: SyntaxNode,
  { unit, tracer, args, fn, module }: Generator,
): TextEdit[] {
  const indent = indentAt(text, from.startIndex);
  const eol = eolOf(text);
  const taken = namesIn(fn);
  const span = freshName(taken, 'span', 'active_span');
  const error = freshName(taken, 'error', 'thrown');
  const status = module.use('opentelemetry.trace', 'Status');
  const code = module.use('opentelemetry.trace', 'StatusCode');
  const after = [
    `${indent}except Exception as ${error}:`,
    `${indent}${unit}${span}.set_status(${status}(${code}.ERROR, str(${error})))`,
    `${indent}${unit}raise`,
    `${indent}finally:`,
    `${indent}${unit}${span}.end()`,
  ];
  const start = lineStart(text, from.startIndex);
  return [
    insert(start, `${indent}${span} = ${tracer}.start_span(${args})${eol}${indent}try:${eol}`),
    ...shiftLines(text, { start, end: to.endIndex }, unit, stringsIn(from, to)),
    replace(to.endIndex, to.endIndex, `${eol}${after.join(eol)}`),
  ];
}

function stringsIn(from: SyntaxNode, to: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let at: SyntaxNode | null = from; at && at.startIndex <= to.startIndex; at = at.nextNamedSibling)
    for (const node of nodesIn(at))
      if (node.type === 'string' && node.endPosition.row > node.startPosition.row) out.push(node);
  // The comments above stand beside the block.
  if (from.type === 'comment')
    for (const node of nodesIn(to.parent ?? to))
      if (node.type === 'string' && node.endPosition.row > node.startPosition.row) out.push(node);
  return out;
}
