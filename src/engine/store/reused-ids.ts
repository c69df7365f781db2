import type { Part } from './gather-spans.ts';

/**
 * The parts, newest last, that belong to the latest use of a trace id. Programs with fixed or badly seeded ids send the
 * same ones again and again: a span that comes twice with different starts is two spans of two runs. (A delivery
 * that is repeated has the same start.)
 */
export function latestUse(parts: readonly Part[]): readonly Part[] {
  const starts = new Map<string, string>();
  for (let p = parts.length - 1; p >= 0; p--) {
    const part = parts[p];
    if (!part) continue;
    const own = new Map<string, string>();
    for (let row = part.from; row < part.to; row++) {
      const { batch } = part;
      const start = `${batch.startHi.at(row)}:${batch.startLo.at(row)}`;
      // A fragment without a start says nothing.
      if (start === '0:0') continue;
      const id = `${batch.idHi.at(row)}:${batch.idLo.at(row)}:${batch.kind.at(row)}`;
      const known = starts.get(id);
      if (known !== undefined && known !== start) return parts.slice(p + 1);
      own.set(id, start);
    }
    for (const [id, start] of own) starts.set(id, start);
  }
  return parts;
}
