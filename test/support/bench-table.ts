// What a benchmark area measures, and how it is shown.

export type BenchRow = {
  readonly name: string;
  readonly value: number;
  /** Shown after the values. A rate (`spans/s`) is better when higher, everything else when lower. */
  readonly unit: string;
  readonly target?: number;
  /** The same work done by something else on the same machine in the same run. */
  readonly peer?: { readonly name: string; readonly value: number };
};

const higherIsBetter = (row: BenchRow): boolean => row.unit.endsWith('/s');

export function meetsTarget(row: BenchRow): boolean | undefined {
  if (row.target === undefined) return undefined;
  return higherIsBetter(row) ? row.value >= row.target : row.value <= row.target;
}

/** How many times better than the peer; below 1 it is worse. */
export function ratioToPeer(row: BenchRow): number | undefined {
  if (!row.peer) return undefined;
  return higherIsBetter(row) ? row.value / row.peer.value : row.peer.value / row.value;
}

export function benchTable(rows: readonly BenchRow[]): string {
  const header = ['what', 'measured', 'target', '', 'peer', 'ratio'];
  const cells = rows.map((row) => {
    const met = meetsTarget(row);
    const ratio = ratioToPeer(row);
    return [
      row.name,
      `${formatNumber(row.value)} ${row.unit}`,
      row.target === undefined ? '' : `${higherIsBetter(row) ? '>=' : '<='} ${formatNumber(row.target)}`,
      met === undefined ? '' : met ? 'met' : 'missed',
      row.peer ? `${row.peer.name} ${formatNumber(row.peer.value)}` : '',
      ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    ];
  });
  const all = [header, ...cells];
  const used = header.map((_, column) => cells.some((line) => line[column] !== '') || column === 0);
  const widths = header.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const RIGHT = new Set([1, 2, 5]);
  return all
    .map((line) =>
      line
        .map((cell, column) =>
          RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .filter((_, column) => used[column])
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
