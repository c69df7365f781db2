/** OTLP/JSON's AnyValue, as far as it is used here. */
type AnyValue = {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly boolValue?: boolean;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: {
    readonly values?: readonly { readonly key?: string; readonly value?: AnyValue }[];
  };
};

/** Decoders cut far above this; what was stored otherwise is not trusted to. */
const MAX_DEPTH = 64;

/**
 * `{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"}]}}` as a person writes it: `["a",1]`. Integers keep
 * all their digits. Text that is no OTLP/JSON stays what it is.
 */
export function plainJson(otlp: string): string {
  let value: AnyValue;
  try {
    value = JSON.parse(otlp) as AnyValue;
  } catch {
    return otlp;
  }
  return plain(value, 0);
}

function plain(value: AnyValue | undefined, depth: number): string {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 'null';
  if (value.stringValue !== undefined) return JSON.stringify(value.stringValue);
  if (value.intValue !== undefined) return String(value.intValue);
  if (value.boolValue !== undefined) return String(value.boolValue);
  if (value.doubleValue !== undefined)
    return typeof value.doubleValue === 'number'
      ? String(value.doubleValue)
      : JSON.stringify(value.doubleValue);
  if (value.bytesValue !== undefined) return JSON.stringify(value.bytesValue);
  if (value.arrayValue)
    return `[${(value.arrayValue.values ?? []).map((v) => plain(v, depth + 1)).join(',')}]`;
  if (value.kvlistValue) {
    const pairs = (value.kvlistValue.values ?? []).map(
      (pair) => `${JSON.stringify(pair.key ?? '')}:${plain(pair.value, depth + 1)}`,
    );
    return `{${pairs.join(',')}}`;
  }
  return 'null';
}
