import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { callerOf, handlerOf } from '../locate.ts';
import { spanKind, spanName } from '../span-words.ts';
import { nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, insert } from '../text-edit.ts';

/** `#[tracing::instrument]`: the idiom of the language; it follows async code over every await. */
export function wrapRust(file: ParsedFile, target: FixTarget): FixOutcome {
  const outbound = target.rule.startsWith('outbound.');
  const located = outbound ? callerOf(file, target, 'function') : handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  let { fn } = located;
  if (fn.type === 'closure_expression') {
    if (!outbound) return refused('A closure cannot carry #[tracing::instrument]: make it a function first.');
    for (let at: SyntaxNode | null = fn; at; at = at.parent) if (at.type === 'function_item') fn = at;
    if (fn.type !== 'function_item')
      return refused('The call stands in a closure: make it a function first.');
  }
  const name = fn.childForFieldName('name')?.text ?? '';
  if (name === 'main')
    return refused(
      'This is main: a span around it would begin before tracing does. Put the work into a function of its own.',
    );
  if (/\bconst\b/.test(modifiers(fn))) return refused('A const function cannot be instrumented.');
  if (attributes(fn).some((a) => /\binstrument\b/.test(a.text)))
    return refused('This function is instrumented already.');
  const kind = spanKind(target.rule);
  // Arguments may be large, secret, or without Debug: none is recorded unless somebody says so.
  const parts = [`name = "${spanName(target)}"`, 'skip_all'];
  if (kind !== 'internal') parts.push(`fields(otel.kind = "${kind}")`);
  const failing = recordsError(file.root, fn);
  if (failing !== '') parts.push(failing);
  const indent = indentAt(file.text, fn.startIndex);
  return planOf(file.path, [
    insert(fn.startIndex, `#[tracing::instrument(${parts.join(', ')})]${eolOf(file.text)}${indent}`),
  ]);
}

const modifiers = (fn: SyntaxNode): string =>
  fn.namedChildren.find((n) => n.type === 'function_modifiers')?.text ?? '';

function attributes(of: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (
    let at = of.previousNamedSibling;
    at && /^(?:attribute_item|line_comment|block_comment)$/.test(at.type);
    at = at.previousNamedSibling
  )
    if (at.type === 'attribute_item') out.push(at);
  return out;
}

const PRINTS =
  /^(?:(?:anyhow|eyre|color_eyre)::(?:Error|Report|Result)|(?:std::)?io::Error|String|&'?\w*\s*str|Box<dyn .*Error.*>|(?:reqwest|sqlx|serde_json|tonic|redis|hyper)::\w*(?:Error|Status)|Status)$/;

/** `err` where the error can be printed for certain; asking for it elsewhere would not compile. */
function recordsError(root: SyntaxNode, fn: SyntaxNode): string {
  const type = (fn.childForFieldName('return_type')?.text ?? '').replace(/\s+/g, ' ');
  if (/^(?:anyhow|eyre|color_eyre|std::io|io)::Result</.test(type)) return 'err';
  if (!/^(?:std::result::)?Result</.test(type)) return '';
  const error = lastTypeArgument(type);
  if (error === '') return importsResult(root) ? 'err' : '';
  if (PRINTS.test(error)) return 'err';
  const name = /^\w+$/.exec(error)?.[0];
  for (const node of nodesIn(root)) {
    if (!/^(?:struct|enum)_item$/.test(node.type) || node.childForFieldName('name')?.text !== name) continue;
    const derived = attributes(node)
      .map((a) => a.text)
      .join(' ');
    return /derive\([^)]*\bDebug\b/.test(derived) ? 'err(Debug)' : '';
  }
  return '';
}

const importsResult = (root: SyntaxNode): boolean =>
  root.namedChildren.some(
    (n) =>
      n.type === 'use_declaration' &&
      /\b(?:anyhow|eyre|color_eyre|io)::(?:\{[^}]*\bResult\b[^}]*\}|Result)/.test(n.text),
  );

/** `E` of `Result<T, E>`; '' where there is but one argument. */
function lastTypeArgument(type: string): string {
  const inside = type.slice(type.indexOf('<') + 1, type.lastIndexOf('>'));
  let depth = 0;
  let cut = -1;
  for (let i = 0; i < inside.length; i++) {
    const c = inside[i];
    if (c === '<' || c === '(' || c === '[') depth++;
    else if (c === '>' || c === ')' || c === ']') depth--;
    else if (c === ',' && depth === 0) cut = i;
  }
  return cut < 0 ? '' : inside.slice(cut + 1).trim();
}
