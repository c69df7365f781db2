/** Numbers as people read them: three significant digits, the unit that fits, a plain space before it. */

const US = 1e3;
const MS = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * "412 ms", "1.40 s", "2 min 5 s". A value that is whole in its unit is written without decimals ("4 ms"), any other
 * with three significant digits ("4.02 ms"), so a rounded figure never looks exact.
 */
export function formatDuration(ns: number): string {
  if (!Number.isFinite(ns)) return '–';
  if (ns < 0) return `-${formatDuration(-ns)}`;
  if (ns >= MINUTE - SECOND / 2) return formatLong(ns);
  const units: readonly [number, string][] = [
    [SECOND, 's'],
    [MS, 'ms'],
    [US, 'µs'],
    [1, 'ns'],
  ];
  // 999.6 ms would round to "1000 ms": it belongs to the next unit already.
  const [size, unit] = units.find(([u]) => ns >= u * 0.9995) ?? [1, 'ns'];
  return `${size === 1 ? Math.round(ns) : threeDigits(ns / size)} ${unit}`;
}

/** Two units are enough from a minute on. */
function formatLong(ns: number): string {
  const [big, small, bigUnit, smallUnit] =
    ns < HOUR - SECOND / 2
      ? [MINUTE, SECOND, 'min', 's']
      : ns < DAY - MINUTE / 2
        ? [HOUR, MINUTE, 'h', 'min']
        : [DAY, HOUR, 'd', 'h'];
  const total = Math.round(ns / small);
  const per = big / small;
  const rest = total % per;
  const whole = `${Math.floor(total / per)} ${bigUnit}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallUnit}`;
}

/** "1.40", "12.3", "412"; whole numbers stay whole. */
function threeDigits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

/** "950", "1.2k", "12.3k", "123k", "4.5M". */
export function formatCount(n: number): string {
  if (n < 0) return `-${formatCount(-n)}`;
  if (n < 999.5) return String(Math.round(n));
  const units: readonly [number, string][] = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const [size, unit] = units.find(([u]) => n >= u * 0.9995) ?? [1e3, 'k'];
  const value = n / size;
  const text = value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  return text + unit;
}

/** "1,204": where every one counts. */
export function formatInteger(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 span", "1,204 spans"; the plural is given where it is not the noun and an s. */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${formatInteger(n)} ${n === 1 ? noun : many}`;
}

/** "77 %", "2.1 %", "< 0.1 %". Never rounds to 0 or 100 what is neither. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = share * 100;
  if (percent < 0) return `-${formatPercent(-share)}`;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  if (percent > 99.5 && percent < 100) return percent < 99.95 ? `${percent.toFixed(1)} %` : '> 99.9 %';
  const text = percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1).replace(/\.0$/, '');
  return `${text} %`;
}

/** "12x", "1.4x": how many times as much. */
export function formatFactor(factor: number): string {
  if (!Number.isFinite(factor)) return '–';
  return `${factor < 9.95 ? factor.toFixed(1).replace(/\.0$/, '') : formatCount(factor)}x`;
}

/** "just now", "2 min ago", "in 3 h"; both in ms of the same clock. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const seconds = Math.abs(nowMs - thenMs) / 1000;
  if (seconds < 1) return 'just now';
  const steps: readonly [number, number, string][] = [
    [60, 1, 's'],
    [3600, 60, 'min'],
    [86_400, 3600, 'h'],
    [Number.POSITIVE_INFINITY, 86_400, 'd'],
  ];
  const [, size, unit] = steps.find(([below]) => seconds < below) ?? [0, 86_400, 'd'];
  const text = `${Math.floor(seconds / size)} ${unit}`;
  return thenMs <= nowMs ? `${text} ago` : `in ${text}`;
}

/** "+ 452 ms": where in the trace something lies. */
export function formatOffset(ns: number): string {
  return ns < 0 ? `- ${formatDuration(-ns)}` : `+ ${formatDuration(ns)}`;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "2.1 GB": powers of 1000, as disks are sold. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = Math.max(0, bytes);
  while (value >= 999.5 && unit < BYTES.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toPrecision(2)} ${BYTES[unit]}`;
}

/** With a capital at its beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
