/** Text to dense ids, lighter than a Map: a workspace has half a million names. Id 0 is ''. */
export class Interner {
  readonly #texts: string[] = [''];
  #slots = new Int32Array(1024).fill(-1);

  constructor(texts: readonly string[] = []) {
    this.#insert('', 0);
    for (const text of texts) if (text !== '') this.id(text);
  }

  get size(): number {
    return this.#texts.length;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }

  /** -1 for a text never seen. */
  find(text: string): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(text) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0 || this.#texts[id] === text) return id;
    }
  }

  id(text: string): number {
    const known = this.find(text);
    if (known >= 0) return known;
    const id = this.#texts.length;
    this.#texts.push(text);
    if (this.#texts.length * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
      for (const [i, t] of this.#texts.entries()) this.#insert(t, i);
    } else this.#insert(text, id);
    return id;
  }

  #insert(text: string, id: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(text) & mask;
    while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}
