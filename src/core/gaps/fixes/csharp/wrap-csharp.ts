import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  type ParsedFile,
  planOf,
  refused,
} from '../fix-plan.ts';
import { aroundBraces } from '../java/wrap-java.ts';
import { bodyOf, callerOf, handlerOf, ownNodes } from '../locate.ts';
import { spanKind, spanName, tracerName } from '../span-words.ts';
import { around, callAt, freshName, isIn, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, indentUnit, insert, lineEnd, replace, type TextEdit } from '../text-edit.ts';

const TYPES = isIn(new Set(['class_declaration', 'record_declaration', 'struct_declaration']));

/** An activity for the whole method: `using` ends it on every way out, the catch marks it as failed. */
export function wrapCsharp(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  const outbound = target.rule.startsWith('outbound.');
  if (outbound && /object_creation/.test(callAt(file.root, target.line, target.column)?.type ?? ''))
    return refused(
      'The client is made here; an activity belongs around its calls. Install an instrumentation, or wrap the methods that call it.',
    );
  const located = outbound ? callerOf(file, target, 'method') : handlerOf(file, target);
  if ('missing' in located) return refused(located.missing);
  const { fn } = located;
  const body = bodyOf(fn);
  if (!body || fn.type === 'constructor_declaration')
    return refused('There is no method body here to start an activity in.');
  const returns = fn.childForFieldName('returns') ?? fn.childForFieldName('type');
  const isAsync = fn.children.some((c) => c.text === 'async');
  if (
    !isAsync &&
    (/^(?:System\.Threading\.Tasks\.)?(?:Value)?Task\b/.test(returns?.text ?? '') ||
      (fn.type === 'lambda_expression' && /Async\(/.test(body.text)))
  )
    return refused(
      'It hands back a task without async: the activity would end before the work. Make it async and await first.',
    );
  const type = around(fn, TYPES);
  const { text } = file;
  const eol = eolOf(text);
  const unit = indentUnit(text, '    ');
  const indent = indentAt(text, fn.startIndex);
  const taken = namesIn(fn);
  const activity = freshName(taken, 'activity', 'currentActivity');
  const error = freshName(taken, 'error', 'thrown');
  const source = activitySource(file, target, type, unit, eol);
  const kind = spanKind(target.rule);
  const args = kind === 'internal' ? '' : `, ActivityKind.${kind[0]?.toUpperCase()}${kind.slice(1)}`;
  const inner = indent + unit;
  const start = `${inner}using var ${activity} = ${source.name}.StartActivity("${spanName(target)}"${args});`;
  const failed = [
    `${inner}catch (System.Exception ${error})`,
    `${inner}{`,
    `${inner}${unit}${activity}?.SetStatus(ActivityStatusCode.Error, ${error}.Message);`,
    `${inner}${unit}throw;`,
    `${inner}}`,
  ];
  const strings = [...nodesIn(body)].filter(
    (n) => /string/.test(n.type) && n.endPosition.row > n.startPosition.row,
  );
  const edits: TextEdit[] = [...usingDirective(file, eol), ...source.edits];
  if (body.type === 'arrow_expression_clause' || body.type !== 'block') {
    const value = body.type === 'arrow_expression_clause' ? (body.namedChildren[0] ?? body) : body;
    if (fn.type === 'lambda_expression')
      return refused('This lambda is one expression: give it a body in braces first.');
    const silent =
      /^void$/.test(returns?.text ?? '') || (isAsync && /^(?:Value)?Task$/.test(returns?.text ?? ''));
    const lines = [
      `${indent}{`,
      start,
      `${inner}try`,
      `${inner}{`,
      `${inner}${unit}${silent ? '' : 'return '}${value.text};`,
      `${inner}}`,
      ...failed,
      `${indent}}`,
    ];
    const semicolon = fn.children.findLast((c) => c.type === ';');
    const from = text.slice(0, body.startIndex).trimEnd().length;
    edits.push(replace(from, semicolon?.endIndex ?? body.endIndex, eol + lines.join(eol)));
    return planOf(file.path, edits, registration(target, project));
  }
  // An iterator may not yield inside a try with a catch.
  const iterates = [...ownNodes(body)].some((n) => n.type === 'yield_statement');
  edits.push(
    ...aroundBraces(text, body, {
      before: iterates ? [start] : [start, `${inner}try`, `${inner}{`],
      after: iterates ? [] : [`${inner}}`, ...failed],
      eol,
      unit,
      indent: indentAt(text, body.startIndex),
      steps: iterates ? 0 : 1,
      strings,
    }),
  );
  return planOf(file.path, edits, registration(target, project));
}

function usingDirective(file: ParsedFile, eol: string): TextEdit[] {
  const { root, text } = file;
  const usings = root.namedChildren.filter((n) => n.type === 'using_directive');
  if (usings.some((n) => /^(?:global\s+)?using\s+System\.Diagnostics\s*;/.test(n.text))) return [];
  const last = usings.at(-1);
  if (!last) return [insert(/^\ufeff/.test(text) ? 1 : 0, `using System.Diagnostics;${eol}${eol}`)];
  const end = lineEnd(text, last.endIndex);
  return [insert(text[end - 1] === '\r' ? end - 1 : end, `${eol}using System.Diagnostics;`)];
}

function activitySource(
  file: ParsedFile,
  target: FixTarget,
  type: SyntaxNode | undefined,
  unit: string,
  eol: string,
): { readonly name: string; readonly edits: readonly TextEdit[] } {
  for (const node of nodesIn(type ?? file.root))
    if (
      /^(?:field_declaration|global_statement|local_declaration_statement)$/.test(node.type) &&
      /\bActivitySource\b[^;]*\bnew\b/.test(node.text)
    ) {
      const name = /\b(?:ActivitySource\??|var)\s+(\w+)\s*=/.exec(node.text)?.[1];
      if (name !== undefined) return { name, edits: [] };
    }
  const { text } = file;
  const body = type?.childForFieldName('body');
  const made = `new("${tracerName(target)}")`;
  if (!body) {
    // Top-level statements: types come after them.
    const end = text.length;
    const gap = text.endsWith('\n') ? '' : eol;
    const lines = [
      'internal static class Tracing',
      '{',
      `${unit}public static readonly ActivitySource Source = ${made};`,
      '}',
    ];
    return {
      name: 'Tracing.Source',
      edits: /class Tracing\b/.test(text) ? [] : [insert(end, `${gap}${eol}${lines.join(eol)}${eol}`)],
    };
  }
  const name = namesIn(body).has('Source') ? 'Activities' : 'Source';
  const indent = indentAt(text, body.startIndex) + unit;
  const gap = /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(body.startIndex + 1)) ? '' : eol;
  return {
    name,
    edits: [
      insert(
        body.startIndex + 1,
        `${eol}${indent}private static readonly ActivitySource ${name} = ${made};${gap}`,
      ),
    ],
  };
}

/** A source that no provider listens to makes no activities. */
function registration(target: FixTarget, { files, read }: FixProject): string[] {
  const name = tracerName(target);
  const listens = files
    .filter((f) => f.endsWith('.cs'))
    .some((f) =>
      new RegExp(`AddSource\\([^)]*"${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"`).test(read(f) ?? ''),
    );
  return listens ? [] : [`Register the source where tracing is set up: .AddSource("${name}").`];
}
