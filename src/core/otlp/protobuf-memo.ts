import { AttributeRows } from '../trace/attribute-rows.ts';
import { KEPT } from './kept.ts';
import { ProtobufReader } from './protobuf-reader.ts';

const NONE = -1;
export const WHOLE = -1;

/**
 * AttributeMemo's idea for protobuf: KeyValue messages come again as a whole, or at least with the key that is due.
 * One entry a key, holding where its last message lies and what it meant.
 */
export class ProtobufMemo {
  readonly #p: ProtobufReader;
  #entries = 1;
  #start = new Int32Array(64);
  #length = new Int32Array(64);
  /** Bytes of the key's field at the message's beginning. */
  #prefix = new Int32Array(64);
  #key = new Uint32Array(64);
  #type = new Uint8Array(64);
  #value = new Float64Array(64);
  /** The two entries that followed last, the newer first. */
  #next = new Int32Array(128).fill(NONE);
  readonly #ofKey = new Map<number, number>();
  /** Entry 0 stands for the beginning of an owner's attributes. */
  #last = 0;
  readonly #attributes: AttributeRows;

  constructor(p: ProtobufReader, attributes: AttributeRows) {
    this.#p = p;
    this.#attributes = attributes;
  }

  begin(): void {
    this.#last = 0;
  }

  /** The key that `find` knew. */
  get key(): number {
    return this.#key[this.#last] ?? 0;
  }

  /**
   * How many bytes of the message at `start` are known: its key's field, or none; or WHOLE, when all of it came again
   * and its attribute was appended.
   */
  find(start: number, length: number): number {
    const at = this.#last * 2;
    const first = this.#next[at] ?? NONE;
    let known = first < 0 ? 0 : this.#known(first, start, length);
    if (known !== 0) {
      this.#last = first;
      return known;
    }
    const second = this.#next[at + 1] ?? NONE;
    known = second < 0 ? 0 : this.#known(second, start, length);
    if (known !== 0) {
      this.#next[at] = second;
      this.#next[at + 1] = first;
      this.#last = second;
    }
    return known;
  }

  /** Keeps a message whose key's field is its first `prefix` bytes. */
  learn(key: number, prefix: number, start: number, length: number, type: number, value: number): void {
    let entry = this.#ofKey.get(key);
    if (entry === undefined) {
      entry = this.#entries++;
      this.#ofKey.set(key, entry);
      if (entry === this.#key.length) this.#grow();
      this.#key[entry] = key;
    }
    this.#prefix[entry] = prefix;
    const at = this.#last * 2;
    if (this.#next[at] !== entry) {
      this.#next[at + 1] = this.#next[at] ?? NONE;
      this.#next[at] = entry;
    }
    this.#last = entry;
    this.renew(start, length, type, value);
  }

  /** The key found last has a new message. */
  renew(start: number, length: number, type: number, value: number): void {
    this.#start[this.#last] = start;
    this.#length[this.#last] = length;
    this.#type[this.#last] = type;
    this.#value[this.#last] = value;
  }

  #known(entry: number, start: number, length: number): number {
    const known = this.#length[entry] ?? 0;
    const prefix = this.#prefix[entry] ?? 0;
    if (prefix > length) return 0;
    const same = this.#p.sameBytes(start, this.#start[entry] ?? 0, Math.min(known, length));
    if (same !== known || known !== length) return same >= prefix ? prefix : 0;
    this.#attributes.push(this.#key[entry] ?? 0, this.#type[entry] ?? 0, this.#value[entry] ?? 0);
    this.#start[entry] = start;
    return WHOLE;
  }

  #grow(): void {
    const size = this.#key.length * 2;
    const larger = <T extends Int32Array | Uint32Array | Uint8Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#start = larger(this.#start, new Int32Array(size));
    this.#length = larger(this.#length, new Int32Array(size));
    this.#prefix = larger(this.#prefix, new Int32Array(size));
    this.#key = larger(this.#key, new Uint32Array(size));
    this.#type = larger(this.#type, new Uint8Array(size));
    this.#value = larger(this.#value, new Float64Array(size));
    this.#next = larger(this.#next, new Int32Array(size * 2).fill(NONE));
  }
}

KEPT.push(new ProtobufMemo(new ProtobufReader(new Uint8Array(0)), new AttributeRows()));
