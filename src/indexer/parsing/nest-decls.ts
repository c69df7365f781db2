import type { DeclKind } from '../../core/facts/facts.ts';

export type DeclNode = {
  id: number;
  kind: DeclKind;
  name: string;
  /** Type named by a Go receiver or a Rust impl; takes the place of a surrounding class. */
  receiver: string;
  start: number;
  end: number;
  line: number;
  column: number;
  startLine: number;
  bodyLine: number;
  endLine: number;
  params: string;
  supers: string[];
  isDefault: boolean;
};

type NestedDecl = Omit<DeclNode, 'id' | 'receiver'> & { path: string; owner: number };

export type Nest = {
  readonly decls: NestedDecl[];
  /** Node id to index. */
  readonly indexOf: Map<number, number>;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

/**
 * Orders declarations by position, finds each one's owner and the path of names around it. `classPaths`: only types
 * count towards a path, and anonymous classes are numbered within theirs, as the JVM and .NET name them.
 */
export function nestDecls(nodes: DeclNode[], classPaths: boolean): Nest {
  nodes.sort((a, b) => a.start - b.start || b.end - a.end);
  const decls: NestedDecl[] = [];
  const indexOf = new Map<number, number>();
  const open: number[] = [];
  const anonymous = new Map<string, number>();
  for (const [i, node] of nodes.entries()) {
    while (open.length > 0 && (nodes[open.at(-1) ?? 0]?.end ?? 0) <= node.start) open.pop();
    const owner = open.at(-1) ?? -1;
    const { id, receiver, ...rest } = node;
    let [prefix, name] = splitName(rest.name);
    const path = join(receiver || pathOf(decls, owner, classPaths), prefix);
    if (classPaths && name === '' && rest.kind === 'class') {
      const number = (anonymous.get(path) ?? 0) + 1;
      anonymous.set(path, number);
      name = `$${number}`;
    }
    decls.push({ ...rest, name, owner, path });
    indexOf.set(id, i);
    open.push(i);
  }
  return { decls, indexOf, starts: nodes.map((n) => n.start), ends: nodes.map((n) => n.end) };
}

const FUNCTIONS: ReadonlySet<DeclKind> = new Set(['function', 'method', 'constructor', 'lambda']);

/** Path that the members of a declaration have. Lambdas and singleton classes add no name. */
function pathOf(decls: readonly NestedDecl[], index: number, classPaths: boolean): string {
  const decl = decls[index];
  if (!decl) return '';
  if (classPaths && FUNCTIONS.has(decl.kind)) return decl.path;
  return decl.name ? join(decl.path, decl.name) : decl.path;
}

const join = (a: string, b: string) => (a && b ? `${a}.${b}` : a || b);

/** `A::B`, `Foo.prototype.bar`, `exports.run`: all but the last name belongs to the path. */
function splitName(name: string): [string, string] {
  if (!/[.:]/.test(name)) return ['', name];
  const parts = name
    .replace(/^(module\.)?exports\.|^this\.|^self\./, '')
    .split(/::|\./)
    .filter((part) => part !== 'prototype' && part !== '');
  const last = parts.pop() ?? name;
  return [parts.join('.'), last];
}

/** Index of the innermost declaration around an offset, -1 for none. */
export function ownerAt(nest: Nest, offset: number): number {
  const { starts, ends, decls } = nest;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((starts[mid] ?? 0) <= offset) low = mid + 1;
    else high = mid;
  }
  let i = low - 1;
  while (i >= 0 && (ends[i] ?? 0) <= offset) i = decls[i]?.owner ?? -1;
  return i;
}
