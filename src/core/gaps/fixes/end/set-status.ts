import {
  type FixOutcome,
  type FixProject,
  type FixTarget,
  type ParsedFile,
  planOf,
  refused,
} from '../fix-plan.ts';
import { GoFile } from '../go/go-file.ts';
import { namedError, OTEL } from '../go/wrap-go.ts';
import { JavaFile } from '../java/java-file.ts';
import { JsApi } from '../js/api.ts';
import { jsStyle } from '../js/style.ts';
import { bodyOf, ownNodes } from '../locate.ts';
import { PyModule } from '../python/py-module.ts';
import { freshName, namesIn, type SyntaxNode } from '../syntax.ts';
import {
  eolOf,
  indentAt,
  indentUnit,
  insert,
  lineEnd,
  lineStart,
  replace,
  shiftLines,
  type TextEdit,
} from '../text-edit.ts';
import { stringsIn } from './end-span.ts';
import { type Held, heldAt } from './held.ts';

/** An error that leaves the span marks it as failed. */
export function setStatus(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  const held = heldAt(file, target);
  if (!held) return refused('The span is not held in a variable of this function; set its status by hand.');
  if (file.language === 'go') return inGo(file, held, project);
  const language = file.language;
  if (language === 'typescript' || language === 'tsx' || language === 'javascript') {
    const style = jsStyle(file.text, file.root, file.path, language);
    const api = new JsApi(file, style);
    const code = api.use('SpanStatusCode');
    const error = errorName(held);
    const { semi } = style;
    const set = `${held.name}.setStatus({ code: ${code}.ERROR, message: ${error} instanceof Error ? ${error}.message : String(${error}) })${semi}`;
    return caught(file, held, {
      error,
      set,
      rethrow: `throw ${error}${semi}`,
      head: `catch (${error}) {`,
      edits: api.edits(),
    });
  }
  if (language === 'java') {
    const java = new JavaFile(file);
    const error = errorName(held);
    const set = `${held.name}.setStatus(${java.use('io.opentelemetry.api.trace.StatusCode')}.ERROR, String.valueOf(${error}.getMessage()));`;
    return caught(file, held, {
      error,
      set,
      rethrow: `throw ${error};`,
      head: `catch (Throwable ${error}) {`,
      edits: java.edits(),
    });
  }
  if (language === 'python') {
    const module = new PyModule(file);
    const error = errorName(held);
    const status = module.use('opentelemetry.trace', 'Status');
    const code = module.use('opentelemetry.trace', 'StatusCode');
    const set = `${held.name}.set_status(${status}(${code}.ERROR, str(${error})))`;
    return caught(file, held, {
      error,
      set,
      rethrow: 'raise',
      head: `except Exception as ${error}:`,
      edits: module.edits(),
    });
  }
  return refused('Set the status where the error is seen.');
}

const errorName = ({ fn, block }: Held): string => freshName(namesIn(fn ?? block), 'error', 'thrown');

function inGo(file: ParsedFile, held: Held, project: FixProject): FixOutcome {
  const { fn, name } = held;
  const body = fn && bodyOf(fn);
  if (!fn || !body || !held.statement) return refused('The span is not started in a function.');
  const failing = namedError(fn, namesIn(fn));
  if (!failing) return refused('This function returns no error.');
  const go = new GoFile(file, project);
  const codes = go.use(`${OTEL}/codes`, 'otelcodes');
  const { text } = file;
  const eol = eolOf(text);
  const indent = indentAt(text, held.statement.startIndex);
  const lines = (end: string) =>
    [
      'defer func() {',
      `\tif ${failing.name} != nil {`,
      `\t\t${name}.SetStatus(${codes}.Error, ${failing.name}.Error())`,
      '\t}',
      ...(end === '' ? [] : [`\t${end}`]),
      '}()',
    ].join(`${eol}${indent}`);
  const deferred = [...ownNodes(body)].find(
    (n) => n.type === 'defer_statement' && n.text === `defer ${name}.End()`,
  );
  const edit: TextEdit = deferred
    ? replace(deferred.startIndex, deferred.endIndex, lines(`${name}.End()`))
    : insert(held.statement.endIndex, `${eol}${indent}${lines('')}`);
  return planOf(file.path, [...go.edits(), ...failing.edits, edit]);
}

