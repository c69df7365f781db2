/** Browsers lay out nothing taller (Firefox, which VS Code for the web also runs in, draws the line at 17.8M px). */
export const MAX_SPACER = 8_000_000;

/**
 * Where the list stands, in px of the whole list, which may be taller than any element can be. Below MAX_SPACER the
 * scroller's own offset is used as it is; above, the scroller covers the list in proportion, and steps shorter than
 * what one of its px covers are kept here.
 */
export class VirtualScroll {
  #total = 0;
  #viewport = 0;
  #offset = 0;
  /** The scroller's offset that belongs to `#offset`; a scroll event that reports it is our own. */
  #bar = 0;

  get offset(): number {
    return this.#offset;
  }

  get viewport(): number {
    return this.#viewport;
  }

  /** Height of the element that makes the scroller scroll. */
  get spacer(): number {
    return Math.min(this.#total, MAX_SPACER);
  }

  /** Scroller offset to set after the list was moved from here. */
  get bar(): number {
    return this.#bar;
  }

  get isScaled(): boolean {
    return this.#total > MAX_SPACER;
  }

  resize(total: number, viewport: number): void {
    this.#total = total;
    this.#viewport = viewport;
    this.moveTo(this.#offset);
  }

  moveTo(offset: number): void {
    const room = Math.max(0, this.#total - this.#viewport);
    this.#offset = Math.min(Math.max(0, offset), room);
    const barRoom = Math.max(0, this.spacer - this.#viewport);
    this.#bar = room === 0 ? 0 : this.isScaled ? Math.round((this.#offset / room) * barRoom) : this.#offset;
  }

  moveBy(delta: number): void {
    this.moveTo(this.#offset + delta);
  }

  /** The scroller reports where it stands: dragged, or moved by the browser. */
  scrolled(bar: number): void {
    // Browsers round offsets to device pixels.
    if (Math.abs(bar - this.#bar) < 1) return;
    const room = Math.max(0, this.#total - this.#viewport);
    const barRoom = Math.max(1, this.spacer - this.#viewport);
    this.#bar = bar;
    this.#offset = this.isScaled ? Math.min(room, (bar / barRoom) * room) : Math.min(room, bar);
  }

  /** Moves as little as needed to show [from, to), keeping `margin` px clear above (pinned rows). */
  show(from: number, to: number, margin: number): void {
    if (from < this.#offset + margin) this.moveTo(from - margin);
    else if (to > this.#offset + this.#viewport) this.moveTo(to - this.#viewport);
  }

  /** Puts [from, to) in the middle unless it is already well in view. */
  centre(from: number, to: number, margin: number): void {
    const inView = from >= this.#offset + margin && to <= this.#offset + this.#viewport;
    if (!inView) this.moveTo((from + to - this.#viewport) / 2);
  }
}
