/**
 * Times cross boundaries as unsigned 64-bit nanoseconds. They are held as two 32-bit words until a trace is built, so
 * that no BigInt is made per span and nothing is rounded; inside a trace they are float64 offsets from its epoch,
 * exact up to 2^53 ns (104 days).
 */
export type Words = { hi: number; lo: number };

const TWO_32 = 4294967296;

/** Exact while the two are within 104 days of each other. */
export function wordsDiff(hi: number, lo: number, baseHi: number, baseLo: number): number {
  return (hi - baseHi) * TWO_32 + (lo - baseLo);
}

export function wordsToBigint(hi: number, lo: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo);
}

export function bigintToWords(ns: bigint): Words {
  const clamped = ns < 0n ? 0n : ns > 0xffffffffffffffffn ? 0xffffffffffffffffn : ns;
  return { hi: Number(clamped >> 32n), lo: Number(clamped & 0xffffffffn) };
}

/** `seconds * 1e9 + nanos` in words without BigInt; seconds < 2^35, nanos < 1e9. Writes into `out` to spare objects. */
export function secondsToWords(seconds: number, nanos: number, out: Words): void {
  if (seconds !== last[0]) {
    const high = Math.floor(seconds / 65536);
    const low = seconds - high * 65536;
    const p1 = high * 1e9;
    const p1High = Math.floor(p1 / 65536);
    const rest = (p1 - p1High * 65536) * 65536 + low * 1e9;
    const carry = Math.floor(rest / TWO_32);
    last[0] = seconds;
    last[1] = p1High + carry;
    last[2] = rest - carry * TWO_32;
  }
  const sum = (last[2] ?? 0) + nanos;
  const carry = Math.floor(sum / TWO_32);
  out.hi = (last[1] ?? 0) + carry;
  out.lo = sum - carry * TWO_32;
}

/** The last second and its words: spans come second by second. */
const last = Float64Array.of(0, 0, 0);

/** For backends that count microseconds; exact for any integer below 2^53. */
export function microsToWords(micros: number, out: Words): void {
  const seconds = Math.floor(micros / 1e6);
  secondsToWords(seconds, Math.round((micros - seconds * 1e6) * 1000), out);
}

export function addNs(hi: number, lo: number, ns: number, out: Words): void {
  const high = Math.floor(ns / TWO_32);
  const sum = lo + (ns - high * TWO_32);
  const carry = sum >= TWO_32 ? 1 : 0;
  out.hi = hi + high + carry;
  out.lo = sum - carry * TWO_32;
}
