const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', f: '\f' };

/** The content of a string literal of any of our languages, escapes decoded. */
export function literalText(raw: string): string {
  const open = /^([A-Za-z$@&]*)(#*)("""|'''|["'`])/.exec(raw);
  if (!open) return raw;
  const [all, prefix = '', hashes = '', quote = ''] = open;
  let end = raw.length;
  if (hashes && raw.endsWith(quote + hashes)) end -= quote.length + hashes.length;
  else if (raw.endsWith(quote) && raw.length >= all.length + quote.length) end -= quote.length;
  const body = raw.slice(all.length, end);
  return isRaw(prefix, hashes, quote) ? body : decodeEscapes(body);
}

/** Python and Rust `r""`, C# `@""`, Go backticks. */
const isRaw = (prefix: string, hashes: string, quote: string) =>
  hashes !== '' || /[rR@]/.test(prefix) || quote === '`';

export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|.)/g, (...m) => {
    const [, first, braced, four, two] = m as [string, string, string?, string?, string?];
    const code = braced ?? four ?? two;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '';
    }
    if (first.endsWith('\n')) return '';
    return ESCAPES[first] ?? first;
  });
}
