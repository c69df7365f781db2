/** Typed arrays that grow: the decoders' append-only columns. */

export class GrowU32 {
  data: Uint32Array;
  length = 0;
  constructor(capacity = 64) {
    this.data = new Uint32Array(capacity);
  }
  push(value: number): void {
    if (this.length === this.data.length) this.grow();
    this.data[this.length++] = value;
  }
  grow(): void {
    this.reserve(Math.max(64, this.data.length * 2));
  }
  /** Room for `capacity` rows in all. */
  reserve(capacity: number): void {
    if (this.data.length >= capacity) return;
    const grown = new Uint32Array(capacity);
    grown.set(this.data);
    this.data = grown;
  }
  at(i: number): number {
    return this.data[i] ?? 0;
  }
  trim(): Uint32Array {
    return this.data.slice(0, this.length);
  }
}

export class GrowF64 {
  data: Float64Array;
  length = 0;
  constructor(capacity = 64) {
    this.data = new Float64Array(capacity);
  }
  push(value: number): void {
    if (this.length === this.data.length) this.grow();
    this.data[this.length++] = value;
  }
  grow(): void {
    this.reserve(Math.max(64, this.data.length * 2));
  }
  /** Room for `capacity` rows in all. */
  reserve(capacity: number): void {
    if (this.data.length >= capacity) return;
    const grown = new Float64Array(capacity);
    grown.set(this.data);
    this.data = grown;
  }
  at(i: number): number {
    return this.data[i] ?? 0;
  }
  trim(): Float64Array {
    return this.data.slice(0, this.length);
  }
}

export class GrowU8 {
  data: Uint8Array;
  length = 0;
  constructor(capacity = 64) {
    this.data = new Uint8Array(capacity);
  }
  push(value: number): void {
    if (this.length === this.data.length) this.grow();
    this.data[this.length++] = value;
  }
  grow(): void {
    this.reserve(Math.max(64, this.data.length * 2));
  }
  /** Room for `capacity` rows in all. */
  reserve(capacity: number): void {
    if (this.data.length >= capacity) return;
    const grown = new Uint8Array(capacity);
    grown.set(this.data);
    this.data = grown;
  }
  at(i: number): number {
    return this.data[i] ?? 0;
  }
  trim(): Uint8Array {
    return this.data.slice(0, this.length);
  }
}
