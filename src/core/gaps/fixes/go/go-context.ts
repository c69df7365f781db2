import { bodyOf, isFunction } from '../locate.ts';
import type { SyntaxNode } from '../syntax.ts';

/** Where a function has its context from, and how it hands a new one on. */
export type GoContext = {
  /** Expression of the context at hand; '' for none. */
  readonly from: string;
  /** Name that holds the context with the span. */
  readonly name: string;
  /** Statement that puts it where the rest of the function finds it; '' where the name does. */
  readonly store: string;
  /** A parameter without a usable name that has to get one. */
  readonly rename?: SyntaxNode;
};

export type GoParam = {
  readonly name: SyntaxNode | undefined;
  readonly type: string;
  readonly node: SyntaxNode;
};

export function paramsOf(fn: SyntaxNode): GoParam[] {
  const list = fn.childForFieldName('parameters')?.namedChildren ?? [];
  return list.flatMap((node): GoParam[] => {
    const type = node.childForFieldName('type')?.text ?? '';
    const names = node.namedChildren.filter((n) => n.type === 'identifier');
    return names.length === 0
      ? [{ name: undefined, type, node }]
      : names.map((name) => ({ name, type, node }));
  });
}

const CARRIERS: readonly (readonly [
  type: RegExp,
  from: (p: string) => string,
  store: (p: string, ctx: string) => string,
])[] = [
  [/^\*http\.Request$/, (p) => `${p}.Context()`, (p, c) => `${p} = ${p}.WithContext(${c})`],
  [
    /^\*gin\.Context$/,
    (p) => `${p}.Request.Context()`,
    (p, c) => `${p}.Request = ${p}.Request.WithContext(${c})`,
  ],
  [
    /^echo\.Context$/,
    (p) => `${p}.Request().Context()`,
    (p, c) => `${p}.SetRequest(${p}.Request().WithContext(${c}))`,
  ],
  [
    /^\*echo\.Context$/,
    (p) => `${p}.Request().Context()`,
    (p, c) => `${p}.SetRequest(${p}.Request().WithContext(${c}))`,
  ],
  [/^\*fiber\.Ctx$/, (p) => `${p}.UserContext()`, (p, c) => `${p}.SetUserContext(${c})`],
  [/^grpc\.ServerStream$|_\w+Server$/, (p) => `${p}.Context()`, () => ''],
];

/** Of the function itself. */
export function contextOf(fn: SyntaxNode, fresh: string): GoContext {
  const params = paramsOf(fn);
  for (const { name, type, node } of params)
    if (type === 'context.Context') {
      if (name && name.text !== '_') return { from: name.text, name: name.text, store: '' };
      return { from: 'ctx', name: 'ctx', store: '', rename: name ?? node };
    }
  for (const { name, type } of params) {
    const carrier = CARRIERS.find(([pattern]) => pattern.test(type));
    if (!carrier || !name || name.text === '_') continue;
    const store = carrier[2](name.text, fresh);
    return { from: carrier[1](name.text), name: store === '' ? '_' : fresh, store };
  }
  return { from: '', name: '_', store: '' };
}

/** The context at hand in a function or one around it, as an expression; '' for none. */
export function contextAround(fn: SyntaxNode | undefined): string {
  for (let at: SyntaxNode | null = fn ?? null; at; at = at.parent) {
    if (!isFunction(at) || !bodyOf(at)) continue;
    const { from, rename } = contextOf(at, 'ctx');
    if (from !== '' && !rename) return from;
  }
  return '';
}
