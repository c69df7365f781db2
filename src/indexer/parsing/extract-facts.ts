import type { Node, QueryMatch, Tree } from 'web-tree-sitter';
import type { FileFacts, Value } from '../../core/facts/facts.ts';
import type { Grammar } from '../languages/grammar.ts';
import { type DeclNode, nestDecls, ownerAt } from './nest-decls.ts';
import { valueReader } from './read-value.ts';

const MAX_RECEIVER = 120;
const MAX_PARAMS = 200;
const MAX_EXIT = 200;

type CallNode = {
  id: number;
  start: number;
  end: number;
  line: number;
  column: number;
  endLine: number;
  name: string;
  receiver: string;
  receiverId: number;
  isNew: boolean;
  args: Value[];
};

type Captures = { [name: string]: Node | undefined };

/** Runs the language's one query over a tree. The caller deletes the tree. */
export function extractFacts(
  grammar: Grammar,
  matches: readonly QueryMatch[],
  tree: Tree,
  source: string,
): FileFacts {
  const reader = valueReader(grammar, source);
  const decls = new Map<number, DeclNode>();
  const calls = new Map<number, CallNode>();
  const replaced = new Map<number, number>();
  const noCall = new Set<number>();
  const annotations = new Map<number, { name: string; args: Value[]; node: Node; on: Node | undefined }>();
  const assigns: { target: string; value: Value | undefined; type: string; start: number; line: number }[] =
    [];
  const blocks: { kind: string; start: number; end: number; line: number; endLine: number }[] = [];
  const exits: { kind: string; text: string; start: number; end: number; line: number }[] = [];
  const imports: FileFacts['imports'][number][] = [];
  const supers: { on: number; text: string }[] = [];
  let packageName = '';

  const text = (node: Node) => source.slice(node.startIndex, node.endIndex);

  for (const match of matches) {
    const c: Captures = {};
    for (const { name, node } of match.captures) {
      if (name === 'supers' && c.decl) supers.push({ on: c.decl.id, text: text(node) });
      c[name] ??= node;
    }
    const kind = match.setProperties?.kind ?? '';
    if (c.decl) addDecl(c.decl, c, kind);
    else if (c.call) addCall(c.call, c, match.setProperties?.new !== undefined);
    else if (c.assign) addAssign(c.assign, c);
    else if (c.annotation) addAnnotation(c.annotation, c);
    else if (c.extends && c.super) supers.push({ on: c.extends.id, text: text(c.super) });
    else if (c.import) {
      const line = c.import.startPosition.row + 1;
      for (const one of grammar.imports(text(c.import))) imports.push({ ...one, line });
    } else if (c.package) packageName ||= text(c.package).replace(/\s+/g, '');
    else if (c.block)
      blocks.push({
        kind,
        start: c.block.startIndex,
        end: c.block.endIndex,
        line: c.block.startPosition.row + 1,
        endLine: c.block.endPosition.row + 1,
      });
    else if (c.exit)
      exits.push({
        kind,
        text: text(c.exit)
          .replace(/^\w+\s*/, '')
          .slice(0, MAX_EXIT),
        start: c.exit.startIndex,
        end: c.exit.endIndex,
        line: c.exit.startPosition.row + 1,
      });
  }

  function addDecl(node: Node, c: Captures, kind: string): void {
    const known = decls.get(node.id);
    if (known && (known.name !== '' || !c.name)) return;
    const at = c.name ?? node;
    decls.set(node.id, {
      id: node.id,
      kind: kind as DeclNode['kind'],
      name: c.name ? declName(text(c.name)) : '',
      receiver: c.receiver ? receiverType(text(c.receiver)) : '',
      start: node.startIndex,
      end: known?.end ?? node.endIndex,
      line: at.startPosition.row + 1,
      column: at.startPosition.column,
      startLine: Math.min(node.startPosition.row, at.startPosition.row) + 1,
      bodyLine: (c.body ?? at).startPosition.row + 1,
      endLine: known?.endLine ?? node.endPosition.row + 1,
      params: c.params ? paramText(text(c.params)) : '',
      supers: known?.supers ?? [],
      isDefault: false,
    });
    // `export default` stands on the parent; asked only of what can be one.
    const decl = decls.get(node.id);
    if (decl && source.slice(Math.max(0, node.startIndex - 16), node.startIndex).endsWith('export default '))
      decl.isDefault = true;
  }

  function addCall(node: Node, c: Captures, isNew: boolean): void {
    if (c.inner) replaced.set(c.inner.id, node.id);
    if (calls.has(node.id) || !c.name) return;
    const args = c.args && !isEmptyList(source, c.args) ? reader.readAll(c.args) : [];
    if (c.lambda) args.push(reader.read(c.lambda));
    const { startIndex, startPosition } = node;
    const receiver = c.receiver
      ? source.slice(c.receiver.startIndex, c.name.startIndex).replace(/[\s.?!:>-]+$/, '')
      : '';
    calls.set(node.id, {
      id: node.id,
      start: startIndex,
      end: node.endIndex,
      line: c.name.startPosition.row + 1,
      column: startPosition.column,
      endLine: node.endPosition.row + 1,
      name: text(c.name).replace(/<[\s\S]*$/, ''),
      receiver: receiver.length > MAX_RECEIVER ? receiver.slice(-MAX_RECEIVER) : receiver,
      receiverId: c.receiver?.id ?? 0,
      isNew,
      args,
    });
  }

  function addAssign(node: Node, c: Captures): void {
    if (!c.target) return;
    assigns.push({
      target: text(c.target).slice(0, MAX_RECEIVER),
      value: c.value && reader.read(c.value),
      type: c.type ? text(c.type).replace(/^:\s*/, '').slice(0, MAX_RECEIVER) : '',
      start: node.startIndex,
      line: c.target.startPosition.row + 1,
    });
  }

  function addAnnotation(node: Node, c: Captures): void {
    if (c.inner) noCall.add(c.inner.id);
    const known = annotations.get(node.id);
    if (known && (known.args.length > 0 || !c.args)) {
      if (!known.on && c.annotated) annotations.set(node.id, { ...known, on: c.annotated });
      return;
    }
    annotations.set(node.id, {
      name: c.name ? text(c.name).replace(/\s+/g, '') : '',
      args: c.args ? reader.readAll(c.args) : [],
      node,
      on: c.annotated ?? known?.on,
    });
  }

  for (const { on, text: written } of supers) decls.get(on)?.supers.push(...superNames(written));
  const nest = nestDecls([...decls.values()], grammar.classPaths);

  const dropped = new Set([...replaced.keys(), ...noCall]);
  const callNodes = [...calls.values()].filter((call) => !dropped.has(call.id));
  callNodes.sort((a, b) => a.start - b.start || b.end - a.end);
  const callIndex = new Map(callNodes.map((call, i) => [call.id, i]));
  for (const [inner, outer] of replaced) {
    const i = callIndex.get(outer);
    if (i !== undefined) callIndex.set(inner, i);
  }

  for (const value of reader.pending)
    value.ref = (value.kind === 'call' ? callIndex.get(value.ref) : nest.indexOf.get(value.ref)) ?? -1;

  const annotationList = [...annotations.values()].map(({ name, args, node, on }) => {
    const decl = nest.indexOf.get((on ?? declaredNext(node))?.id ?? -1) ?? -1;
    const line = node.startPosition.row + 1;
    const target = nest.decls[decl];
    if (target && line < target.startLine) target.startLine = line;
    return { name, args, decl, line };
  });

  return {
    language: grammar.language,
    package: packageName,
    imports,
    decls: nest.decls,
    calls: callNodes.map((call) => ({
      name: call.name,
      receiver: callIndex.has(call.receiverId) ? '' : call.receiver,
      receiverCall: callIndex.get(call.receiverId) ?? -1,
      isNew: call.isNew,
      args: call.args,
      owner: ownerAt(nest, call.start),
      line: call.line,
      column: call.column,
      endLine: call.endLine,
      start: call.start,
      end: call.end,
    })),
    annotations: annotationList,
    assigns: assigns.map(({ target, value, type, start, line }) => ({
      target,
      value: value ?? { kind: 'other', text: '', name: '', ref: -1, items: [] },
      type,
      owner: ownerAt(nest, start),
      line,
    })),
    blocks: blocks.map((block) => ({
      ...block,
      kind: block.kind as FileFacts['blocks'][number]['kind'],
      owner: ownerAt(nest, block.start),
    })),
    exits: exits.map((exit) => ({
      ...exit,
      kind: exit.kind as FileFacts['exits'][number]['kind'],
      owner: ownerAt(nest, exit.start),
    })),
    hasErrors: tree.rootNode.hasError,
  };
}

