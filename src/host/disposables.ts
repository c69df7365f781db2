/** Owns what must be disposed of together; what is added after disposal is disposed of at once. */
export class DisposableStore {
  readonly #items = new Set<{ dispose(): unknown }>();
  #disposed = false;

  add<T extends { dispose(): unknown }>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of [...this.#items].reverse()) item.dispose();
    this.#items.clear();
  }
}
