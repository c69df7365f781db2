import type { AttributeValue } from './attributes.ts';
import { DEFAULT_SECRET_KEYS, secretKeyTest } from './secret-keys.ts';
import { REDACTED, redactText } from './secret-text.ts';

/** What may be shown and exported of span data: one for the details pane, exports, tools and diagnostics. */
export type Redaction = {
  /** The key says that its value is a secret, whatever it is. */
  readonly isSecretKey: (key: string) => boolean;
  /** Free text: span names, statements, log lines, messages. */
  readonly text: (text: string) => string;
  /** An attribute's text. */
  readonly attributeText: (key: string, text: string) => string;
  /** An attribute's value; arrays and key-value lists stay valid. */
  readonly attribute: (key: string, value: AttributeValue) => AttributeValue;
};

/** `keys` are the user's setting; see DEFAULT_SECRET_KEYS for what an entry means. */
export function redaction(keys: readonly string[] = DEFAULT_SECRET_KEYS): Redaction {
  const isSecretKey = secretKeyTest(keys);
  const text = (t: string) => redactText(t, isSecretKey);
  const attributeText = (key: string, t: string) => (t !== '' && isSecretKey(key) ? REDACTED : text(t));
  const attribute = (key: string, value: AttributeValue): AttributeValue => {
    if (typeof value === 'string') return attributeText(key, value);
    if (value === null || typeof value === 'boolean') return value;
    if (isSecretKey(key)) return REDACTED;
    if (typeof value !== 'object' || !('json' in value)) return value;
    return { json: redactJson(value.json, attributeText) };
  };
  return { isSecretKey, text, attributeText, attribute };
}

/** Lists within lists deeper than this are left out: decoders keep less. */
const MAX_DEPTH = 64;

/** OTLP/JSON of an array or key-value list, string by string; a list's own keys count. */
function redactJson(json: string, redactValue: (key: string, text: string) => string): string {
  const walk = (value: unknown, key: string, depth: number): unknown => {
    if (typeof value === 'string') return redactValue(key, value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return null;
    if (Array.isArray(value)) return value.map((item) => walk(item, key, depth + 1));
    const entries: [string, unknown][] = Object.entries(value);
    const own = entries.find(([name, v]) => name === 'key' && typeof v === 'string')?.[1];
    const inner = typeof own === 'string' ? own : key;
    return Object.fromEntries(
      entries.map(([name, v]) => [
        name,
        name === 'key' || name === 'intValue' ? v : walk(v, inner, depth + 1),
      ]),
    );
  };
  try {
    return JSON.stringify(walk(JSON.parse(json), '', 0));
  } catch {
    return REDACTED;
  }
}