type Catch = {
  readonly error: string;
  readonly set: string;
  readonly rethrow: string;
  readonly head: string;
  readonly edits: readonly TextEdit[];
};

/** Into the catch that is there, into the try that ends the span, or around everything. */
function caught(file: ParsedFile, held: Held, words: Catch): FixOutcome {
  const { text, language } = file;
  const eol = eolOf(text);
  const python = language === 'python';
  const unit = indentUnit(text, language === 'typescript' ? '  ' : '    ');
  const tried = held.rest.find((s) => /^try_(?:with_resources_)?statement$/.test(s.type));
  if (tried) {
    const handler = tried.namedChildren.find((n) => /^(?:catch_clause|except_clause)$/.test(n.type));
    const at = indentAt(text, tried.startIndex);
    const end = tried.namedChildren.find((n) => n.type === 'finally_clause');
    const own = tried.childForFieldName('body') ?? tried.namedChildren.find((n) => /block$/.test(n.type));
    if (handler) {
      const edit = intoHandler(text, handler, held, words, python, unit);
      if (edit) return planOf(file.path, [...words.edits, ...edit]);
    } else if (own) {
      const clause = [words.head, `${unit}${words.set}`, `${unit}${words.rethrow}`].join(`${eol}${at}`);
      if (python)
        return planOf(file.path, [
          ...words.edits,
          insert(lineStart(text, end?.startIndex ?? own.endIndex), `${at}${clause}${eol}`),
        ]);
      return planOf(file.path, [...words.edits, insert(own.endIndex, ` ${clause}${eol}${at}}`)]);
    }
  }
  const first = held.rest[0];
  const last = held.rest.at(-1);
  if (!first || !last) return refused('There is no code in the span that could fail.');
  const indent = indentAt(text, first.startIndex);
  const start = lineStart(text, first.startIndex);
  if (start <= (held.statement?.startIndex ?? held.block.startIndex))
    return refused('Several statements stand in this line. Give each a line of its own first.');
  const close = python
    ? [`${indent}${words.head}`, `${indent}${unit}${words.set}`, `${indent}${unit}${words.rethrow}`]
    : [
        `${indent}} ${words.head}`,
        `${indent}${unit}${words.set}`,
        `${indent}${unit}${words.rethrow}`,
        `${indent}}`,
      ];
  return planOf(file.path, [
    ...words.edits,
    insert(start, `${indent}${python ? 'try:' : 'try {'}${eol}`),
    ...shiftLines(text, { start, end: last.endIndex }, unit, stringsIn(held.rest)),
    insert(lineEnd(text, last.endIndex), `${eol}${close.join(eol)}`),
  ]);
}

/** A handler that has a name for the error; first thing in it. */
function intoHandler(
  text: string,
  handler: SyntaxNode,
  held: Held,
  { set, error }: Catch,
  python: boolean,
  unit: string,
): TextEdit[] | undefined {
  const block = handler.childForFieldName('body') ?? handler.namedChildren.find((n) => /block$/.test(n.type));
  const named = python
    ? /^except\s+[^:]*\bas\s+(\w+)\s*:/.exec(handler.text)?.[1]
    : /^catch\s*\(\s*(?:final\s+)?(?:[\w.|\s]+\s)?(\w+)(?:\s*:\s*\w+)?\s*\)/.exec(handler.text)?.[1];
  if (!block || named === undefined) return undefined;
  const line = set
    .replaceAll(new RegExp(`\\b${error}\\b`, 'g'), named)
    .replace(new RegExp(`^${named}\\.`), `${held.name}.`);
  const eol = eolOf(text);
  if (python) return [insert(block.startIndex, `${line}${eol}${indentAt(text, block.startIndex)}`)];
  return [insert(block.startIndex + 1, `${eol}${indentAt(text, handler.startIndex)}${unit}${line}`)];
}
