import { normaliseSpanId, normaliseTraceId } from '../ids.ts';
import { type FoundId, type FoundText, found } from './found-id.ts';

/** W3C: `00-<trace>-<span>-<flags>`. Newer versions may go on after the flags. */
const TRACEPARENT = /(?<![\w-])([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?!\w)/gi;
/** `<trace>-<span>[-<sampled>[-<parent>]]`: B3 in one header, and how several loggers print a context. */
const PAIR = /(?<![\w-])([0-9a-f]{32}|[0-9a-f]{16})-([0-9a-f]{16})(?:-([01d])(?:-[0-9a-f]{16})?)?(?![\w-])/gi;
/** AWS: `1-<seconds>-<24 digits>`. */
const XRAY = /(?<![\w-])1-([0-9a-f]{8})-([0-9a-f]{24})(?![\w-])/gi;
/** What stands around an X-Ray id in its header and in Lambda's logs. */
const XRAY_AFTER = /^[^\n]{0,80}?(?:Parent=|SegmentId:\s?|@)([0-9a-f]{16})(?!\w)/i;
const XRAY_SAMPLED = /^[^\n]{0,120}?Sampled[=:]\s?(1|0|true|false)\b/i;

/** Forms that are ids by themselves, whatever stands around them. */
export function contextForms(text: string): FoundText {
  const all: FoundId[] = [];
  const ranges: FoundId['range'][] = [];
  for (const match of text.matchAll(TRACEPARENT)) {
    const [whole, version, trace = '', span = '', flags = ''] = match;
    const [traceId, spanId] = [normaliseTraceId(trace), normaliseSpanId(span)];
    if (!traceId || !spanId || version?.toLowerCase() === 'ff') continue;
    const sampled = (Number.parseInt(flags, 16) & 1) === 1;
    all.push(found({ traceId, spanId, sampled, kind: 'traceparent', range: rangeOf(match, whole) }));
  }
  for (const match of text.matchAll(XRAY)) {
    const traceId = normaliseTraceId(`${match[1]}${match[2]}`);
    if (!traceId) continue;
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 160);
    const parent = XRAY_AFTER.exec(after);
    const spanId = normaliseSpanId(parent?.[1] ?? '');
    const end = match.index + match[0].length + (parent?.[0].length ?? 0);
    ranges.push({ start: match.index, end });
    const said = XRAY_SAMPLED.exec(after)?.[1];
    const sampled = said === undefined ? undefined : /1|true/i.test(said);
    all.push(found({ traceId, spanId, sampled, kind: 'xray', range: rangeOf(match, match[0]) }));
  }
  for (const match of text.matchAll(PAIR)) {
    const [whole, trace = '', span = '', state] = match;
    const [traceId, spanId] = [normaliseTraceId(trace), normaliseSpanId(span)];
    if (!traceId || !spanId) continue;
    const labelled = /\bb3["']?\s{0,3}[:=]\s{0,3}["']?$/i.test(
      text.slice(Math.max(0, match.index - 12), match.index),
    );
    const sampled = state === undefined ? undefined : state !== '0';
    const confidence = labelled || state !== undefined ? 'certain' : trace.length === 32 ? 'likely' : 'low';
    all.push(found({ traceId, spanId, sampled, confidence, kind: 'b3', range: rangeOf(match, whole) }));
  }
  return { ids: all, ranges: [...ranges, ...all.map((id) => id.range)] };
}

const BARE = /(?<![\w-])(?:[0-9a-f]{32}|[0-9a-f]{16})(?![\w-])/gi;

/** Hex of an id's length in any text: an md5 sum, a hash or a session looks the same. */
export function bareIds(text: string): FoundText {
  const all: FoundId[] = [];
  for (const match of text.matchAll(BARE)) {
    const [hex] = match;
    // 16 digits without a letter are a number; ids without either are too rare to matter.
    if (!/[a-f]/i.test(hex) || !/\d/.test(hex)) continue;
    const traceId = normaliseTraceId(hex);
    if (!traceId) continue;
    const kind = hex.length === 32 ? 'bare-128' : 'bare-64';
    all.push(found({ traceId, kind, confidence: 'low', range: rangeOf(match, hex) }));
  }
  return { ids: all, ranges: [] };
}

/** Whoever gives nothing but an id means it: leading zeros may be missing, and Datadog's are decimal. */
export function wholeText(text: string): FoundId | undefined {
  const match = /^[\s"'`]{0,64}(?:0x)?([0-9a-f]{1,32})[\s"'`]{0,64}$/i.exec(text);
  const id = match?.[1];
  if (!match || !id) return undefined;
  const start = text.indexOf(id);
  const range = { start, end: start + id.length };
  if (/^\d{17,20}$/.test(id)) {
    const traceId = decimalToHex(id, 32);
    return traceId === undefined
      ? undefined
      : found({ traceId, kind: 'datadog', confidence: 'likely', range });
  }
  const traceId = normaliseTraceId(id);
  const complete = id.length === 16 || id.length === 32;
  if (!traceId || (!complete && (id.length < 8 || !/[a-f]/i.test(id) || !/\d/.test(id)))) return undefined;
  const kind = id.length > 16 ? 'bare-128' : 'bare-64';
  return found({ traceId, kind, confidence: complete ? 'certain' : 'likely', range });
}

/** An unsigned 64-bit decimal as hex; undefined beyond 64 bits and for zero. */
export function decimalToHex(digits: string, width: 16 | 32): string | undefined {
  if (!/^\d{1,20}$/.test(digits)) return undefined;
  const value = BigInt(digits);
  if (value === 0n || value > 0xffffffffffffffffn) return undefined;
  return value.toString(16).padStart(width, '0');
}

const rangeOf = (match: RegExpExecArray, whole: string) => ({
  start: match.index,
  end: match.index + whole.length,
});
