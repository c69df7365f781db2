import type { FixTarget, ParsedFile } from './fix-plan.ts';
import { around, callAt, isCall, isIn, nodesIn, type SyntaxNode } from './syntax.ts';

/** Functions of every language, those written in place included. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration',
  'function_expression',
  'generator_function_declaration',
  'generator_function',
  'arrow_function',
  'method_definition',
  'function_definition',
  'method_declaration',
  'constructor_declaration',
  'local_function_statement',
  'func_literal',
  'lambda_expression',
  'lambda',
  'function_item',
  'closure_expression',
]);
export const isFunction = isIn(FUNCTIONS);

export const bodyOf = (fn: SyntaxNode): SyntaxNode | null => fn.childForFieldName('body');

/** Nodes of a function that belong to it and not to one written inside it. */
export const ownNodes = (body: SyntaxNode): Generator<SyntaxNode> => nodesIn(body, isFunction);

const ANNOTATED = isIn(
  new Set(['decorator', 'annotation', 'marker_annotation', 'attribute_item', 'attribute']),
);

/** A function by the name it is handed over with: `list` of `orders.list`; root and name are the same for `list`. */
export type HandlerName = { readonly root: string; readonly name: string };

export type Located =
  | { readonly fn: SyntaxNode }
  | { readonly missing: string; readonly handler?: HandlerName };

/** The function that serves an entry point. */
export function handlerOf(file: ParsedFile, target: FixTarget): Located {
  const exact = declaredAtColumn(file.root, target);
  if (exact) return { fn: exact };
  const named = target.column === undefined ? namedIn(file.root, target.line) : undefined;
  if (named) return { fn: named };
  const call = callAt(file.root, target.line, target.column);
  if (call && !around(call, ANNOTATED)) {
    const written = outermostFunctions(call);
    const last = written.at(-1);
    if (last) return { fn: last };
    const handler = handlerName(call);
    const known =
      handler && !isImported(file.text, handler) ? functionNamed(file.root, handler.name) : undefined;
    if (known) return { fn: known };
    if (handler)
      return {
        missing: `${handler.name} is not in this file. Go to where it is defined and start the span there.`,
        handler,
      };
    if (!/\.(?:scheduled|cli|queue|websocket)$/.test(target.rule))
      return {
        missing: 'It cannot be seen here which function serves this. Install an instrumentation instead.',
      };
  }
  const declared = declaredAt(file.root, target);
  if (declared) return { fn: declared };
  if (target.rule === 'entry.queue' || target.rule === 'entry.websocket')
    return {
      missing:
        'The messages are read in a loop here. Put what is done with one message into a function of its own, and wrap that.',
    };
  const fn = functionAround(file.root, target.line);
  return fn ? { fn } : { missing: 'This code stands at the top of the file: there is no function to wrap.' };
}

/** The function that makes an outgoing call. */
export function callerOf(file: ParsedFile, target: FixTarget, called: 'function' | 'method'): Located {
  const fn = functionAround(file.root, target.line);
  return fn ? { fn } : { missing: `The call stands outside of any ${called}.` };
}

function outermostFunctions(call: SyntaxNode): SyntaxNode[] {
  const args = call.childForFieldName('arguments') ?? call;
  const out: SyntaxNode[] = [];
  for (const node of nodesIn(args, isFunction)) if (isFunction(node)) out.push(node);
  return out.filter(
    (one) => !out.some((o) => o !== one && o.startIndex <= one.startIndex && one.endIndex <= o.endIndex),
  );
}

const NAMES =
  /^(?:identifier|member_expression|selector_expression|attribute|field_access|method_reference|member_access_expression|scoped_identifier)$/;

