/** Largest key first; equal keys in no particular order. */
export class Heap<T> {
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(key: number, item: T): void {
    let at = this.#items.length;
    this.#keys.push(key);
    this.#items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((this.#keys[up] ?? 0) >= key) break;
      this.#swap(at, up);
      at = up;
    }
  }

  pop(): T | undefined {
    const [top] = this.#items;
    const [key, item] = [this.#keys.pop(), this.#items.pop()];
    if (this.#items.length === 0 || key === undefined || item === undefined) return top;
    this.#keys[0] = key;
    this.#items[0] = item;
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      let next = at;
      if (left < this.#keys.length && this.#key(left) > this.#key(next)) next = left;
      if (left + 1 < this.#keys.length && this.#key(left + 1) > this.#key(next)) next = left + 1;
      if (next === at) return top;
      this.#swap(at, next);
      at = next;
    }
  }

  #key(at: number): number {
    return this.#keys[at] ?? Number.NEGATIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [key, item] = [this.#keys[a], this.#items[a]];
    this.#keys[a] = this.#keys[b] as number;
    this.#items[a] = this.#items[b] as T;
    this.#keys[b] = key as number;
    this.#items[b] = item as T;
  }
}
