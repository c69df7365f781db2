import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  type ParsedFile,
  planOf,
  refused,
} from '../fix-plan.ts';
import { bodyOf, callerOf, handlerOf, type Located } from '../locate.ts';
import { spanKind, spanName, tracerName } from '../span-words.ts';
import { callAt, freshName, namesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, insert, replace, type TextEdit } from '../text-edit.ts';
import { contextAround, contextOf } from './go-context.ts';
import { GoFile } from './go-file.ts';

export const OTEL = 'go.opentelemetry.io/otel';

/** A span for the whole function, ended by defer: every way out ends it, and nothing of the body moves. */
export function wrapGo(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  const located = target.rule.startsWith('outbound.') ? caller(file, target) : handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  if (!body) return refused('This function has no body here.');
  if (
    fn.type === 'function_declaration' &&
    fn.childForFieldName('name')?.text === 'main' &&
    !/cli|scheduled/.test(target.rule)
  )
    return refused(
      'This is main: a span around it would last as long as the process. Put the call into a function of its own.',
    );
  return planOf(file.path, spanInFunction(file, target, project, fn, body));
}

function caller(file: ParsedFile, target: FixTarget): Located {
  const call = callAt(file.root, target.line, target.column);
  const name = (call?.childForFieldName('function')?.text ?? '').split('.').at(-1) ?? '';
  if (
    /^(?:New\w*|Open\w*|Dial\w*|Connect\w*|MustConnect)$/.test(name) &&
    name !== 'NewRequest' &&
    name !== 'NewRequestWithContext'
  )
    return {
      missing:
        'The client is made here; a span belongs around its calls. Install an instrumentation, or wrap the functions that call it.',
    };
  return callerOf(file, target, 'function');
}

function spanInFunction(
  file: ParsedFile,
  target: FixTarget,
  project: FixProject,
  fn: SyntaxNode,
  body: SyntaxNode,
): TextEdit[] {
  const go = new GoFile(file, project);
  const taken = namesIn(fn);
  const tracer = go.tracer(tracerName(target));
  const span = freshName(taken, 'span', 'callSpan');
  const own = contextOf(fn, freshName(taken, 'ctx', 'spanCtx'));
  const edits: TextEdit[] = [];
  let { from, name, store } = own;
  let place = body.startIndex + 1;
  if (own.rename) edits.push(...named(fn, own.rename));
  if (from === '') {
    const made = statementsOf(body).find(
      (s) =>
        s.type === 'short_var_declaration' && /(?:^|,\s*)ctx\b/.test(s.childForFieldName('left')?.text ?? ''),
    );
    if (made) {
      // The function makes its context itself: the span goes below that.
      from = 'ctx';
      name = 'ctx';
      place = made.endIndex;
    } else {
      from = contextAround(fn.parent ?? undefined);
      name = from === 'ctx' ? 'ctx' : '_';
      if (from === '') from = `${go.use('context', 'stdcontext')}.Background()`;
      else if (name === 'ctx' && !taken.has('ctx')) name = '_';
    }
  }
  const kind = spanKind(target.rule);
  const otelTrace = kind === 'internal' ? '' : go.use(`${OTEL}/trace`, 'oteltrace');
  const options =
    kind === 'internal'
      ? ''
      : `, ${otelTrace}.WithSpanKind(${otelTrace}.SpanKind${kind[0]?.toUpperCase()}${kind.slice(1)})`;
  const indent = `${indentAt(file.text, body.startIndex)}\t`;
  const eol = eolOf(file.text);
  const failing = namedError(fn, taken);
  edits.push(...(failing?.edits ?? []));
  const lines = [`${name}, ${span} := ${tracer}.Start(${from}, "${spanName(target)}"${options})`];
  if (failing) {
    const codes = go.use(`${OTEL}/codes`, 'otelcodes');
    lines.push(
      'defer func() {',
      `\tif ${failing.name} != nil {`,
      `\t\t${span}.SetStatus(${codes}.Error, ${failing.name}.Error())`,
      '\t}',
      `\t${span}.End()`,
      '}()',
    );
  } else lines.push(`defer ${span}.End()`);
  if (store !== '') lines.push(store);
  const text = lines.map((line) => `${eol}${indent}${line}`).join('');
  if (!file.text.slice(body.startIndex, body.endIndex).includes('\n')) {
    const inner = file.text.slice(body.startIndex + 1, body.endIndex - 1).trim();
    edits.push(
      replace(
        body.startIndex + 1,
        body.endIndex - 1,
        `${text}${inner === '' ? '' : `${eol}${indent}${inner}`}${eol}${indent.slice(0, -1)}`,
      ),
    );
  } else edits.push(insert(place, text));
  return [...go.edits(), ...edits];
}

/** Parameters have names all or none. */
function named(fn: SyntaxNode, context: SyntaxNode): TextEdit[] {
  if (context.type === 'identifier') return [replace(context.startIndex, context.endIndex, 'ctx')];
  const params = fn.childForFieldName('parameters')?.namedChildren ?? [];
  return params
    .filter((p) => /parameter_declaration$/.test(p.type))
    .map((p) => insert(p.startIndex, p.id === context.id ? 'ctx ' : '_ '));
}

const statementsOf = (body: SyntaxNode): readonly SyntaxNode[] =>
  body.namedChildren.flatMap((n) => (n.type === 'statement_list' ? n.namedChildren : [n]));

/** The error result by name, so that one deferred function sees it however the function is left. */
export function namedError(
  fn: SyntaxNode,
  taken: ReadonlySet<string>,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const result = fn.childForFieldName('result');
  if (!result) return undefined;
  const name = freshName(taken, 'retErr', 'spanErr');
  if (result.type !== 'parameter_list')
    return result.text === 'error'
      ? { name, edits: [insert(result.startIndex, `(${name} `), insert(result.endIndex, ')')] }
      : undefined;
  const results = result.namedChildren.filter((n) => n.type === 'parameter_declaration');
  const last = results.at(-1);
  if (last?.childForFieldName('type')?.text !== 'error') return undefined;
  const known = last.namedChildren.findLast((n) => n.type === 'identifier');
  if (known && known.text !== '_') return { name: known.text, edits: [] };
  if (known) return { name, edits: [replace(known.startIndex, known.endIndex, name)] };
  return { name, edits: results.map((r) => insert(r.startIndex, r === last ? `${name} ` : '_ ')) };
}
