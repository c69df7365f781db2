import { normaliseSpanId, normaliseTraceId } from '../ids.ts';
import { keyParts } from '../secret-keys.ts';
import { type FoundId, type FoundText, found, type IdKind } from './found-id.ts';
import { decimalToHex } from './id-forms.ts';

/**
 * `key=value`, `"key": "value"`, `Key: value`, also with the quotes escaped as in JSON within JSON. Only known keys
 * are looked at further; the value is read where it is wanted, so that text is passed over once.
 */
const KEY =
  /\b(trace id|span id|[A-Za-z_][\w./-]{0,60})\\{0,3}["']?\s{0,3}(?:=>|[=:])\s{0,3}\\{0,3}["'`[(|]?(?:0x)?/gi;
const VALUE = /[\w:./;=@+-]{1,160}/y;

/** Trace and span fields further apart than this are not of one record. */
const MAX_APART = 600;

/** `none`: an id, but neither the trace's nor this span's. */
type Role = 'trace' | 'span' | 'transaction' | 'sampled' | 'upper' | 'none';
type Field = {
  readonly role: Role;
  readonly kind: IdKind;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
  /** 32 hex digits, 16 hex digits, or '1' and '0'. */
  readonly value: string;
  readonly spanId?: string | undefined;
  readonly sampled?: boolean | undefined;
};

/** Ids that a field's name makes ids: log lines, headers one a line or in `curl -H`, JSON. */
export function namedFields(text: string): FoundText {
  const fields: Field[] = [];
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match; match = KEY.exec(text)) {
    const read = readerOf(match[1] ?? '');
    if (!read) continue;
    const start = KEY.lastIndex;
    VALUE.lastIndex = start;
    const field = read(VALUE.exec(text)?.[0] ?? '');
    if (!field) continue;
    const end = start + field.length;
    fields.push({ ...field, start, end });
    KEY.lastIndex = end;
  }
  return { ids: joined(fields), ranges: fields };
}

/** What the value says; nothing where it is no id. */
type Read = (value: string) => (Omit<Field, 'start' | 'end'> & { readonly length: number }) | '' | undefined;

function readerOf(key: string): Read | undefined {
  if (!/trace|span|sampl|flag|tid|id$/i.test(key)) return undefined;
  const parts = keyParts(key);
  const [name, before] = [parts.at(-1) ?? '', parts.at(-2) ?? ''];
  const whole = parts.join('-');
  if (whole === 'uber-trace-id') return uber;
  if (whole === 'sentry-trace') return sentry;
  if (whole === 'x-cloud-trace-context') return cloudTrace;
  if (whole.endsWith('googleapis-com-trace')) return projectTrace;
  if (whole.endsWith('dd-trace-id') || whole.endsWith('datadog-trace-id')) return datadogTrace;
  if (whole.endsWith('dd-span-id') || whole.endsWith('datadog-parent-id')) return datadogSpan;
  if (whole.endsWith('dd-p-tid')) return upper;
  const b3 = parts.includes('b3');
  if (name === 'traceid' || (name === 'id' && before === 'trace')) return b3 ? b3Trace : logTrace;
  if (name === 'spanid' || (name === 'id' && before === 'span'))
    return parts.includes('parent') ? parentSpan : b3 ? b3Span : logSpan;
  if (whole === 'operation-id') return operation;
  if (whole === 'transaction-id') return transaction;
  if (whole === 'trace-flags' || whole === 'traceflags' || whole === 'otel-trace-flags') return flags;
  if (name === 'sampled' || whole === 'x-datadog-sampling-priority') return sampled;
  return undefined;
}

/** The word must end there: no letter and no dash goes on. */
const HEX = /^[0-9a-f]{1,32}(?![\w-])/i;
const DECIMAL = /^\d{1,20}(?![\w-])/;
const PAIR = /^([0-9a-f]{32})-([0-9a-f]{16})(?![\w-])/i;

/** Some print ids without their leading zeros; much shorter is something else. */
const isTraceLength = (n: number) => (n >= 14 && n <= 16) || n >= 28;

const traceOf =
  (kind: IdKind): Read =>
  (value) => {
    const pair = PAIR.exec(value);
    const hex = pair?.[1] ?? HEX.exec(value)?.[0] ?? '';
    const length = pair?.[0].length ?? hex.length;
    if (/^\d{17,20}$/.test(hex)) {
      const traceId = decimalToHex(hex, 32);
      return traceId && { role: 'trace', kind: 'datadog', value: traceId, length };
    }
    const traceId = isTraceLength(hex.length) ? normaliseTraceId(hex) : undefined;
    return (
      traceId && { role: 'trace', kind, value: traceId, spanId: normaliseSpanId(pair?.[2] ?? ''), length }
    );
  };
const logTrace = traceOf('log-field');
const b3Trace = traceOf('b3-headers');

const spanOf =
  (kind: IdKind): Read =>
  (value) => {
    const hex = HEX.exec(value)?.[0] ?? '';
    const decimal = /^\d{17,20}$/.test(hex);
    const spanId = decimal ? decimalToHex(hex, 16) : hex.length >= 12 ? normaliseSpanId(hex) : undefined;
    return spanId && { role: 'span', kind, value: spanId, length: hex.length };
  };
const logSpan = spanOf('log-field');
const b3Span = spanOf('b3-headers');
const parentSpan: Read = (value) => {
  const field = logSpan(value);
  return field && { ...field, role: 'none' };
};

/** Application Insights. */
const operation: Read = (value) => {
  const hex = HEX.exec(value)?.[0] ?? '';
  const traceId = hex.length === 32 ? normaliseTraceId(hex) : undefined;
  return traceId && { role: 'trace', kind: 'log-field', value: traceId, length: 32 };
};

