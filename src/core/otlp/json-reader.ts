import type { StringTable } from '../trace/strings.ts';
import { HASH_SEED, hashEnd, hashUtf8, hashWord } from '../trace/text-hash.ts';
import { describeAt } from './describe.ts';
import { unescapeJson } from './json-escapes.ts';
import { skipValue } from './json-skip.ts';
import { KEPT } from './kept.ts';
import { sameBytes } from './same-bytes.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;

/**
 * Pulls JSON apart where it lies: no string or object is made unless asked for. Strings are found and hashed four
 * bytes a step. A value that is null reads as absent everywhere, as proto3 JSON wants it.
 *
 *   if (r.enterObject()) do { switch (KEYS.read(r)) { ... } } while (r.nextMember());
 */
export class JsonReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
  pos: number;
  /** The last string read: its raw bytes, their hash, and whether they hold escapes. */
  from = 0;
  to = 0;
  hash = 0;
  escaped = false;

  constructor(bytes: Uint8Array, pos = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
    // A UTF-8 byte order mark, as Windows tools write.
    const mark = pos === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.pos = mark ? 3 : pos;
  }

  /** The next byte that is not whitespace, -1 at the end. */
  peek(): number {
    const byte = this.bytes[this.pos] ?? 0;
    return byte > 32 ? byte : this.#peekOn();
  }

  #peekOn(): number {
    const { bytes, end } = this;
    let { pos } = this;
    while (pos < end) {
      const byte = bytes[pos] ?? 0;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
      pos++;
    }
    this.pos = pos;
    return pos < end ? (bytes[pos] ?? 0) : -1;
  }

  /** False: there is no member (empty or null), and nothing is left to read of it. */
  enterObject(): boolean {
    const byte = this.peek();
    if (byte !== OPEN) {
      this.#nullOr('an object', byte);
      return false;
    }
    this.pos++;
    if (this.peek() !== CLOSE) return true;
    this.pos++;
    return false;
  }

  nextMember(): boolean {
    const byte = this.peek();
    if (byte !== COMMA && byte !== CLOSE) this.fail('"," or "}"');
    this.pos++;
    return byte === COMMA;
  }

  enterList(): boolean {
    const byte = this.peek();
    if (byte !== OPEN_LIST) {
      this.#nullOr('a list', byte);
      return false;
    }
    this.pos++;
    if (this.peek() !== CLOSE_LIST) return true;
    this.pos++;
    return false;
  }

  nextElement(): boolean {
    const byte = this.peek();
    if (byte !== COMMA && byte !== CLOSE_LIST) this.fail('"," or "]"');
    this.pos++;
    return byte === COMMA;
  }

  /** Reads a member's name and its colon. */
  key(): void {
    if (this.peek() !== QUOTE) this.fail('a name in quotes');
    this.#scan();
    if (this.peek() !== COLON) this.fail('":"');
    this.pos++;
  }

  /** False where null stands instead; the string is empty then. */
  string(): boolean {
    const byte = this.peek();
    if (byte === QUOTE) {
      this.#scan();
      return true;
    }
    this.#nullOr('a string', byte);
    this.from = this.to = this.pos;
    this.escaped = false;
    this.hash = hashEnd(HASH_SEED, 0);
    return false;
  }

  /** The last string as JavaScript's. */
  text(): string {
    if (this.escaped) return utf8.decode(unescapeJson(this.bytes, this.from, this.to));
    return utf8.decode(this.bytes.subarray(this.from, this.to));
  }

  /** The last string's id in a table, cut to `max` bytes; sets `cut` when it had to. */
  intern(strings: StringTable, max: number): number {
    if (!this.escaped && this.to - this.from <= max)
      return strings.internHashed(this.view, this.from, this.to, this.hash);
    const whole = this.escaped ? unescapeJson(this.bytes, this.from, this.to) : this.bytes;
    const [from, to] = this.escaped ? [0, whole.length] : [this.from, this.to];
    if (to - from <= max) return strings.internUtf8(whole, from, to);
    this.cut = true;
    let end = from + max;
    while (end > from && ((whole[end] ?? 0) & 0xc0) === 0x80) end--;
    return strings.internUtf8(whole, from, end);
  }
  cut = false;

  /** Leaves from..to around it; null reads as false. */
  boolean(): boolean {
    const byte = this.peek();
    this.from = this.pos;
    this.escaped = false;
    const value = byte === 116 && this.#literal('true');
    if (!value && !(byte === 102 && this.#literal('false'))) this.#nullOr('true or false', byte);
    this.to = this.pos;
    return value;
  }

  /** Leaves from..to around a number, in quotes or not; false where null stands. */
  digits(): boolean {
    const byte = this.peek();
    if (byte === QUOTE) {
      this.#scan();
      return true;
    }
    const { bytes, end } = this;
    let { pos } = this;
    if (byte !== 45 && !(byte >= 48 && byte <= 57)) {
      this.#nullOr('a number', byte);
      this.from = this.to = this.pos;
      return false;
    }
    this.from = pos++;
    while (pos < end) {
      const b = bytes[pos] ?? 0;
      if (!((b >= 48 && b <= 57) || b === 46 || b === 43 || b === 45 || b === 69 || b === 101)) break;
      pos++;
    }
    this.to = pos;
    this.pos = pos;
    this.escaped = false;
    return true;
  }

  /** Steps over any value. */
  skip(): void {
    skipValue(this);
  }

  /**
   * Steps over the bytes from..to of another view if just they come next; they begin with a quote, and whitespace
   * before it is skipped.
   */
  take(expected: DataView, from: number, to: number): boolean {
    if (this.bytes[this.pos] !== QUOTE && this.peek() !== QUOTE) return false;
    return this.#takeAt(this.pos, expected, from, to);
  }

  /** `take` for what follows a comma, with no whitespace at all. */
  takeNext(expected: DataView, from: number, to: number): boolean {
    return this.bytes[this.pos] === COMMA && this.#takeAt(this.pos + 1, expected, from, to);
  }

  #takeAt(at: number, expected: DataView, from: number, to: number): boolean {
    const { view } = this;
    const end = at + to - from;
    if (end > this.end) return false;
    let i = at;
    let j = from;
    // As doubles, eight bytes a step (text is never NaN or zero); the last step overlaps the one before.
    for (; i + 8 <= end; i += 8, j += 8)
      if (view.getFloat64(i, true) !== expected.getFloat64(j, true)) return false;
    if (to - from >= 8) {
      if (view.getFloat64(end - 8, true) !== expected.getFloat64(to - 8, true)) return false;
    } else for (; i < end; i++, j++) if (view.getUint8(i) !== expected.getUint8(j)) return false;
    this.pos = end;
    return true;
  }

  /** How many of `length` bytes are the same at two places; the second must lie before the first. */
  sameBytes(at: number, other: number, length: number): number {
    return at + length > this.end ? 0 : sameBytes(this.view, at, other, length);
  }

  fail(expected: string): never {
    throw describeAt(this.bytes, this.pos, expected);
  }

  #nullOr(expected: string, byte: number): void {
    if (byte !== 110 || !this.#literal('null')) this.fail(expected);
  }

  #literal(word: string): boolean {
    for (let i = 0; i < word.length; i++)
      if (this.bytes[this.pos + i] !== word.charCodeAt(i)) {
        if (this.pos + i >= this.end) this.pos = this.end;
        return false;
      }
    this.pos += word.length;
    return true;
  }

  /** From an opening quote to just behind the closing one. */
  #scan(): void {
    const { view } = this;
    const from = this.pos + 1;
    const lastWord = this.end - 4;
    let pos = from;
    let h = HASH_SEED;
    while (pos <= lastWord) {
      const word = view.getInt32(pos, true);
      // The lowest byte that equals a quote or a backslash keeps its top bit; higher ones may be false.
      const q = word ^ 0x22222222;
      const b = word ^ 0x5c5c5c5c;
      const hit = (((q - 0x01010101) & ~q) | ((b - 0x01010101) & ~b)) & 0x80808080;
      if (hit === 0) {
        h = hashWord(h, word);
        pos += 4;
        continue;
      }
      const shift = (31 - Math.clz32(hit & -hit)) & 24;
      pos += shift >> 3;
      if (this.bytes[pos] === BACKSLASH) break;
      if (shift > 0) h = hashWord(h, word & ((1 << shift) - 1));
      this.from = from;
      this.to = pos;
      this.hash = hashEnd(h, pos - from);
      this.escaped = false;
      this.pos = pos + 1;
      return;
    }
    this.#scanSlowly(from, pos);
  }

  /** Strings with escapes, and those in the last bytes of the input. */
  #scanSlowly(from: number, at: number): void {
    const { bytes, end } = this;
    let pos = at;
    let escaped = false;
    while (pos < end) {
      const byte = bytes[pos] ?? 0;
      if (byte === QUOTE) {
        this.from = from;
        this.to = pos;
        this.escaped = escaped;
        if (!escaped) this.hash = hashUtf8(bytes, from, pos);
        this.pos = pos + 1;
        return;
      }
      if (byte === BACKSLASH) {
        escaped = true;
        pos++;
      }
      pos++;
    }
    this.pos = end;
    this.fail('the end of a string');
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

KEPT.push(new JsonReader(new Uint8Array(0)));
