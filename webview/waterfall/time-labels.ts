const UNITS: readonly (readonly [number, string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

const MINUTE = 60e9;
const THIN = '\u2009';

/** Digits after the point that a multiple of `step` needs in a unit. */
const decimals = (step: number, unit: number) => Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9));

/** Groups of three after the point, so that nine digits can be read. */
function grouped(fixed: string): string {
  const [whole = '', fraction] = fixed.split('.');
  return fraction ? `${whole}.${fraction.replace(/(\d{3})(?=\d)/g, `$1${THIN}`)}` : whole;
}

/**
 * A moment on a relative ruler: exact for multiples of the step, in the unit of the widest label, so that neighbours
 * compare digit by digit. `largest` is the largest moment on the ruler.
 */
export function relativeLabel(ns: number, step: number, largest: number): string {
  if (ns === 0) return '0';
  const sign = ns < 0 ? '-' : '';
  const abs = Math.abs(ns);
  if (Math.abs(largest) >= 10 * MINUTE && step >= 1e9) return sign + minutes(abs);
  const [unit, name] = UNITS.find(([u]) => Math.abs(largest) >= u) ?? [1, 'ns'];
  return `${sign}${grouped((abs / unit).toFixed(decimals(step, unit)))}${THIN}${name}`;
}

/** "1 h 05 min", "12 min 30 s". */
function minutes(ns: number): string {
  const total = Math.round(ns / 1e9);
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const pad = (n: number) => String(n).padStart(2, '0');
  if (h > 0) return s === 0 ? `${h} h ${pad(m)} min` : `${h} h ${pad(m)} min ${pad(s)} s`;
  return s === 0 ? `${m} min` : `${m} min ${pad(s)} s`;
}

/** Wall-clock time of a moment, with as many digits as the step needs: "14:02:05.123". */
export function absoluteLabel(epoch: bigint, ns: number, step: number): string {
  const { clock, nanos } = clockOf(epoch, ns);
  const digits = Math.min(9, decimals(step, 1e9));
  return digits === 0 ? clock : `${clock}.${grouped(`0.${nanos.slice(0, digits)}`).slice(2)}`;
}

/** Date and time to the ms, in the reader's time zone, for titles. */
export function dateTimeLabel(epoch: bigint, now: Date): string {
  const date = new Date(Number(epoch / 1_000_000n));
  const { clock } = clockOf(epoch, 0);
  const sameDay = date.toDateString() === now.toDateString();
  const pad = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${sameDay ? 'today' : day} ${clock}`;
}

function clockOf(epoch: bigint, ns: number): { clock: string; nanos: string } {
  const at = epoch + BigInt(Math.round(ns));
  const date = new Date(Number(at / 1_000_000_000n) * 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const rest = ((at % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return {
    clock: `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`,
    nanos: String(rest).padStart(9, '0'),
  };
}
