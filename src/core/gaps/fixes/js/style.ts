import { nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentUnit } from '../text-edit.ts';

/** How a file is written; what is added looks the same. */
export type JsStyle = {
  readonly unit: string;
  readonly eol: string;
  readonly quote: string;
  /** `;` or nothing. */
  readonly semi: string;
  readonly typed: boolean;
  readonly modules: 'esm' | 'cjs';
};

export function jsStyle(text: string, root: SyntaxNode, path: string, language: string): JsStyle {
  const statements = root.namedChildren.filter((n) =>
    /^(?:import_statement|lexical_declaration|expression_statement)$/.test(n.type),
  );
  const open = statements.filter((n) => !n.text.endsWith(';')).length;
  let single = 0;
  let double = 0;
  let seen = 0;
  for (const node of nodesIn(root)) {
    if (node.type !== 'string') continue;
    if (text[node.startIndex] === "'") single++;
    else double++;
    if (++seen > 60) break;
  }
  const typed = language !== 'javascript';
  const hasEsm = root.namedChildren.some(
    (n) => n.type === 'import_statement' || n.type === 'export_statement',
  );
  const cjs =
    /\.cjs$/.test(path) || (!hasEsm && !/\.m[jt]s$/.test(path) && (/\brequire\(/.test(text) || !typed));
  return {
    unit: indentUnit(text, '  '),
    eol: eolOf(text),
    quote: double > single ? '"' : "'",
    semi: open > statements.length / 2 ? '' : ';',
    typed,
    modules: cjs ? 'cjs' : 'esm',
  };
}
