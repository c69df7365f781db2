import { type Details, FLAG } from '../../trace/columns.ts';
import { normaliseSpanId, normaliseTraceId } from '../../trace/ids.ts';
import type { Intrinsic } from '../ast.ts';
import type { Context } from './context.ts';
import { TYPE, type Value } from './value.ts';

/**
 * How an intrinsic's values are got at, in the form that is cheapest to compare. A number of NaN and a text of
 * undefined are nil.
 */
export type IntrinsicReader =
  | { readonly form: 'ids'; readonly of: (span: number) => number }
  | { readonly form: 'numbers'; readonly type: number; readonly of: (span: number) => number }
  /** `canonical` brings a literal into the form of the values: ids are padded. */
  | {
      readonly form: 'texts';
      readonly of: (span: number) => string | undefined;
      readonly canonical: (t: string) => string;
    }
  | {
      readonly form: 'many';
      readonly from: Uint32Array;
      readonly to: Uint32Array;
      readonly each: IntrinsicReader;
    };

const plain = (text: string) => text;

export function readIntrinsic(field: Intrinsic, ctx: Context): IntrinsicReader {
  const { trace } = ctx;
  const details = () => ctx.details(field.range);
  switch (field.name) {
    case 'name':
      return { form: 'ids', of: (i) => trace.name[i] ?? 0 };
    case 'status':
      return { form: 'numbers', type: TYPE.status, of: (i) => trace.status[i] ?? 0 };
    case 'kind':
      return { form: 'numbers', type: TYPE.kind, of: (i) => trace.kind[i] ?? 0 };
    case 'duration':
      return { form: 'numbers', type: TYPE.duration, of: (i) => trace.duration[i] ?? 0 };
    case 'statusMessage': {
      const { statusMessage } = details();
      return { form: 'ids', of: (i) => statusMessage[i] ?? 0 };
    }
    case 'instrumentation:name':
    case 'instrumentation:version': {
      const { scope, scopes } = details();
      const column = field.name === 'instrumentation:name' ? scopes.name : scopes.version;
      return { form: 'ids', of: (i) => column[scope[i] ?? 0] ?? 0 };
    }
    case 'traceDuration':
      return { form: 'numbers', type: TYPE.duration, of: () => trace.length };
    case 'span:childCount': {
      const counts = ctx.childCounts;
      return { form: 'numbers', type: TYPE.int, of: (i) => counts[i] ?? 0 };
    }
    case 'rootName':
    case 'rootServiceName': {
      const { root } = ctx;
      const column = field.name === 'rootName' ? trace.name : trace.service;
      const text = root === undefined ? undefined : ctx.strings.get(column[root] ?? 0);
      return { form: 'texts', of: () => text, canonical: plain };
    }
    case 'trace:id':
      return { form: 'texts', of: () => trace.traceId, canonical: (t) => normaliseTraceId(t) ?? t };
    case 'span:id':
      return spanIds(trace.id);
    case 'span:parentID':
      return spanIds(details().parentId);
    case 'parent':
      return {
        form: 'numbers',
        type: TYPE.boolean,
        of: (i) => ((trace.parent[i] ?? -1) < 0 ? Number.NaN : 1),
      };
    case 'nestedSetLeft':
    case 'nestedSetRight':
    case 'nestedSetParent':
      return { form: 'numbers', type: TYPE.int, of: nestedSet(field.name, ctx) };
    default:
      return several(field.name, details(), ctx);
  }
}

function spanIds(words: Uint32Array): IntrinsicReader {
  const of = (i: number) => {
    const [high, low] = [words[i * 2] ?? 0, words[i * 2 + 1] ?? 0];
    return high === 0 && low === 0 ? undefined : hex(high) + hex(low);
  };
  return { form: 'texts', of, canonical: (t) => normaliseSpanId(t) ?? t };
}

const hex = (word: number) => word.toString(16).padStart(8, '0');

/** Counting from 1 each time a span is entered or left, in display order; 0 where the parent is missing. */
function nestedSet(name: 'nestedSetLeft' | 'nestedSetRight' | 'nestedSetParent', { trace }: Context) {
  const { depth, size, parent, flags } = trace;
  const left = (i: number) => 2 * i - (depth[i] ?? 0) + 1;
  if (name === 'nestedSetLeft') return left;
  if (name === 'nestedSetRight') return (i: number) => left(i) + 2 * (size[i] ?? 1) - 1;
  return (i: number) => {
    const p = parent[i] ?? -1;
    if (p >= 0) return left(p);
    return ((flags[i] ?? 0) & FLAG.missingParent) === 0 ? -1 : 0;
  };
}

function several(
  name: 'event:name' | 'event:timeSinceStart' | 'link:traceID' | 'link:spanID',
  details: Details,
  ctx: Context,
): IntrinsicReader {
  const { events, links, eventFrom, eventTo, linkFrom, linkTo } = details;
  const ofEvents = (each: IntrinsicReader): IntrinsicReader => ({
    form: 'many',
    from: eventFrom,
    to: eventTo,
    each,
  });
  const ofLinks = (each: IntrinsicReader): IntrinsicReader => ({
    form: 'many',
    from: linkFrom,
    to: linkTo,
    each,
  });
  switch (name) {
    case 'event:name':
      return ofEvents({ form: 'ids', of: (e) => events.name[e] ?? 0 });
    case 'event:timeSinceStart': {
      const since = timesSinceStart(details, ctx);
      return ofEvents({ form: 'numbers', type: TYPE.duration, of: (e) => since[e] ?? 0 });
    }
    case 'link:traceID': {
      const canonical = (t: string) => normaliseTraceId(t) ?? t;
      return ofLinks({ form: 'texts', of: (l) => ctx.strings.get(links.traceId[l] ?? 0), canonical });
    }
    case 'link:spanID':
      return ofLinks(spanIds(links.spanId));
  }
}

function timesSinceStart({ events, eventFrom, eventTo }: Details, { trace }: Context): Float64Array {
  const since = new Float64Array(events.time.length);
  for (let i = 0; i < trace.count; i++)
    for (let e = eventFrom[i] ?? 0; e < (eventTo[i] ?? 0); e++)
      since[e] = (events.time[e] ?? 0) - (trace.start[i] ?? 0);
  return since;
}

/** Loads the value of one span; of the first event or link where there are several. */
export function loadIntrinsic(reader: IntrinsicReader, span: number, out: Value): void {
  switch (reader.form) {
    case 'ids':
      out.setStringId(reader.of(span));
      return;
    case 'numbers': {
      const n = reader.of(span);
      if (Number.isNaN(n)) out.setNil();
      else out.setNumber(reader.type, n);
      return;
    }
    case 'texts': {
      const text = reader.of(span);
      if (text === undefined) out.setNil();
      else out.setText(text);
      return;
    }
    case 'many': {
      const first = reader.from[span] ?? 0;
      if (first < (reader.to[span] ?? 0)) loadIntrinsic(reader.each, first, out);
      else out.setNil();
    }
  }
}
