/** A byte buffer that grows, for building text without strings; reused from one text to the next. */
export class ByteSink {
  bytes = new Uint8Array(512);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = byte;
  }

  /** Appends [from, to) of `source`, each byte looked up in `map`. */
  pushMapped(source: Uint8Array, from: number, to: number, map: Uint8Array): void {
    const need = this.length + to - from;
    if (need > this.bytes.length) {
      const grown = new Uint8Array(need * 2);
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    let at = this.length;
    const { bytes } = this;
    for (let i = from; i < to; i++) bytes[at++] = map[source[i] ?? 0] ?? 0;
    this.length = at;
  }

  /** The byte `back` places before the end; 0 when there is none. */
  last(back = 0): number {
    return this.bytes[this.length - 1 - back] ?? 0;
  }

  /** Whether the text ends with these ASCII characters. */
  endsWith(text: string): boolean {
    const from = this.length - text.length;
    if (from < 0) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  text(): string {
    return decoder.decode(this.bytes.subarray(0, this.length));
  }
}

const decoder = new TextDecoder();
