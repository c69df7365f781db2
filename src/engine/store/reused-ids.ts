import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { Part } from './gather-spans.ts';

/**
 * The rows, newest last, that belong to the latest use of a trace id. Programs with fixed or badly seeded ids send the
 * same ones again and again: a span that comes twice with different starts is two spans of two runs. (A delivery
 * that is repeated has the same start.) Runs that overlap in time are told apart by what they came in, or not at all.
 */
export function latestUse(parts: readonly Part[]): readonly Part[] {
  const rows = latestRows(parts);
  return rows && areApart(parts, rows) ? rows : latestParts(parts);
}

/** From the newest row back to the first whose id was seen with another start; undefined: there is none. */
function latestRows(parts: readonly Part[]): Part[] | undefined {
  const starts = new Map<string, string>();
  for (let p = parts.length - 1; p >= 0; p--) {
    const part = parts[p];
    if (!part) continue;
    const { batch, from, to } = part;
    for (let row = to - 1; row >= from; row--) {
      const start = startOf(batch, row);
      if (start === NO_START) continue;
      const id = idOf(batch, row);
      const known = starts.get(id);
      if (known === undefined) starts.set(id, start);
      else if (known !== start)
        return [...(row + 1 < to ? [{ batch, from: row + 1, to }] : []), ...parts.slice(p + 1)];
    }
  }
  return undefined;
}

/** Whether all that is left out started before what is kept. */
function areApart(parts: readonly Part[], kept: readonly Part[]): boolean {
  const earliest = { hi: Number.POSITIVE_INFINITY, lo: 0 };
  for (const { batch, from, to } of kept)
    for (let row = from; row < to; row++)
      if (startOf(batch, row) !== NO_START && isBefore(batch, row, earliest)) {
        earliest.hi = batch.startHi.at(row);
        earliest.lo = batch.startLo.at(row);
      }
  const whole = kept.length === 0 ? [] : parts.slice(parts.length - kept.length);
  const [cut] = kept;
  return parts.every((part, p) => {
    const at = p - (parts.length - whole.length);
    const to = at < 0 ? part.to : at === 0 ? (cut?.from ?? part.to) : part.from;
    for (let row = part.from; row < to; row++)
      if (startOf(part.batch, row) !== NO_START && !isBefore(part.batch, row, earliest)) return false;
    return true;
  });
}

/** The newest parts none of which has an id of a newer one with another start. */
function latestParts(parts: readonly Part[]): readonly Part[] {
  const starts = new Map<string, string>();
  for (let p = parts.length - 1; p >= 0; p--) {
    const part = parts[p];
    if (!part) continue;
    const own = new Map<string, string>();
    for (let row = part.from; row < part.to; row++) {
      const start = startOf(part.batch, row);
      // A fragment without a start says nothing.
      if (start === NO_START) continue;
      const id = idOf(part.batch, row);
      const known = starts.get(id);
      if (known !== undefined && known !== start) return parts.slice(p + 1);
      own.set(id, start);
    }
    for (const [id, start] of own) starts.set(id, start);
  }
  return parts;
}

const NO_START = '0:0';

const startOf = (batch: SpanBatch, row: number) => `${batch.startHi.at(row)}:${batch.startLo.at(row)}`;

const idOf = (batch: SpanBatch, row: number) =>
  `${batch.idHi.at(row)}:${batch.idLo.at(row)}:${batch.kind.at(row)}`;

function isBefore(batch: SpanBatch, row: number, { hi, lo }: { readonly hi: number; readonly lo: number }) {
  const own = batch.startHi.at(row);
  return own < hi || (own === hi && batch.startLo.at(row) < lo);
}
