import type { Annotation, Call, Value } from '../../core/facts/facts.ts';
import { type CodeText, type SpanCode, UNKNOWN } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import {
  argument,
  byName,
  type DefaultName,
  type LanguageRows,
  receiverText,
  type SpanRow,
  type TracerRow,
} from './rows.ts';

type SpanTables = {
  readonly spans: Map<string, SpanRow[]>;
  readonly tracers: Map<string, TracerRow[]>;
  readonly wrappers: RegExp;
};

export function spanTables(rows: LanguageRows): SpanTables {
  return { spans: byName(rows.spans), tracers: byName(rows.tracers), wrappers: rows.wrappers };
}

/** Where spans are started: tracing calls, annotated methods, and calls that look like wrappers of one. */
export function spanSites(view: FactsView, tables: SpanTables): SpanCode[] {
  const { facts } = view;
  const found: SpanCode[] = [];
  for (const call of facts.calls) {
    const rows = tables.spans.get(call.name);
    const row = rows?.find((r) => r.on === 'call' && fits(view, r, receiverText(facts.calls, call)));
    if (row) {
      const name = spanName(view, argument(call.args, row.name), row.otherwise, call.owner);
      if (name.kind !== 'unknown')
        found.push({
          name,
          scope: scopeOf(view, call, tables),
          line: call.line,
          unit: view.unit(call.owner),
          how: 'call',
        });
    } else if (tables.wrappers.test(call.name)) {
      const wrapped = wrapperSite(view, call);
      if (wrapped) found.push(wrapped);
    }
  }
  for (const annotation of facts.annotations) {
    const site = annotated(view, annotation, tables);
    if (site) found.push(site);
  }
  return found;
}

function fits(view: FactsView, row: SpanRow, receiver: string): boolean {
  if (row.receiver && !row.receiver.test(receiver)) return false;
  const { needs } = row;
  return !needs || view.facts.imports.some((i) => needs.test(i.module));
}

function spanName(
  view: FactsView,
  value: Value | undefined,
  otherwise: DefaultName | undefined,
  owner: number,
): CodeText {
  if (value) {
    const text = view.text(value);
    return text.kind === 'literal' && text.text === '' ? UNKNOWN : text;
  }
  const named = otherwise && defaultName(view, otherwise, owner);
  return named ? { kind: 'literal', text: named, definedAt: 0 } : UNKNOWN;
}

function defaultName(view: FactsView, form: DefaultName, owner: number): string | undefined {
  let index = owner;
  while (index >= 0 && view.decl(index)?.name === '') index = view.decl(index)?.owner ?? -1;
  const decl = view.decl(index);
  if (!decl) return undefined;
  const type = decl.path.split('.').at(-1) ?? '';
  switch (form) {
    case 'class.method':
      return type ? `${type}.${decl.name}` : decl.name;
    case 'class::method': {
      const pkg = view.facts.package;
      return type ? `${pkg ? `${pkg}\\` : ''}${type}::${decl.name}` : decl.name;
    }
    case 'kebab-class#method':
      return `${kebab(type)}#${kebab(decl.name)}`.slice(0, 50);
    case 'kebab-method':
      return kebab(decl.name);
    case 'method':
      return decl.name;
  }
}

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

function annotated(view: FactsView, annotation: Annotation, tables: SpanTables): SpanCode | undefined {
  const short = annotation.name.replace(/^.*[.:\\]/, '');
  const row = tables.spans
    .get(short)
    ?.find((r) => r.on === 'annotation' && fits(view, r, annotation.name.slice(0, -short.length)));
  const decl = view.decl(annotation.decl);
  if (!row || !decl) return undefined;
  const name = spanName(view, argument(annotation.args, row.name), row.otherwise, annotation.decl);
  if (name.kind === 'unknown') return undefined;
  const receiver = annotation.name.slice(0, -short.length).replace(/[.:\\]+$/, '');
  const scope = receiver ? tracerScopeOf(view, receiver, tables) : UNKNOWN;
  return { name, scope, line: decl.line, unit: unitOf(decl), how: 'annotation' };
}

/** The name the receiver's tracer was made with. */
function scopeOf(view: FactsView, call: Call, tables: SpanTables): CodeText {
  // `trace.getTracer('x').startSpan(...)`
  const inner = view.call(call.receiverCall);
  if (inner) return tracerName(view, inner, tables) ?? UNKNOWN;
  return call.receiver ? tracerScopeOf(view, call.receiver, tables) : UNKNOWN;
}

export function tracerScopeOf(view: FactsView, receiver: string, tables: SpanTables): CodeText {
  const made = view.madeBy(receiver);
  const named = made && tracerName(view, made, tables);
  if (named) return named;
  // Imported tracers are joined by their name.
  return { kind: 'constant', text: receiver, definedAt: 0 };
}

function tracerName(view: FactsView, call: Call, tables: SpanTables): CodeText | undefined {
  const rows = tables.tracers.get(call.name);
  const row = rows?.find(
    (r) => (r.isNew ?? call.isNew) === call.isNew && (!r.receiver || r.receiver.test(call.receiver)),
  );
  if (!row) {
    // `getTracer("x").unwrap()`, `tracerProvider.tracerBuilder("x").build()`
    const inner = view.call(call.receiverCall);
    return inner ? tracerName(view, inner, tables) : undefined;
  }
  const text = view.text(argument(call.args, row.scope));
  return text.kind === 'literal' || text.kind === 'constant' ? text : undefined;
}

/** `withSpan('checkout', () => ...)`: a name and something to run, under a telling callee. */
function wrapperSite(view: FactsView, call: Call): SpanCode | undefined {
  const [first, ...rest] = call.args.filter(
    (arg) => arg.kind !== 'name' || !/^(ctx|context|tracer)$/i.test(arg.text),
  );
  const name = view.text(first);
  const hasFunction = rest.some((arg) => arg.kind === 'function');
  const runs = hasFunction || rest.some((arg) => arg.kind === 'name') || call.args.length === 1;
  if (!runs || name.kind === 'unknown' || (name.kind !== 'literal' && !hasFunction)) return undefined;
  return { name, scope: UNKNOWN, line: call.line, unit: view.unit(call.owner), how: 'wrapper' };
}
