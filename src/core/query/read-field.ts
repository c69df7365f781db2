import { KIND_NAMES, STATUS_NAMES, type Trace } from '../trace/columns.ts';
import type { Field } from './ast.ts';
import { durationText } from './durations.ts';
import { compileLoad } from './run/compile.ts';
import { Context } from './run/context.ts';
import { TYPE, textOf, Value } from './run/value.ts';

/** Reads a field of the spans of a trace as text, for the columns of `select()`; undefined where a span has none. */
export function fieldTextReader(field: Field, trace: Trace): (span: number) => string | undefined {
  const ctx = new Context(trace);
  const load = compileLoad(field, ctx);
  const value = new Value();
  return (span) => {
    load(span, value);
    return show(value, ctx);
  };
}

function show(value: Value, ctx: Context): string | undefined {
  switch (value.type) {
    case TYPE.nil:
      return undefined;
    case TYPE.string:
      return textOf(value, ctx.strings);
    case TYPE.boolean:
      return String(value.num !== 0);
    case TYPE.duration:
      return value.num < 0 ? `-${durationText(-value.num)}` : durationText(value.num);
    case TYPE.status:
      return STATUS_NAMES[value.num];
    case TYPE.kind:
      return KIND_NAMES[value.num];
    case TYPE.big:
      return String(value.big);
    case TYPE.list:
      return value.list.map((item) => show(item, ctx) ?? 'null').join(', ');
    default:
      return String(value.num);
  }
}
