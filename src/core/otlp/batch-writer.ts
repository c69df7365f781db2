import { FLAG } from '../trace/columns.ts';
import { type Owner, OwnerIndex } from '../trace/owner-index.ts';
import { clearSpanRow, emptySpanRow, SpanBatch } from '../trace/span-batch.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import { KEPT } from './kept.ts';
import { type DecodeOptions, type Limits, limitsOf } from './limits.ts';

/**
 * Fills a batch for a decoder: span by span with limits and refusal of bad ids, and resource by resource, whose
 * spans learn their owner only when it closes (its fields may come after them).
 */
export class BatchWriter {
  readonly batch: SpanBatch;
  readonly limits: Limits;
  /** The span being read. */
  readonly row = emptySpanRow();
  /** Something of the current span was cut at a limit. */
  cut = false;
  /** What the data itself warns of, and what was repaired in reading; at most 20 sentences. */
  readonly warnings: string[] = [];
  #attributesBefore = 0;
  #refusal = '';
  readonly #resources: OwnerIndex;
  readonly #scopes: OwnerIndex;

  /** `bytes` is the size of the data: rows that can be expected of it get their room at once. */
  constructor(options: DecodeOptions | undefined, bytes: number) {
    this.limits = limitsOf(options);
    this.batch = new SpanBatch(undefined, 64 + Math.floor(bytes / 320), 64 + Math.floor(bytes / 64));
    this.#resources = new OwnerIndex(this.batch.resources, this.batch.attributes);
    this.#scopes = new OwnerIndex(this.batch.scopes, this.batch.attributes);
  }

  startSpan(): void {
    const { row, batch } = this;
    clearSpanRow(row);
    row.eventFrom = batch.eventName.length;
    row.linkFrom = batch.linkTraceId.length;
    this.#attributesBefore = batch.attributes.length;
    this.#refusal = '';
    this.cut = false;
  }

  warn(sentence: string): void {
    if (this.warnings.length < 20 && !this.warnings.includes(sentence)) this.warnings.push(sentence);
  }

  /** The span can't be kept; the first reason is told. */
  refuse(reason: string): void {
    this.#refusal ||= reason;
  }

  endSpan(): void {
    const { row, batch } = this;
    if (row.traceId === 0) this.refuse('A span has no valid trace id (32 hex digits, not all zero).');
    else if (row.idHi === 0 && row.idLo === 0)
      this.refuse('A span has no valid span id (16 hex digits, not all zero).');
    if (this.#refusal !== '') {
      batch.rejected++;
      batch.rejectedReason ||= this.#refusal;
      truncateParts(batch, row.eventFrom, row.linkFrom);
      batch.attributes.truncate(this.#attributesBefore);
      return;
    }
    if (this.cut) row.marks |= FLAG.truncated;
    batch.pushSpan(row);
  }

  /** Attributes just read, from `from` to the table's end, as an owner's. */
  takeAttributes(kind: 'resource' | 'scope', owner: Owner, from: number): void {
    const range = (kind === 'resource' ? this.#resources : this.#scopes).takeAttributes(from);
    owner.attrFrom = range.from;
    owner.attrTo = range.to;
    // Read inside a span, they must outlive its refusal: other spans may share them.
    this.#attributesBefore = this.batch.attributes.length;
  }

  /** An owner's row, for formats that name it span by span. */
  ownerRow(kind: 'resource' | 'scope', owner: Owner): number {
    return (kind === 'resource' ? this.#resources : this.#scopes).add(owner);
  }

  /** Gives all spans from `firstRow` on their owner. */
  close(kind: 'resource' | 'scope', owner: Owner, firstRow: number, cut: boolean): void {
    const { batch } = this;
    if (batch.count === firstRow) return;
    const index = (kind === 'resource' ? this.#resources : this.#scopes).add(owner);
    batch[kind].data.fill(index, firstRow, batch.count);
    if (cut)
      for (let row = firstRow; row < batch.count; row++)
        batch.marks.data[row] = batch.marks.at(row) | FLAG.truncated;
  }
}

KEPT.push(new BatchWriter(undefined, 0));
