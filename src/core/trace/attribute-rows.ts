import { GrowF64, GrowU8, GrowU32 } from './grow.ts';

/** Growing attribute rows; an owner notes `length` before and after appending its own. */
export class AttributeRows {
  readonly key: GrowU32;
  readonly type: GrowU8;
  readonly value: GrowF64;
  constructor(capacity = 64) {
    this.key = new GrowU32(capacity);
    this.type = new GrowU8(capacity);
    this.value = new GrowF64(capacity);
  }
  get length(): number {
    return this.key.length;
  }
  push(key: number, type: number, value: number): void {
    const at = this.key.length;
    if (at >= this.#room) this.#reserve(at);
    this.key.data[at] = key;
    this.type.data[at] = type;
    this.value.data[at] = value;
    this.key.length = this.type.length = this.value.length = at + 1;
  }
  /** Rows that fit all three columns; found out at the first push, since columns may be handed in whole. */
  #room = 0;
  #reserve(rows: number): void {
    const { key, type, value } = this;
    const room = Math.max(64, rows * 2);
    for (const column of [key, type, value]) if (column.data.length <= rows) column.reserve(room);
    this.#room = Math.min(key.data.length, type.data.length, value.data.length);
  }
  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.key.length = this.type.length = this.value.length = length;
  }
}
