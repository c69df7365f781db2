/** The part of a tree-sitter node that fixes read, so that they stay pure. Offsets are UTF-16 units, rows from 0. */
export type SyntaxNode = {
  readonly id: number;
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
  readonly nextNamedSibling: SyntaxNode | null;
  readonly previousNamedSibling: SyntaxNode | null;
  childForFieldName(name: string): SyntaxNode | null;
};

/** Every named node below in the order of the text, `root` included. `skip` says whose insides are left out. */
export function* nodesIn(root: SyntaxNode, skip?: (node: SyntaxNode) => boolean): Generator<SyntaxNode> {
  const stack: SyntaxNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (node !== root && skip?.(node)) continue;
    const { namedChildren } = node;
    for (let i = namedChildren.length - 1; i >= 0; i--) {
      const child = namedChildren[i];
      if (child) stack.push(child);
    }
  }
}

/** The nearest node around (or this one) that fits. */
export function around(node: SyntaxNode | null, fits: (node: SyntaxNode) => boolean): SyntaxNode | undefined {
  for (let at = node; at; at = at.parent) if (fits(at)) return at;
  return undefined;
}

export const isIn = (types: ReadonlySet<string>) => (node: SyntaxNode) => types.has(node.type);

/** Names that occur, so that new ones can keep out of their way. */
export function namesIn(root: SyntaxNode): Set<string> {
  const names = new Set<string>();
  for (const node of nodesIn(root))
    if (node.namedChildren.length === 0 && /identifier/.test(node.type)) names.add(node.text);
  return names;
}

export function freshName(taken: ReadonlySet<string>, ...wanted: readonly string[]): string {
  const free = wanted.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const base = wanted[0] ?? 'x';
  for (let n = 2; ; n++) if (!taken.has(`${base}${n}`)) return `${base}${n}`;
}

/** A call or construction as every language has it. */
const CALLS: ReadonlySet<string> = new Set([
  'call_expression',
  'new_expression',
  'call',
  'method_invocation',
  'object_creation_expression',
  'invocation_expression',
  'implicit_object_creation_expression',
  'macro_invocation',
]);
export const isCall = isIn(CALLS);

/** The call a finding points at: it begins at the column, and its name stands in the line. */
export function callAt(root: SyntaxNode, line: number, column: number | undefined): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (const node of nodesIn(root)) {
    if (!isCall(node) || nameRow(node) !== line - 1) continue;
    if (column !== undefined && node.startPosition.column !== column) continue;
    // `a.b().c()`: both begin there; the one whose name is in the line and that is larger says more.
    if (!found || node.endIndex > found.endIndex) found = node;
  }
  return found;
}

const nameRow = (call: SyntaxNode): number => {
  const callee =
    call.childForFieldName('name') ??
    call.childForFieldName('function') ??
    call.childForFieldName('constructor');
  const last = callee?.namedChildren.at(-1);
  return (last && /member|selector|attribute|field|scoped/.test(callee?.type ?? '') ? last : (callee ?? call))
    .startPosition.row;
};
