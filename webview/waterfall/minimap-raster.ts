import { STATUS, type Timeline } from '../../src/core/trace/columns.ts';

/** A pixel: 0 nothing, ERROR_PIXEL an error, else a colour number plus one. */
export const ERROR_PIXEL = 255;

type Source = Pick<Timeline, 'count' | 'duration' | 'service' | 'status'> & { readonly start: Float64Array };

/**
 * The whole trace on a few thousand pixels. Spans in display order share the height evenly; those that share a line of
 * pixels are painted errors first, then deepest first, each pixel once. A million spans take some 20 ms, so the work is
 * done in steps.
 */
export class MinimapRaster {
  readonly width: number;
  /** Lines of pixels, at most one a span. */
  readonly lines: number;
  readonly pixels: Uint8Array;
  readonly #source: Source;
  readonly #colorOf: (service: number) => number;
  readonly #from: number;
  readonly #perNs: number;
  readonly #free: Uint32Array;
  #line = 0;

  constructor(
    source: Source,
    size: { width: number; maxLines: number },
    range: { from: number; to: number },
    colorOf: (service: number) => number,
  ) {
    this.width = Math.max(1, Math.floor(size.width));
    this.lines = Math.max(1, Math.min(Math.floor(size.maxLines), source.count));
    this.pixels = new Uint8Array(this.width * this.lines);
    this.#source = source;
    this.#colorOf = colorOf;
    this.#from = range.from;
    this.#perNs = this.width / Math.max(1, range.to - range.from);
    this.#free = new Uint32Array(this.width + 1);
  }

  /** Paints lines until about `spans` spans were looked at; true when all is painted. */
  step(spans: number): boolean {
    let left = spans;
    while (left > 0 && this.#line < this.lines) left -= this.#paintLine(this.#line++);
    return this.#line >= this.lines;
  }

  #paintLine(line: number): number {
    const { count, status } = this.#source;
    const from = Math.floor((line * count) / this.lines);
    const to = Math.floor(((line + 1) * count) / this.lines);
    for (let x = 0; x <= this.width; x++) this.#free[x] = x;
    for (let i = to - 1; i >= from; i--) if (status[i] === STATUS.error) this.#paint(line, i, ERROR_PIXEL);
    for (let i = to - 1; i >= from; i--)
      if (status[i] !== STATUS.error)
        this.#paint(line, i, 1 + (this.#colorOf(this.#source.service[i] ?? 0) % (ERROR_PIXEL - 1)));
    return to - from;
  }

  #paint(line: number, span: number, pixel: number): void {
    const { start, duration } = this.#source;
    const left = ((start[span] ?? 0) - this.#from) * this.#perNs;
    const right = left + Math.max(0, duration[span] ?? 0) * this.#perNs;
    const x0 = Math.min(this.width - 1, Math.max(0, Math.floor(left)));
    const x1 = Math.min(this.width, Math.max(x0 + 1, Math.ceil(right)));
    const row = line * this.width;
    for (let x = this.#nextFree(x0); x < x1; x = this.#nextFree(x)) {
      this.pixels[row + x] = pixel;
      this.#free[x] = x + 1;
    }
  }

  /** Union-find over painted pixels: the next one at or after x that is still free. */
  #nextFree(x: number): number {
    let root = x;
    while ((this.#free[root] ?? root) !== root) root = this.#free[root] ?? root;
    for (let at = x; at !== root; ) {
      const next = this.#free[at] ?? root;
      this.#free[at] = root;
      at = next;
    }
    return root;
  }
}
