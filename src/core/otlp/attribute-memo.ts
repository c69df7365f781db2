import { ATTR } from '../trace/columns.ts';
import { BatchWriter } from './batch-writer.ts';
import { JsonReader } from './json-reader.ts';
import { KEPT } from './kept.ts';
import { pushInteger, readDouble } from './numbers.ts';

/** What a value's own bytes are, between an attribute's fixed bytes before and behind them. */
const OPAQUE = 0;
const TEXT = 1;
const INTEGER = 2;
const DOUBLE = 3;
const BOOL = 4;

/** "true", "fals" and "e" as their bytes lie in memory. */
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const E = 101;

const KINDS: Readonly<Record<number, number>> = {
  [ATTR.string]: TEXT,
  [ATTR.int]: INTEGER,
  [ATTR.double]: DOUBLE,
  [ATTR.bool]: BOOL,
};

const NONE = -1;

/**
 * Reads attributes by comparing them with earlier ones. A million spans repeat a few dozen attributes: the bytes of
 * one, `{"key":"http.route","value":{"stringValue":"/cart"}}`, mostly come again as a whole, or with another value
 * between the same bytes; and after one key mostly comes one of two. Comparing eight bytes costs less than parsing one.
 *
 * One entry a key, holding where its last occurrence lies in the data and what it meant.
 */
export class AttributeMemo {
  readonly #r: JsonReader;
  readonly #w: BatchWriter;
  #entries = 1;
  #capacity = 64;
  /** Where the last occurrence lies, how long it is, and where in it the value's bytes begin and what follows them. */
  #start = new Int32Array(64);
  #length = new Int32Array(64);
  #prefix = new Int32Array(64);
  #suffix = new Int32Array(64);
  #kind = new Uint8Array(64);
  #key = new Uint32Array(64);
  #type = new Uint8Array(64);
  #value = new Float64Array(64);
  /** The two entries that followed last, the newer first. */
  #next = new Int32Array(128).fill(NONE);
  readonly #ofKey = new Map<number, number>();
  /** Entry 0 stands for the beginning of a list. */
  #last = 0;
  #valueFrom = NONE;
  #valueTo = NONE;

  constructor(r: JsonReader, w: BatchWriter) {
    this.#r = r;
    this.#w = w;
  }

  begin(): void {
    this.#last = 0;
  }

  /** Reads the attribute at the reader's position if it is like one of the two expected. */
  read(): boolean {
    const at = this.#last * 2;
    const first = this.#next[at] ?? NONE;
    if (first >= 0 && this.#matches(first)) {
      this.#last = first;
      return true;
    }
    const second = this.#next[at + 1] ?? NONE;
    if (second < 0 || !this.#matches(second)) {
      this.#valueFrom = NONE;
      return false;
    }
    this.#next[at] = second;
    this.#next[at + 1] = first;
    this.#last = second;
    return true;
  }

  /** The value just parsed lies in the reader's from..to and nowhere else. */
  valueRead(): void {
    if (this.#r.escaped) return;
    this.#valueFrom = this.#r.from;
    this.#valueTo = this.#r.to;
  }

  /** Parses one attribute, which must end up last in the table, and remembers it. */
  learning(parse: () => void): void {
    const r = this.#r;
    const w = this.#w;
    const start = r.pos;
    const cutText = r.cut;
    const cutSpan = w.cut;
    r.cut = w.cut = false;
    parse();
    // What was cut at a limit must be seen to be cut each time.
    if (r.cut || w.cut) this.begin();
    else this.#learn(start);
    if (cutText) r.cut = true;
    if (cutSpan) w.cut = true;
  }

  /** Keeps the attribute that was parsed from `start` to the reader's position. */
  #learn(start: number): void {
    const { attributes } = this.#w.batch;
    const row = attributes.length - 1;
    const key = attributes.key.at(row);
    let entry = this.#ofKey.get(key);
    if (entry === undefined) {
      if (this.#entries === this.#capacity) this.#grow();
      entry = this.#entries++;
      this.#ofKey.set(key, entry);
      this.#key[entry] = key;
    }
    const end = this.#r.pos;
    const type = attributes.type.at(row);
    this.#start[entry] = start;
    this.#length[entry] = end - start;
    this.#type[entry] = type;
    this.#value[entry] = attributes.value.at(row);
    this.#kind[entry] = this.#valueFrom === NONE ? OPAQUE : (KINDS[type] ?? OPAQUE);
    this.#prefix[entry] = this.#valueFrom - start;
    this.#suffix[entry] = end - this.#valueTo;
    const at = this.#last * 2;
    if (this.#next[at] !== entry) {
      this.#next[at + 1] = this.#next[at] ?? NONE;
      this.#next[at] = entry;
    }
    this.#last = entry;
  }

  #matches(entry: number): boolean {
    const r = this.#r;
    const at = r.pos;
    const start = this.#start[entry] ?? 0;
    const length = this.#length[entry] ?? 0;
    const same = r.sameBytes(at, start, length);
    if (same === length) {
      this.#w.batch.attributes.push(this.#key[entry] ?? 0, this.#type[entry] ?? 0, this.#value[entry] ?? 0);
      this.#start[entry] = at;
      r.pos = at + length;
      return true;
    }
    const prefix = this.#prefix[entry] ?? 0;
    const kind = this.#kind[entry];
    if (kind === OPAQUE || same < prefix) return false;
    const from = at + prefix;
    const taken =
      kind === TEXT
        ? this.#takeText(entry, from)
        : kind === BOOL
          ? this.#takeBool(entry, from)
          : this.#takeNumber(entry, from);
    if (!taken) {
      r.pos = at;
      return false;
    }
    const { attributes } = this.#w.batch;
    this.#start[entry] = at;
    this.#length[entry] = r.pos - at;
    this.#type[entry] = attributes.type.at(attributes.length - 1);
    this.#value[entry] = attributes.value.at(attributes.length - 1);
    return true;
  }

