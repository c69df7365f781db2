/**
 * Names whose values are secrets, as parts of a key: `api-key` stands in `http.request.header.x-api-key`, `apiKey` and
 * `API_KEY`. What the user's setting begins with.
 */
export const DEFAULT_SECRET_KEYS: readonly string[] = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'token',
  'secret',
  'api-key',
  'access-key',
  'private-key',
  'signing-key',
  'encryption-key',
  'credential',
  'credentials',
  'jwt',
  'x-amz-signature',
  'x-goog-signature',
  'client-assertion',
];

/** After these a name counts or describes something rather than being it: `gen_ai.token.type`, `token_count`. */
const HARMLESS_AFTER = new Set(
  'count counts type types usage limit limits length size name kind expiry expires ttl bucket index endpoint url uri age policy source valid present'.split(
    ' ',
  ),
);

/** Longer keys are cut: a key is compared by its parts, and nobody writes these. */
const MAX_KEY = 256;

/** `X-Api-Key`, `xApiKey` and `x.api_key` have the same parts. */
export function keyParts(key: string): string[] {
  return key
    .slice(0, MAX_KEY)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}

/** Whether a key names a secret. Answers are remembered: keys repeat with every span. */
export function secretKeyTest(names: readonly string[]): (key: string) => boolean {
  const wanted = names.map(keyParts).filter((parts) => parts.length > 0);
  const known = new Map<string, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const parts = keyParts(key);
    const secret = wanted.some((name) => contains(parts, name));
    if (known.size < 10_000) known.set(key, secret);
    return secret;
  };
}

function contains(parts: readonly string[], name: readonly string[]): boolean {
  const joined = name.join('');
  return parts.some((part, i) => {
    // `apikey` in one word is as common as in two.
    const length = part === joined ? 1 : name.every((n, k) => parts[i + k] === n) ? name.length : 0;
    return length > 0 && !HARMLESS_AFTER.has(parts[i + length] ?? '');
  });
}
