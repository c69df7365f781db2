import type { Node } from 'web-tree-sitter';
import { HOLE, NO_VALUE, type Value, type ValueKind } from '../../core/facts/facts.ts';
import type { Grammar } from '../languages/grammar.ts';
import { decodeEscapes, literalText } from './literal-text.ts';

/** Values nest (an object in a list in an argument); deeper than this nothing of interest is found. */
const MAX_DEPTH = 5;
const MAX_ITEMS = 64;
const MAX_TEXT = 4096;
const MAX_NAME = 160;

/** `ref` holds a node's id until the extractor knows all calls and declarations. */
export type MutableValue = {
  kind: ValueKind;
  text: string;
  name: string;
  ref: number;
  items: readonly Value[];
};

export type ValueReader = {
  readonly read: (node: Node) => Value;
  readonly readAll: (node: Node) => Value[];
  /** Values whose `ref` is a node id. */
  readonly pending: MutableValue[];
};

export function valueReader(grammar: Grammar, source: string): ValueReader {
  const pending: MutableValue[] = [];
  const { readers } = grammar;
  const textOf = (node: Node) => source.slice(node.startIndex, node.endIndex);

  const make = (kind: ValueKind, text: string, items: readonly Value[] = []): Value =>
    ({ kind, text, name: '', ref: -1, items }) satisfies MutableValue;

  const refer = (kind: 'call' | 'function', node: Node, text: string): Value => {
    const value: MutableValue = { kind, text, name: '', ref: node.id, items: [] };
    pending.push(value);
    return value;
  };

  const named = (value: Value, name: string): Value => {
    // Only values just made are named; the same object may already wait in `pending`.
    (value as MutableValue).name = name;
    return value;
  };

  const string = (node: Node): Value => {
    const raw = textOf(node);
    const plain = () => make('string', literalText(raw).slice(0, MAX_TEXT));
    if (!grammar.interpolated.test(raw)) return plain();
    const holes = node.namedChildren.filter((child) => !grammar.plainParts.has(child.type));
    if (holes.length === 0 && !grammar.textHoles) return plain();
    let text = '';
    let at = node.startIndex;
    for (const hole of holes) {
      text += source.slice(at, hole.startIndex) + HOLE;
      at = hole.endIndex;
    }
    text += source.slice(at, node.endIndex);
    if (grammar.textHoles) text = text.replace(grammar.textHoles, HOLE);
    // The quotes went through as text; `{$x}` in PHP leaves its braces.
    text = literalText(text).replaceAll(`{${HOLE}}`, HOLE).slice(0, MAX_TEXT);
    return make(text.includes(HOLE) ? 'template' : 'string', text);
  };

  const concat = (node: Node): Value => {
    const leaves: Node[] = [];
    const stack: Node[] = [node];
    while (stack.length > 0 && leaves.length < MAX_ITEMS) {
      const top = stack.pop();
      if (!top) break;
      if (readers[top.type] === 'concat') stack.push(...top.namedChildren.toReversed());
      else leaves.push(top);
    }
    const parts = leaves.map((leaf) =>
      readers[leaf.type] === 'string' ? string(leaf) : make('name', textOf(leaf)),
    );
    if (!parts.some((part) => part.kind === 'string' || part.kind === 'template')) return make('other', '');
    // "literal" % x and x % 2 look alike; joining is right for + and adjacency, formatting keeps the pattern.
    const formatted = node.childCount === 3 && node.child(1)?.type === '%';
    if (formatted && parts[0]) return make('template', formatHoles(parts[0].text));
    const text = parts.map((part) => (part.kind === 'name' ? HOLE : part.text)).join('');
    const kind = text.includes(HOLE) ? 'template' : 'string';
    // Identifiers among the parts are kept: `PREFIX + "/users"` is known once the constant is.
    const items = kind === 'template' ? parts : [];
    return make(kind, text.slice(0, MAX_TEXT), items);
  };

  const pair = (node: Node, depth: number): Value => {
    const children = node.namedChildren;
    const last = children.at(-1);
    const first = children[0];
    if (!last || !first) return NO_VALUE;
    if (children.length === 1) return read(last, depth);
    return named(read(last, depth), keyText(first));
  };

  const keyText = (node: Node): string => {
    const reader = readers[node.type];
    const raw = textOf(node);
    if (reader === 'string') return literalText(raw);
    return raw.replace(/^[:$]|:$/g, '').slice(0, MAX_NAME);
  };

  const children = (node: Node, depth: number): Value[] => {
    const all: Value[] = [];
    for (const child of node.namedChildren) {
      const reader = readers[child.type];
      if (reader === 'skip') continue;
      if (all.length >= MAX_ITEMS) break;
      all.push(read(child, depth));
    }
    return all;
  };

  const read = (node: Node, depth: number): Value => {
    const reader = readers[node.type];
    switch (reader) {
      case 'string':
        return string(node);
      case 'symbol':
        return make('string', decodeEscapes(textOf(node).replace(/^:["']?|["']$/g, '')));
      case 'number':
      case 'constant':
        return make(reader, textOf(node).slice(0, MAX_NAME));
      case 'name':
        return make('name', shorten(textOf(node)));
      case 'call':
        return refer('call', node, '');
      case 'function': {
        const name = node.childForFieldName('name');
        const value = refer('function', node, '');
        return name ? named(value, textOf(name)) : value;
      }
      case 'concat':
        return concat(node);
      case 'unwrap':
      case 'unwrap-first': {
        const last = reader === 'unwrap' ? node.lastNamedChild : node.firstNamedChild;
        return last && depth < MAX_DEPTH ? read(last, depth + 1) : make('name', shorten(textOf(node)));
      }
      case 'pair':
      case 'item':
        return depth < MAX_DEPTH ? pair(node, depth + 1) : NO_VALUE;
      case 'object': {
        const type = node.childForFieldName('type') ?? node.childForFieldName('name');
        const body = node.childForFieldName('body') ?? node;
        const items = depth < MAX_DEPTH ? children(body, depth + 1) : [];
        return make('object', type ? shorten(textOf(type)) : '', items);
      }
      case 'list':
        return make('list', '', depth < MAX_DEPTH ? children(node, depth + 1) : []);
      case 'tokens':
        return make('list', '', tokens(node));
      default:
        return make('other', '');
    }
  };

  /** The raw tokens of a Rust macro or attribute: strings, names, and `name = value`. */
  const tokens = (node: Node): Value[] => {
    const all: Value[] = [];
    for (const child of node.namedChildren) {
      if (all.length >= MAX_ITEMS) break;
      const value = readers[child.type] === 'tokens' ? make('other', '') : read(child, MAX_DEPTH);
      const before = all.at(-1);
      if (before?.kind === 'name' && /\w\s*=\s*$/.test(source.slice(node.startIndex, child.startIndex)))
        all[all.length - 1] = named(value, before.text);
      else all.push(value);
    }
    return all;
  };

  return {
    read: (node) => read(node, 0),
    readAll: (node) => (readers[node.type] === 'tokens' ? tokens(node) : children(node, 0)),
    pending,
  };
}

const shorten = (text: string) => {
  const flat = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  return flat.length > MAX_NAME ? flat.slice(0, MAX_NAME) : flat;
};

/** `%s`, `{0}`, `{name}` of a format string become holes. */
export function formatHoles(text: string): string {
  return text.replace(/%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[\w.:!]*\}/g, HOLE);
}
