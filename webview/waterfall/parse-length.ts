const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  '': 1e6,
  s: 1e9,
  min: 60e9,
};

/** ns of "5 ms", "1.5s", "2 %" of the trace; a bare number is in ms. Undefined for anything else. */
export function parseLength(text: string, traceNs: number): number | undefined {
  const [, number = '', unit = ''] = /^\s*(\d+(?:[.,]\d+)?|[.,]\d+)\s*([a-zµμ%]*)\s*$/i.exec(text) ?? [];
  const value = Number.parseFloat(number.replace(',', '.'));
  if (!Number.isFinite(value)) return undefined;
  if (unit === '%') return value <= 100 ? Math.round((traceNs * value) / 100) : undefined;
  const name = unit.toLowerCase();
  const size = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  return size === undefined ? undefined : Math.round(value * size);
}