/** The last argument that is a name: the handler comes last, after path and middleware. */
function handlerName(call: SyntaxNode): HandlerName | undefined {
  const args = (call.childForFieldName('arguments')?.namedChildren ?? [])
    .map((a) => (a.type === 'argument' ? (a.namedChildren[0] ?? a) : a))
    .map((a) => (a.type === 'keyword_argument' ? (a.childForFieldName('value') ?? a) : a));
  const last = args.findLast((a) => NAMES.test(a.type) || isCall(a));
  // `asyncHandler(list)`, `get(list)`
  if (last && isCall(last)) return handlerName(last);
  const parts = last?.text.split(/\.|::|->/).map((p) => p.trim()) ?? [];
  const [root, name] = [parts[0], parts.at(-1)];
  return root === undefined || name === undefined ? undefined : { root, name };
}

/** `orders` of `orders.list`, `list`: what an import brings is not what this file declares. */
function isImported(text: string, { root }: HandlerName): boolean {
  const name = root.replace(/\$/g, '\\$');
  return new RegExp(
    `^\\s*(?:import|from)\\b[^;\\n]*\\b${name}\\b|\\b${name}\\b[^;=\\n]*=\\s*require\\(|^import\\s*\\{[^}]*\\b${name}\\b[^}]*\\}\\s*from`,
    'm',
  ).test(text);
}

/** By the name of a declaration, or of the variable, property or field that holds it. */
export function functionNamed(root: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const node of nodesIn(root)) {
    if (!isFunction(node) || !bodyOf(node)) continue;
    if (node.childForFieldName('name')?.text === name) return node;
    const holder = node.parent;
    const key =
      holder?.childForFieldName('name') ??
      holder?.childForFieldName('key') ??
      holder?.childForFieldName('left');
    if (holder && /declarator|pair|assignment|field_definition/.test(holder.type) && key?.text === name)
      return node;
  }
  return undefined;
}

/** A function that begins, or has its name, right where the finding points. */
function declaredAtColumn(root: SyntaxNode, { line, column }: FixTarget): SyntaxNode | undefined {
  if (column === undefined) return undefined;
  const here = (n: SyntaxNode | null) =>
    n?.startPosition.row === line - 1 && n.startPosition.column === column;
  for (const node of nodesIn(root))
    if (isFunction(node) && bodyOf(node) && (here(node) || here(node.childForFieldName('name')))) return node;
  return undefined;
}

/** A function whose name stands in the line. */
function namedIn(root: SyntaxNode, line: number): SyntaxNode | undefined {
  for (const node of nodesIn(root))
    if (isFunction(node) && bodyOf(node) && node.childForFieldName('name')?.startPosition.row === line - 1)
      return node;
  return undefined;
}

/** A function declared in the line: its annotation, its first line or its name stand there. */
function declaredAt(root: SyntaxNode, { line, endLine }: FixTarget): SyntaxNode | undefined {
  const row = line - 1;
  let near: SyntaxNode | undefined;
  for (const node of nodesIn(root)) {
    if (!isFunction(node) || !bodyOf(node)) continue;
    const name = node.childForFieldName('name') ?? node;
    if (node.startPosition.row === row || name.startPosition.row === row) return node;
    const first = firstAnnotation(node).startPosition.row;
    if (first <= row && row <= name.startPosition.row) near ??= node;
    if (!near && node.startPosition.row > row && node.startPosition.row < endLine) near = node;
  }
  return near;
}

/** Decorators and attributes stand beside the function in some grammars and around it in others. */
function firstAnnotation(fn: SyntaxNode): SyntaxNode {
  let at = fn.parent?.type === 'decorated_definition' ? fn.parent : fn;
  for (
    let before = at.previousNamedSibling;
    before && ANNOTATED(before);
    before = before.previousNamedSibling
  )
    at = before;
  return at;
}

/** The innermost function around a line that has a body. */
export function functionAround(root: SyntaxNode, line: number): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (const node of nodesIn(root))
    if (
      isFunction(node) &&
      bodyOf(node) &&
      node.startPosition.row < line &&
      node.endPosition.row >= line - 1 &&
      (!found || node.startIndex > found.startIndex)
    )
      found = node;
  return found;
}
