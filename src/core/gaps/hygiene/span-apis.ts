import type { RuleFamily } from '../rule.ts';

/** How spans are held, ended and marked as failed, by language (spec/gaps.md 2.5). */
export type SpanApi = {
  /** Calls that give a span to hold. */
  readonly starts: ReadonlySet<string>;
  /** Calls that run a function inside a span, which gets it as an argument. */
  readonly callbacks: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly status: ReadonlySet<string>;
  /** Functions that take a span without taking it over. */
  readonly borrow: RegExp;
  /** Name of the variable among those a start is assigned to. */
  readonly position: 'first' | 'second';
  /** An exception can leave a function between any two calls. */
  readonly throws: boolean;
  /** An exception that leaves the span marks it as failed by itself. */
  readonly marksErrors: boolean;
};

const NONE: ReadonlySet<string> = new Set();

export const SPAN_APIS: Partial<Readonly<Record<RuleFamily, SpanApi>>> = {
  js: {
    starts: new Set(['startSpan']),
    callbacks: new Set(['startActiveSpan']),
    ends: new Set(['end', 'finish']),
    status: new Set(['setStatus']),
    borrow: /^(?:setSpan|with|bind|wrapSpanContext|setSpanContext)$/,
    position: 'first',
    throws: true,
    marksErrors: false,
  },
  python: {
    starts: new Set(['start_span']),
    callbacks: NONE,
    ends: new Set(['end', 'finish']),
    status: new Set(['set_status']),
    borrow: /^(?:set_span_in_context|use_span|attach)$/,
    position: 'first',
    throws: true,
    marksErrors: true,
  },
  go: {
    starts: new Set(['Start']),
    callbacks: NONE,
    ends: new Set(['End']),
    status: new Set(['SetStatus']),
    borrow: /^(?:ContextWithSpan|ContextWithSpanContext)$/,
    position: 'second',
    throws: false,
    marksErrors: false,
  },
  jvm: {
    starts: new Set(['startSpan']),
    callbacks: NONE,
    ends: new Set(['end']),
    status: new Set(['setStatus']),
    borrow: /^(?:with|storeInContext|wrap|makeCurrent)$/,
    position: 'first',
    throws: true,
    marksErrors: false,
  },
  dotnet: {
    starts: new Set(['StartActivity']),
    callbacks: NONE,
    ends: new Set(['Dispose', 'Stop', 'DisposeAsync']),
    status: new Set(['SetStatus']),
    borrow: /^$/,
    position: 'first',
    throws: true,
    marksErrors: true,
  },
};
