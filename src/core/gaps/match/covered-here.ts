import type { Call, Value } from '../../facts/facts.ts';
import type { Helper } from '../model.ts';
import type { FileView } from './file-view.ts';
import { annotationTraces } from './span-calls.ts';

/** What one file tells of whether a span exists at a place. */
export type Here = { readonly covered: string; readonly helpers: readonly Helper[] };

/** Calls so common that their name says nothing of a helper of this project. */
const COMMON =
  /^(?:then|catch|finally|map|forEach|filter|reduce|all|allSettled|race|use|get|post|put|patch|delete|on|once|run|with|bind|call|apply|push|set|add|log|info|debug|error|warn|String|Number|next|nextTick|setTimeout|setInterval|describe|it|test)$/;

/** A handler: a span started in its body, an annotation on it, or helpers around it. */
export function coveredHandler(view: FileView, handler: Value | undefined, args: readonly Value[]): Here {
  const decl = view.handlerDecl(handler);
  const line = decl >= 0 ? view.spanWithin(decl) : 0;
  const covered = line > 0 ? `The handler starts a span itself (line ${line}).` : '';
  const helpers: Helper[] = [];
  for (const arg of args) collect(view, arg, helpers, 0);
  if (decl >= 0) helpers.push(...calledWithin(view, decl));
  return { covered, helpers };
}

/** Functions named in the arguments: handlers, wrappers of handlers, middlewares. */
function collect(view: FileView, value: Value, into: Helper[], depth: number): void {
  if (depth > 4 || into.length > 24) return;
  if (value.kind === 'name') {
    const helper = helperOf(view, value.text);
    if (helper) into.push(helper);
  } else if (value.kind === 'call') {
    const call = view.facts.calls[value.ref];
    if (!call) return;
    const helper = helperOf(view, call.receiver === '' ? call.name : `${call.receiver}.${call.name}`);
    if (helper) into.push(helper);
    for (const arg of call.args) collect(view, arg, into, depth + 1);
  } else for (const item of value.items) collect(view, item, into, depth + 1);
}

/** A handler of one statement that hands on: `app.get('/x', (req, res) => list(req, res))`. */
function calledWithin(view: FileView, index: number): Helper[] {
  const decl = view.facts.decls[index];
  if (!decl) return [];
  return view.facts.calls
    .filter((c) => c.start >= decl.start && c.end <= decl.end && !c.isNew && hasFunction(c))
    .flatMap((c) => helperOf(view, c.receiver === '' ? c.name : `${c.receiver}.${c.name}`) ?? []);
}

const hasFunction = (call: Call): boolean => call.args.some((a) => a.kind === 'function');

function helperOf(view: FileView, text: string): Helper | undefined {
  const parts = text.replace(/^(?:this|self|cls)\./, '').split(/\.|::|->/);
  const name = parts.at(-1) ?? '';
  const root = parts[0] ?? '';
  if (!/^[\w$]{2,}$/.test(name) || (COMMON.test(name) && parts.length > 1)) return undefined;
  return { name, module: view.origins.importedFrom(root) };
}

/** A call somewhere in a function: spans started around it, before it, or by helpers it is handed to. */
export function coveredCall(view: FileView, call: Call): Here {
  const helpers: Helper[] = [];
  for (let i = call.owner; i >= 0; i = view.facts.decls[i]?.owner ?? -1) {
    const decl = view.facts.decls[i];
    if (!decl || !view.isFunction(decl)) continue;
    const annotation = view.facts.annotations.find((a) => a.decl === i && annotationTraces(a));
    if (annotation)
      return { covered: `It runs inside the span of ${decl.name} (@${annotation.name}).`, helpers };
    const given = view.givenTo(i);
    if (given && view.startsSpan(given))
      return { covered: `It runs inside the span started in line ${given.line}.`, helpers };
    if (given) {
      const helper = helperOf(view, given.receiver === '' ? given.name : `${given.receiver}.${given.name}`);
      if (helper) helpers.push(helper);
    }
    const before = view.spanStarts.find((s) => {
      const start = view.facts.calls[s];
      return start !== undefined && start.start < call.start && view.functionAround(start.owner) === i;
    });
    const started = before === undefined ? undefined : view.facts.calls[before];
    if (started) return { covered: `It runs inside the span started in line ${started.line}.`, helpers };
  }
  return { covered: '', helpers };
}
