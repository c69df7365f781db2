import { GO_CONTEXT_VARIANTS } from '../../go-context-variants.ts';
import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { functionAround } from '../locate.ts';
import { around, callAt, freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, insert, lineEnd, lineStart, replace, type TextEdit } from '../text-edit.ts';
import { contextAround } from './go-context.ts';

/** The context at hand instead of a new one, or the variant of a call that takes it. */
export function passContext(file: ParsedFile, target: FixTarget): FixOutcome {
  if (file.language !== 'go') return refused('The context is passed on by hand in Go only.');
  const call = callAt(file.root, target.line, target.column);
  if (!call) return refused('The call is not where it was found. Scan again.');
  const ctx = contextAround(functionAround(file.root, target.line));
  if (ctx === '')
    return refused('No context is at hand here: the function takes none. Add a ctx parameter first.');
  const args = call.childForFieldName('arguments');
  const callee = call.childForFieldName('function');
  const name = callee?.childForFieldName('field');
  if (!args || !callee) return refused('This call cannot be read.');
  if (target.rule === 'context.detached') {
    const first = args.namedChildren[0];
    if (!first || !/^context\.(?:Background|TODO)\(\)$/.test(first.text))
      return refused('The new context is not where it was found. Scan again.');
    return planOf(file.path, [replace(first.startIndex, first.endIndex, ctx), ...unused(file, first)]);
  }
  if (!name) return refused('This call cannot be read.');
  const open = args.startIndex + 1;
  const comma = args.namedChildren.length > 0 ? ', ' : '';
  if (name.text === 'NewRequest')
    return planOf(file.path, [insert(name.endIndex, 'WithContext'), insert(open, `${ctx}${comma}`)]);
  const receiver = callee.childForFieldName('operand')?.text ?? '';
  if (/http\./.test(target.title)) return viaRequest(file, call, { ctx, receiver, method: name.text, args });
  const variant = Object.hasOwn(GO_CONTEXT_VARIANTS, name.text) ? GO_CONTEXT_VARIANTS[name.text] : undefined;
  if (variant === undefined) return refused(`No variant of ${name.text} that takes a context is known.`);
  const after = name.text === 'Begin' ? `${ctx}, nil` : `${ctx}${comma}`;
  return planOf(file.path, [replace(name.startIndex, name.endIndex, variant), insert(open, after)]);
}

/** An import that nothing uses any more does not compile. */
function unused(file: ParsedFile, gone: SyntaxNode): TextEdit[] {
  for (const node of nodesIn(file.root)) {
    if (node.startIndex >= gone.startIndex && node.endIndex <= gone.endIndex) continue;
    if (
      /^(?:selector_expression|qualified_type)$/.test(node.type) &&
      /^context\./.test(node.text) &&
      !(node.startIndex <= gone.startIndex && node.endIndex >= gone.endIndex)
    )
      return [];
  }
  const spec = [...nodesIn(file.root)].find((n) => n.type === 'import_spec' && n.text === '"context"');
  if (!spec) return [];
  const whole = spec.parent?.type === 'import_declaration' ? spec.parent : spec;
  const { text } = file;
  return [
    replace(lineStart(text, whole.startIndex), Math.min(text.length, lineEnd(text, whole.endIndex) + 1), ''),
  ];
}

type Http = {
  readonly ctx: string;
  readonly receiver: string;
  readonly method: string;
  readonly args: SyntaxNode;
};

/** `http.Get(url)` has no variant with a context: a request is made and sent, and the error stays where it was. */
function viaRequest(file: ParsedFile, call: SyntaxNode, { ctx, receiver, method, args }: Http): FixOutcome {
  const verb = { Get: 'http.MethodGet', Head: 'http.MethodHead', Post: 'http.MethodPost' }[method];
  const statement = around(call, (n) => /^(?:short_var_declaration|assignment_statement)$/.test(n.type));
  const left = statement?.childForFieldName('left')?.namedChildren ?? [];
  const [response, error] = left;
  const whole =
    statement?.childForFieldName('right')?.text === call.text && statement.parent?.type !== 'if_statement';
  if (verb === undefined || !statement || !response || !error || !whole)
    return refused(
      `Make the request with http.NewRequestWithContext(${ctx}, ...) and send it with Client.Do: this call takes no context.`,
    );
  const [url, type, body] = args.namedChildren.map((n) => n.text);
  const eol = eolOf(file.text);
  const at = indentAt(file.text, statement.startIndex);
  const fn = functionAround(file.root, target(call));
  const req = freshName(fn ? namesIn(fn) : new Set(), 'req', 'request');
  const client = receiver === 'http' ? 'http.DefaultClient' : receiver;
  const declares = statement.type === 'short_var_declaration';
  const err = error.text === '_' ? 'err' : error.text;
  const lines = [
    ...(declares ? [] : [`var ${req} *http.Request`]),
    `${req}, ${err} ${declares ? ':=' : '='} http.NewRequestWithContext(${ctx}, ${verb}, ${url}, ${body ?? 'nil'})`,
    ...(declares && response.text !== '_' ? [`var ${response.text} *http.Response`] : []),
    `if ${err} == nil {`,
    ...(type === undefined ? [] : [`\t${req}.Header.Set("Content-Type", ${type})`]),
    `\t${response.text}, ${err} = ${client}.Do(${req})`,
    '}',
  ];
  return planOf(file.path, [replace(statement.startIndex, statement.endIndex, lines.join(`${eol}${at}`))]);
}

const target = (node: SyntaxNode): number => node.startPosition.row + 1;
