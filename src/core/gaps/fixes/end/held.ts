import type { FixTarget, ParsedFile } from '../fix-plan.ts';
import { bodyOf, functionAround, isFunction, ownNodes } from '../locate.ts';
import { around, callAt, type SyntaxNode } from '../syntax.ts';

/** A span, the statement that starts it and the code it is open in. */
export type Held = {
  readonly name: string;
  /** The statement; undefined where a callback is handed the span. */
  readonly statement: SyntaxNode | undefined;
  readonly fn: SyntaxNode | undefined;
  /** Statements after the start, or all of the callback. */
  readonly rest: readonly SyntaxNode[];
  readonly block: SyntaxNode;
};

const BLOCKS =
  /^(?:statement_block|block|statement_list|program|module|source_file|switch_case|compilation_unit)$/;

/** Where the span of a finding lives; the start itself may stand in another line than the finding. */
export function heldAt(file: ParsedFile, target: FixTarget): Held | undefined {
  const pointed = callAt(file.root, target.line, target.column);
  const call = pointed && starts(pointed) ? pointed : (startNear(file.root, target.line) ?? pointed);
  if (!call) return undefined;
  const callback = callbackOf(call);
  if (callback) {
    const block = bodyOf(callback);
    const name = paramName(callback);
    return block && name !== ''
      ? { name, statement: undefined, fn: callback, rest: statements(block), block }
      : undefined;
  }
  const statement = around(call, (n) => n.parent !== null && BLOCKS.test(n.parent.type));
  const block = statement?.parent;
  if (!statement || !block) return undefined;
  const name = heldName(statement, call);
  const list = statements(block);
  const at = list.findIndex((s) => s.id === statement.id);
  if (name === '' || at < 0) return undefined;
  return {
    name,
    statement,
    fn: around(statement, (n) => isFunction(n) && bodyOf(n) !== null),
    rest: list.slice(at + 1),
    block,
  };
}

export const statements = (block: SyntaxNode): readonly SyntaxNode[] =>
  block.namedChildren.flatMap((n) => (n.type === 'statement_list' ? n.namedChildren : [n]));

const STARTS = /(?:^|\.)(?:Start|startSpan|start_span|startActiveSpan|start_as_current_span|StartActivity)$/;

const starts = (call: SyntaxNode): boolean =>
  STARTS.test((call.childForFieldName('function') ?? call.childForFieldName('name'))?.text ?? '');

/** For findings that point at a return: the last start above it in its function. */
function startNear(root: SyntaxNode, line: number): SyntaxNode | undefined {
  const fn = functionAround(root, line);
  let found: SyntaxNode | undefined;
  if (fn)
    for (const node of ownNodes(bodyOf(fn) ?? fn))
      if (node.startPosition.row < line && starts(node)) found = node;
  return found;
}

/** The function that `startActiveSpan` calls. */
function callbackOf(call: SyntaxNode): SyntaxNode | undefined {
  if (!/startActiveSpan$/.test(call.childForFieldName('function')?.text ?? '')) return undefined;
  return call.childForFieldName('arguments')?.namedChildren.findLast(isFunction);
}

const paramName = (fn: SyntaxNode): string => {
  const one = fn.childForFieldName('parameter') ?? fn.childForFieldName('parameters')?.namedChildren[0];
  return (one?.childForFieldName('pattern') ?? one)?.text.replace(/[?:].*$/s, '').trim() ?? '';
};

/** The variable: the last on the left (`ctx, span :=`), the declarator's name, or what `as` names. */
function heldName(statement: SyntaxNode, call: SyntaxNode): string {
  const holder = around(
    call,
    (n) =>
      /^(?:short_var_declaration|assignment_statement|variable_declarator|assignment|assignment_expression)$/.test(
        n.type,
      ) || n.id === statement.id,
  );
  const left = holder?.childForFieldName('left') ?? holder?.childForFieldName('name');
  const text =
    (left?.namedChildren.at(-1) && left.type === 'expression_list'
      ? left.namedChildren.at(-1)?.text
      : left?.text) ?? '';
  return /^[\w$]+$/.test(text) && text !== '_' ? text : '';
}

/** Statements `span.end()` of the span's own function that stand alone, so that they can go. */
export function loneEnds({ name, fn, block }: Held, ends: readonly string[]): SyntaxNode[] {
  const texts = new Set(
    ends.flatMap((end) => [`${name}.${end}()`, `${name}?.${end}()`, `await ${name}.${end}()`]),
  );
  const out: SyntaxNode[] = [];
  for (const node of ownNodes((fn && bodyOf(fn)) ?? block)) {
    if (node.type !== 'expression_statement' || !texts.has(node.text.replace(/;$/, ''))) continue;
    const parent = node.parent;
    if (!parent || !BLOCKS.test(parent.type)) continue;
    // A Python block needs a statement.
    if (
      parent.type === 'block' &&
      parent.namedChildren.filter((n) => n.type !== 'comment').length === 1 &&
      parent.childForFieldName('body') === null &&
      !node.text.endsWith(';') &&
      node.type === 'expression_statement' &&
      isPython(parent)
    )
      continue;
    out.push(node);
  }
  return out;
}

const isPython = (block: SyntaxNode): boolean => block.children[0]?.type !== '{';
