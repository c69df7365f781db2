import { LatencySketch } from '../analysis/latency-sketch.ts';
import type { FunctionStats } from '../ports.ts';
import { formatDuration, formatPercent } from '../trace/units.ts';

/** Pictures in a hover cannot use the editor's colours by name: they are given. */
export type PictureColors = {
  readonly bar: string;
  readonly strong: string;
  readonly error: string;
  readonly text: string;
  readonly axis: string;
};

export type Picture = {
  readonly svg: string;
  readonly text: string;
  readonly width: number;
  readonly height: number;
};

const WIDTH = 340;
const BINS = 40;
const FONT = 'font-family="system-ui, sans-serif" font-size="10"';

type Bins = { readonly counts: readonly number[]; readonly from: number; readonly to: number };

/**
 * How calls spread over durations, on a logarithmic axis, with p50 and p95 marked. Undefined where there is nothing to
 * draw: no sketch, or all calls took the same.
 */
export function histogramPicture(
  { sketch, p50, p95 }: Pick<FunctionStats, 'sketch' | 'p50' | 'p95'>,
  colors: PictureColors,
): Picture | undefined {
  const bins = binsOf(sketch);
  if (!bins) return undefined;
  const height = 64;
  const [top, bottom] = [14, 48];
  const most = Math.max(...bins.counts);
  const x = (ns: number) =>
    (WIDTH * Math.log(Math.min(bins.to, Math.max(bins.from, ns)) / bins.from)) /
    Math.log(bins.to / bins.from);
  const width = WIDTH / BINS;
  const bars = bins.counts.map((count, i) => {
    if (count === 0) return '';
    // One call in a million is still to be seen.
    const h = Math.max(1.5, ((bottom - top) * count) / most);
    return rect(i * width + 0.5, bottom - h, width - 1, h, colors.bar);
  });
  const marks = markLines(
    [
      [p50, 'p50'],
      [p95, 'p95'],
    ],
    x,
    top,
    bottom,
    colors,
  );
  const ends =
    label(0, 60, formatDuration(bins.from), 'start', colors.text) +
    label(WIDTH, 60, formatDuration(bins.to), 'end', colors.text);
  const axis = rect(0, bottom, WIDTH, 1, colors.axis);
  const text =
    `Durations from ${formatDuration(bins.from)} to ${formatDuration(bins.to)}, ` +
    `${describePeak(bins)}; p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}`;
  return { svg: svgOf(height, bars.join('') + axis + marks + ends), text, width: WIDTH, height };
}

/** p95 over time, with marks where calls failed. Undefined where fewer than two stretches had calls. */
export function trendPicture(
  trend: readonly (Pick<FunctionStats, 'count' | 'errors' | 'p95'> | undefined)[],
  colors: PictureColors,
): Picture | undefined {
  const known = trend.filter((s) => s !== undefined && s.count > 0);
  if (known.length < 2) return undefined;
  const height = 48;
  const [top, bottom] = [12, 38];
  const most = Math.max(...known.map((s) => s?.p95 ?? 0));
  const step = WIDTH / trend.length;
  const x = (i: number) => (i + 0.5) * step;
  const y = (ns: number) => bottom - (most > 0 ? ((bottom - top) * ns) / most : 0);
  let path = '';
  let pen = 'M';
  const marks: string[] = [];
  const words: string[] = [];
  trend.forEach((s, i) => {
    if (!s || s.count === 0) {
      pen = 'M';
      words.push('–');
      return;
    }
    path += `${pen}${round(x(i))} ${round(y(s.p95))}`;
    // A stretch between two without calls is a point.
    if (pen === 'M') path += 'h0.01';
    pen = 'L';
    words.push(formatDuration(s.p95));
    if (s.errors > 0) marks.push(rect(x(i) - step * 0.35, bottom + 2, step * 0.7, 3, colors.error));
  });
  const line = `<path d="${path}" fill="none" stroke="${colors.strong}" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"/>`;
  const axis = rect(0, bottom, WIDTH, 1, colors.axis);
  const title = label(0, 9, `p95, at most ${formatDuration(most)}`, 'start', colors.text);
  const failed = marks.length === 0 ? '' : `; calls failed in ${marks.length} of ${trend.length} stretches`;
  return {
    svg: svgOf(height, axis + line + marks.join('') + title),
    text: `p95 over the window, oldest first: ${words.join(', ')}${failed}`,
    width: WIDTH,
    height,
  };
}

function binsOf(bytes: Uint8Array | undefined): Bins | undefined {
  if (!bytes) return undefined;
  let sketch: LatencySketch;
  try {
    sketch = LatencySketch.fromBytes(bytes);
  } catch {
    return undefined;
  }
  const buckets = sketch.buckets().filter((b) => b.to > 0);
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return undefined;
  const [from, to] = [Math.max(1, first.from), last.to];
  if (to / from < 1.1) return undefined;
  const counts = new Array<number>(BINS).fill(0);
  const scale = BINS / Math.log(to / from);
  for (const bucket of buckets) {
    const middle = Math.sqrt(Math.max(1, bucket.from) * bucket.to);
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(Math.log(middle / from) * scale)));
    counts[bin] = (counts[bin] ?? 0) + bucket.count;
  }
  return { counts, from, to };
}

/** "half of them between 10 ms and 14 ms": the narrowest stretch of bins that holds half of the calls. */
function describePeak({ counts, from, to }: Bins): string {
  const total = counts.reduce((a, b) => a + b, 0);
  const edge = (bin: number) => from * (to / from) ** (bin / BINS);
  let best: readonly [number, number] = [0, BINS];
  for (let start = 0; start < BINS; start++) {
    let sum = 0;
    for (let end = start; end < BINS && end - start < best[1] - best[0]; end++) {
      sum += counts[end] ?? 0;
      if (sum * 2 < total) continue;
      best = [start, end + 1];
      break;
    }
  }
  const held = counts.slice(best[0], best[1]).reduce((a, b) => a + b, 0);
  return `${formatPercent(held / total)} between ${formatDuration(edge(best[0]))} and ${formatDuration(edge(best[1]))}`;
}

function markLines(
  marks: readonly (readonly [ns: number, name: string])[],
  x: (ns: number) => number,
  top: number,
  bottom: number,
  colors: PictureColors,
): string {
  let out = '';
  let right = Number.NEGATIVE_INFINITY;
  for (const [ns, name] of marks) {
    const at = x(ns);
    const text = `${name} ${formatDuration(ns)}`;
    const half = text.length * 2.8;
    const middle = Math.min(WIDTH - half, Math.max(half, at, right + half + 6));
    right = middle + half;
    out +=
      rect(at - 0.6, top, 1.2, bottom - top, colors.strong) + label(middle, 9, text, 'middle', colors.text);
  }
  return out;
}

const round = (n: number) => Math.round(n * 100) / 100;

const rect = (x: number, y: number, width: number, height: number, fill: string) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;

const label = (x: number, y: number, text: string, anchor: string, fill: string) =>
  `<text x="${round(x)}" y="${y}" text-anchor="${anchor}" fill="${fill}" ${FONT}>${text}</text>`;

const svgOf = (height: number, body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${body}</svg>`;
