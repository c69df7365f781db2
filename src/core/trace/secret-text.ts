export const REDACTED = '[redacted]';

/**
 * Tokens that are secrets by their form, wherever they stand. Each pattern begins with fixed characters and takes runs
 * of one class of them, so that time stays linear.
 */
const TOKENS: readonly RegExp[] = [
  // JSON web tokens
  /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g,
  // AWS key ids
  /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[0-9A-Z]{16}\b/g,
  // GitHub, GitLab, npm, Slack, Stripe, Google, OpenAI and Anthropic, Grafana, Hugging Face, SendGrid
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_\w{30,}/g,
  /\bglpat-[\w-]{18,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\b[srp]k_(?:live|test)_[A-Za-z0-9]{14,}/g,
  /\bAIza[\w-]{30,}/g,
  /\bsk-[\w-]{20,}/g,
  /\bgl(?:sa|c)_[\w=-]{20,}/g,
  /\bhf_[A-Za-z0-9]{30,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  // Private keys, as far as they are there
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
];

/** `Bearer x`, `Basic x`: the scheme stays. */
const SCHEME = /\b(Bearer|Basic|Token|ApiKey|Negotiate|DPoP)(\s+)([\w.~+/=-]{8,})/gi;

/** `scheme://user:password@host`; the user stays. */
const USER_INFO = /\b([a-z][a-z\d+.-]{1,20}:\/\/[^\s:/?#@"'<>]{0,256}:)([^\s/?#@"'<>]{1,512})@/gi;

/** `key=`, `key: `, `"key": ` of connection strings, query strings, headers and bodies. */
const KEY = /(["']?)\b([A-Za-z][\w.-]{0,63})\1\s{0,8}[=:]\s{0,8}/g;
const VALUE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'&;,)}\]]+/y;

/** What stands where a secret would, but is none: placeholders of statements, absent and masked values. */
const NO_SECRET =
  /^["']?(?:\?|\$\d+|%s|:\w+|@\w+|\{\{.*|<.*>|null|nil|none|undefined|true|false|\*+|x{3,}|\[.*\]?)["']?$/i;

/** The text with its secrets put out of sight; the same text when there are none. */
export function redactText(text: string, isSecretKey: (key: string) => boolean): string {
  if (text.length < 5) return text;
  let out = redactPairs(text, isSecretKey);
  out = out.replace(SCHEME, (whole, scheme: string, blank: string, value: string) =>
    looksRandom(value) ? `${scheme}${blank}${REDACTED}` : whole,
  );
  if (out.includes('://')) out = out.replace(USER_INFO, `$1${REDACTED}@`);
  for (const pattern of TOKENS) out = out.replace(pattern, REDACTED);
  return out;
}

/** Values are only read after a secret's key: within others there may be pairs again. */
function redactPairs(text: string, isSecretKey: (key: string) => boolean): string {
  let out = '';
  let from = 0;
  KEY.lastIndex = 0;
  for (let found = KEY.exec(text); found; found = KEY.exec(text)) {
    if (!isSecretKey(found[2] ?? '')) continue;
    VALUE.lastIndex = KEY.lastIndex;
    const value = VALUE.exec(text)?.[0] ?? '';
    if (value === '' || NO_SECRET.test(value) || isScheme(value)) continue;
    out += text.slice(from, KEY.lastIndex) + masked(value);
    from = KEY.lastIndex + value.length;
    KEY.lastIndex = from;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** `Authorization: Bearer x`: the scheme is no secret, and what follows it is found by itself. */
const isScheme = (value: string) => /^(?:Bearer|Basic|Token|ApiKey|Negotiate|DPoP)$/i.test(value);

const masked = (value: string) => (/^["']/.test(value) ? `${value[0]}${REDACTED}${value[0]}` : REDACTED);

/** "Basic authentication" is prose. */
const looksRandom = (value: string) =>
  /\d/.test(value) || /=$/.test(value) || value.length >= 24 || /[a-z][A-Z]/.test(value);
