const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;
DIGITS[45] = 62;
DIGITS[95] = 63;

/** Standard or URL alphabet, padded or not; undefined for anything else. Returns the bytes written to `out`. */
export function decodeBase64(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
): number | undefined {
  let end = to;
  while (end > from && to - end < 2 && bytes[end - 1] === 61) end--;
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let i = from; i < end; i++) {
    const digit = DIGITS[bytes[i] ?? 0] ?? -1;
    if (digit < 0) return undefined;
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      if (at >= out.length) return undefined;
      out[at++] = (held >> bits) & 0xff;
    }
  }
  return bits >= 6 ? undefined : at;
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(three >> 18) + ALPHABET.charAt((three >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((three >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(three & 63) : '=';
  }
  return text;
}