/** Elastic: the span a service was entered by. */
const transaction: Read = (value) => {
  const hex = HEX.exec(value)?.[0] ?? '';
  const spanId = hex.length === 16 ? normaliseSpanId(hex) : undefined;
  return spanId && { role: 'transaction', kind: 'log-field', value: spanId, length: 16 };
};

const sampled: Read = (value) => {
  const match = /^(?:true|false|accept|deny|d|-?\d{1,2})(?![\w-])/i.exec(value);
  if (!match) return undefined;
  const yes = /^(?:true|accept|d|[1-9]\d?)$/i.test(match[0]);
  return { role: 'sampled', kind: 'log-field', value: yes ? '1' : '0', length: match[0].length };
};

const flags: Read = (value) => {
  const hex = /^[0-9a-f]{1,2}(?!\w)/i.exec(value)?.[0];
  if (hex === undefined) return undefined;
  const bit = Number.parseInt(hex, 16) & 1;
  return { role: 'sampled', kind: 'log-field', value: String(bit), length: hex.length };
};

/** Decimal, or since 128-bit ids hex. */
const datadogTrace: Read = (value) => {
  const digits = DECIMAL.exec(value)?.[0];
  if (digits !== undefined) {
    const traceId = decimalToHex(digits, 32);
    return traceId && { role: 'trace', kind: 'datadog', value: traceId, length: digits.length };
  }
  const hex = HEX.exec(value)?.[0] ?? '';
  const traceId = hex.length === 32 ? normaliseTraceId(hex) : undefined;
  return traceId && { role: 'trace', kind: 'datadog', value: traceId, length: 32 };
};

const datadogSpan: Read = (value) => {
  const digits = DECIMAL.exec(value)?.[0];
  const spanId = digits && decimalToHex(digits, 16);
  return spanId && digits
    ? { role: 'span', kind: 'datadog', value: spanId, length: digits.length }
    : undefined;
};

/** `_dd.p.tid`: the upper half of a 128-bit id whose lower half is sent in decimal. */
const upper: Read = (value) => {
  const hex = /^[0-9a-f]{16}(?![\w-])/i.exec(value)?.[0] ?? '';
  return hex === '' ? undefined : { role: 'upper', kind: 'datadog', value: hex.toLowerCase(), length: 16 };
};

/** `<trace>:<span>:<parent>:<flags>`, without leading zeros. */
const uber: Read = (value) => {
  const match = /^([0-9a-f]{1,32}):([0-9a-f]{1,16}):[0-9a-f]{1,16}:([0-9a-f]{1,2})(?!\w)/i.exec(value);
  const traceId = match && normaliseTraceId(match[1] ?? '');
  if (!match || !traceId) return undefined;
  const flags = Number.parseInt(match[3] ?? '0', 16);
  return {
    role: 'trace',
    kind: 'jaeger-header',
    value: traceId,
    spanId: normaliseSpanId(match[2] ?? ''),
    sampled: (flags & 1) === 1,
    length: match[0].length,
  };
};

const sentry: Read = (value) => {
  const match = /^([0-9a-f]{32})-([0-9a-f]{16})(?:-([01]))?(?![\w-])/i.exec(value);
  const traceId = match && normaliseTraceId(match[1] ?? '');
  if (!match || !traceId) return undefined;
  const state = match[3] === undefined ? undefined : match[3] === '1';
  return {
    role: 'trace',
    kind: 'sentry-header',
    value: traceId,
    spanId: normaliseSpanId(match[2] ?? ''),
    sampled: state,
    length: match[0].length,
  };
};

/** Google's: `<trace>/<span in decimal>;o=1`. */
const cloudTrace: Read = (value) => {
  const match = /^([0-9a-f]{32})(?:\/(\d{1,20}))?(?:;o=([0-3]))?(?!\w)/i.exec(value);
  const traceId = match && normaliseTraceId(match[1] ?? '');
  if (!match || !traceId) return undefined;
  const state = match[3] === undefined ? undefined : (Number(match[3]) & 1) === 1;
  const spanId = match[2] ? decimalToHex(match[2], 16) : undefined;
  return {
    role: 'trace',
    kind: 'google-header',
    value: traceId,
    spanId,
    sampled: state,
    length: match[0].length,
  };
};

const projectTrace: Read = (value) => {
  const match = /^projects\/[\w.:-]{1,64}\/traces\/([0-9a-f]{32})(?![\w-])/i.exec(value);
  const traceId = match && normaliseTraceId(match[1] ?? '');
  return traceId ? { role: 'trace', kind: 'log-field', value: traceId, length: match[0].length } : undefined;
};

/** Gives each trace id what belongs to it: the nearest field of its record, those after it first. */
function joined(fields: readonly Field[]): FoundId[] {
  const traces = fields.flatMap((field, i) => (field.role === 'trace' ? [i] : []));
  return traces.flatMap((i, t) => {
    const self = fields[i];
    if (!self) return [];
    const from = (traces[t - 1] ?? -1) + 1;
    const to = traces[t + 1] ?? fields.length;
    const near = (role: Role) => {
      const fits = (f: Field) => f.role === role && Math.abs(f.start - self.start) <= MAX_APART;
      return fields.slice(i + 1, to).find(fits)?.value ?? fields.slice(from, i).findLast(fits)?.value;
    };
    const high = self.kind === 'datadog' && self.value.startsWith('0'.repeat(16)) ? near('upper') : undefined;
    const state = near('sampled');
    return [
      found({
        traceId: high ? high + self.value.slice(16) : self.value,
        spanId: self.spanId ?? near('span') ?? near('transaction'),
        sampled: self.sampled ?? (state === undefined ? undefined : state === '1'),
        kind: self.kind,
        range: { start: self.start, end: self.end },
      }),
    ];
  });
}
