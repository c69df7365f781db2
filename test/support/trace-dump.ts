import {
  type Attribute,
  eventAttributes,
  readAttributes,
  resourceAttributes,
  spanAttributes,
} from '../../src/core/trace/attributes.ts';
import { KIND_NAMES, STATUS_NAMES, type Trace } from '../../src/core/trace/columns.ts';

/**
 * A trace as lines that a person can write down and check: a span a line in display order with its kind, status,
 * service, times in ns and attributes, and its events and links below.
 */
export function dump(trace: Trace): string[] {
  const d = trace.details;
  const text = (id: number | undefined) => trace.strings.get(id ?? 0);
  const lines: string[] = [];
  for (let i = 0; i < trace.count; i++) {
    const indent = '  '.repeat(trace.depth[i] ?? 0);
    const status = STATUS_NAMES[trace.status[i] ?? 0];
    const message = text(d?.statusMessage[i]);
    lines.push(
      `${indent}${text(trace.name[i])} | ${text(trace.service[i])} ${KIND_NAMES[trace.kind[i] ?? 0]} ${status}${
        message && `(${message})`
      } ${trace.start[i]}+${trace.duration[i]} ${pairs(spanAttributes(trace, i))}`.trimEnd(),
    );
    for (let e = d?.eventFrom[i] ?? 0; e < (d?.eventTo[i] ?? 0); e++)
      lines.push(
        `${indent}  * ${text(d?.events.name[e])} @${d?.events.time[e]} ${pairs(eventAttributes(trace, e))}`.trimEnd(),
      );
    for (let l = d?.linkFrom[i] ?? 0; d && l < (d.linkTo[i] ?? 0); l++) {
      const id = [d.links.spanId[l * 2], d.links.spanId[l * 2 + 1]].map((w) => hex(w ?? 0)).join('');
      const attributes = readAttributes(
        d.attributes,
        trace.strings,
        d.links.attrFrom[l] ?? 0,
        d.links.attrTo[l] ?? 0,
      );
      lines.push(`${indent}  -> ${text(d.links.traceId[l])}:${id} ${pairs(attributes)}`.trimEnd());
    }
  }
  return lines;
}

export const hex = (word: number): string => word.toString(16).padStart(8, '0');

export function spanId(trace: Trace, span: number): string {
  return hex(trace.id[span * 2] ?? 0) + hex(trace.id[span * 2 + 1] ?? 0);
}

export function resource(trace: Trace, span: number): string {
  return pairs(resourceAttributes(trace, trace.details?.resource[span] ?? 0));
}

export function scope(trace: Trace, span: number): string {
  const d = trace.details;
  const s = d?.scope[span] ?? 0;
  return d
    ? `${trace.strings.get(d.scopes.name[s] ?? 0)}@${trace.strings.get(d.scopes.version[s] ?? 0)}`
    : '';
}

/** Texts in quotes, so that "1" and 1 differ; long ones by their length. */
function pairs(attributes: readonly Attribute[]): string {
  return attributes
    .map(({ key, value }) => {
      if (typeof value === 'string')
        return `${key}=${value.length > 60 ? `<${value.length}>` : JSON.stringify(value)}`;
      if (typeof value === 'bigint') return `${key}=${value}n`;
      if (typeof value === 'object' && value !== null)
        return `${key}=${'json' in value ? value.json : `bytes:${value.bytes}`}`;
      return `${key}=${value}`;
    })
    .join(' ');
}
