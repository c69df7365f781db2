import { FLAG } from './columns.ts';
import type { SpanBatch } from './span-batch.ts';
import { wordsDiff } from './time.ts';

/** Times of a batch's rows relative to the earliest start. */
export type Times = {
  readonly epochHi: number;
  readonly epochLo: number;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly flags: Uint16Array;
};

export function offsets(batch: SpanBatch, rows: Uint32Array, capacity: number): Times {
  let [epochHi, epochLo] = [0xffffffff, 0xffffffff];
  const earlier = (hi: number, lo: number) => hi < epochHi || (hi === epochHi && lo < epochLo);
  for (const row of rows) {
    let [hi, lo] = [batch.startHi.at(row), batch.startLo.at(row)];
    if (hi === 0 && lo === 0) [hi, lo] = [batch.endHi.at(row), batch.endLo.at(row)];
    if ((hi !== 0 || lo !== 0) && earlier(hi, lo)) [epochHi, epochLo] = [hi, lo];
  }
  if (epochHi === 0xffffffff && epochLo === 0xffffffff) [epochHi, epochLo] = [0, 0];
  const start = new Float64Array(capacity);
  const duration = new Float64Array(capacity);
  const flags = new Uint16Array(capacity);
  for (const row of rows) {
    const [sh, sl, eh, el] = [
      batch.startHi.at(row),
      batch.startLo.at(row),
      batch.endHi.at(row),
      batch.endLo.at(row),
    ];
    const noStart = sh === 0 && sl === 0;
    const noEnd = eh === 0 && el === 0;
    let flag = noStart ? FLAG.missingStart : 0;
    if (noEnd) flag |= FLAG.missingEnd;
    if (!noStart) {
      start[row] = wordsDiff(sh, sl, epochHi, epochLo);
      if (!noEnd) duration[row] = wordsDiff(eh, el, sh, sl);
      if ((duration[row] ?? 0) < 0) flag |= FLAG.negativeDuration;
    } else if (!noEnd) start[row] = wordsDiff(eh, el, epochHi, epochLo);
    flags[row] = flag;
  }
  return { epochHi, epochLo, start, duration, flags };
}