/** Where annotations precede what they stand on as siblings (TypeScript members, Rust attributes). */
function declaredNext(node: Node): Node | null {
  let from = node;
  // Kotlin's grammar may take the annotations before a class for an expression.
  while (from.parent?.type === 'annotated_expression') from = from.parent;
  let next = from.nextNamedSibling;
  while (next && /^(decorator|attribute_item|comment|line_comment|block_comment)$/.test(next.type))
    next = next.nextNamedSibling;
  return next;
}

/** `Foo.prototype.bar` and `exports.run` declare `bar` and `run`; the rest is kept for `path`. */
const declName = (text: string) =>
  text === 'companion'
    ? 'Companion'
    : text
        .replace(/^\$/, '')
        .replace(/^["']|["']$/g, '')
        .replace(/\s+/g, '');

/** The type of a Go receiver `(s *Service[T])`, of a Rust `impl<T> Foo<T>`. */
const receiverType = (text: string) =>
  text
    .replace(/[[<][\s\S]*$/, '')
    .replace(/[()]/g, '')
    .trim()
    .replace(/^.*[\s*&]/, '');

const isEmptyList = (source: string, args: Node) => source[args.startIndex + 1] === ')';

const paramText = (text: string) =>
  text
    .replace(/^\(|\)$/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_PARAMS);

/** Splits `extends Base<A, B> implements I, J`, `(Base, mixins.M)`, `: Base(), I`, `< Parent` into names. */
function superNames(text: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let name = '';
  const flush = () => {
    const clean = name.replace(/\(.*$/s, '').trim();
    if (clean && !clean.includes('=')) names.push(clean);
    name = '';
  };
  const body = text.replace(/\b(extends|implements|with)\b/g, ',').replace(/^\s*[:(<]+|\)$/g, '');
  for (const char of body) {
    if (char === '<' || char === '(' || char === '[') depth++;
    else if (char === '>' || char === ')' || char === ']') depth--;
    if (char === ',' && depth <= 0) flush();
    else name += char;
  }
  flush();
  return names;
}
