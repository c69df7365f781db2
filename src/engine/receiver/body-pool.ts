/** Buffers kept for the next request, and the largest that is: what most exporters send fits. */
const KEPT = 8;
const LARGEST = 4 * 1024 * 1024;
const SMALLEST = 16 * 1024;

/**
 * Buffers for bodies, used again and again. A steady stream of requests would otherwise leave hundreds of megabytes a
 * second for the garbage collector, which sees little of what lies outside its own heap.
 */
export class BodyPool {
  readonly #free: Buffer[] = [];

  /** At least so many bytes; what is in them is left over from before. */
  take(bytes: number): Buffer {
    const at = this.#free.findIndex((buffer) => buffer.length >= bytes);
    if (at >= 0) return this.#free.splice(at, 1)[0] ?? Buffer.allocUnsafeSlow(bytes);
    let size = SMALLEST;
    while (size < bytes) size *= 2;
    return Buffer.allocUnsafeSlow(size);
  }

  give(buffer: Buffer): void {
    if (buffer.length > LARGEST) return;
    // Larger ones serve more requests.
    if (this.#free.length >= KEPT) this.#free.shift();
    this.#free.push(buffer);
    this.#free.sort((a, b) => a.length - b.length);
  }
}