  #takeText(entry: number, from: number): boolean {
    const r = this.#r;
    const { batch, limits } = this.#w;
    r.pos = from - 1;
    r.string();
    // The suffix begins with the closing quote. Escapes and overlong texts are left to the parser.
    if (r.escaped || r.to - from > limits.textBytes || !this.#takeSuffix(entry, r.to)) return false;
    batch.attributes.push(this.#key[entry] ?? 0, ATTR.string, r.intern(batch.strings, limits.textBytes));
    return true;
  }

  #takeBool(entry: number, from: number): boolean {
    const r = this.#r;
    if (from + 5 > r.end) return false;
    const word = r.view.getInt32(from, true);
    const value = word === TRUE;
    if (!value && (word !== FALS || r.bytes[from + 4] !== E)) return false;
    if (!this.#takeSuffix(entry, value ? from + 4 : from + 5)) return false;
    this.#w.batch.attributes.push(this.#key[entry] ?? 0, ATTR.bool, value ? 1 : 0);
    return true;
  }

  #takeNumber(entry: number, from: number): boolean {
    const { bytes } = this.#r;
    const { batch } = this.#w;
    const key = this.#key[entry] ?? 0;
    const integer = this.#kind[entry] === INTEGER;
    let to = from;
    let value = 0;
    let byte = bytes[to] ?? 0;
    while (byte >= 48 && byte <= 57) {
      value = value * 10 + byte - 48;
      byte = bytes[++to] ?? 0;
    }
    if (integer && to > from && to - from <= 15 && this.#takeSuffix(entry, to)) {
      batch.attributes.push(key, ATTR.int, value);
      return true;
    }
    while (
      (byte >= 48 && byte <= 57) ||
      byte === 45 ||
      byte === 46 ||
      byte === 43 ||
      byte === 69 ||
      byte === 101
    )
      byte = bytes[++to] ?? 0;
    if (to === from || !this.#takeSuffix(entry, to)) return false;
    if (integer) return pushInteger(batch, key, bytes, from, to);
    batch.attributes.push(key, ATTR.double, readDouble(bytes, from, to));
    return true;
  }

  #takeSuffix(entry: number, at: number): boolean {
    const r = this.#r;
    const length = this.#suffix[entry] ?? 0;
    const known = (this.#start[entry] ?? 0) + (this.#length[entry] ?? 0) - length;
    if (r.sameBytes(at, known, length) !== length) return false;
    r.pos = at + length;
    return true;
  }

  #grow(): void {
    this.#capacity *= 2;
    const larger = <T extends Int32Array | Uint32Array | Uint8Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const size = this.#capacity;
    this.#start = larger(this.#start, new Int32Array(size));
    this.#length = larger(this.#length, new Int32Array(size));
    this.#prefix = larger(this.#prefix, new Int32Array(size));
    this.#suffix = larger(this.#suffix, new Int32Array(size));
    this.#kind = larger(this.#kind, new Uint8Array(size));
    this.#key = larger(this.#key, new Uint32Array(size));
    this.#type = larger(this.#type, new Uint8Array(size));
    this.#value = larger(this.#value, new Float64Array(size));
    this.#next = larger(this.#next, new Int32Array(size * 2).fill(NONE));
  }
}

KEPT.push(new AttributeMemo(new JsonReader(new Uint8Array(0)), new BatchWriter(undefined, 0)));
