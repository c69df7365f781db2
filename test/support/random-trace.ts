import type { Random } from './random.ts';
import type { SpanSpec } from './trace-fixture.ts';

export type RandomTraceOptions = {
  readonly spans: number;
  /** Children may start before and end after their parents; else they lie within them. */
  readonly overflow: boolean;
  /** Siblings do not overlap each other. */
  readonly serial?: boolean;
};

const OPERATIONS = ['GET /cart', 'charge', 'SELECT items', 'render', 'publish'];
const SERVICES = ['gateway', 'cart', 'payment'];
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;

/** A tree of small whole times, so that a test may check nanosecond by nanosecond. One root, 0 to 1000. */
export function randomSpans(random: Random, options: RandomTraceOptions): SpanSpec[] {
  const all: (SpanSpec & { start: number; end: number; free: number })[] = [
    { id: '1', name: 'root', service: 'gateway', kind: 'server', start: 0, end: 1000, free: 0 },
  ];
  for (let i = 2; i <= options.spans; i++) {
    const parent = random.pick(all);
    const length = parent.end - parent.start;
    let [start, end] = [0, 0];
    if (options.serial) {
      start = parent.free + random.int(Math.max(1, (parent.end - parent.free) / 4));
      end = Math.min(parent.end, start + random.int(Math.max(1, length / 3)));
      start = Math.min(start, end);
      parent.free = end;
    } else if (options.overflow) {
      start = parent.start - 20 + random.int(length + 40);
      end = start + random.int(length + 40);
    } else {
      start = parent.start + random.int(length + 1);
      end = start + random.int(parent.end - start + 1);
    }
    all.push({
      id: i.toString(16),
      parent: parent.id,
      name: random.pick(OPERATIONS),
      service: random.pick(SERVICES),
      kind: random.pick(KINDS),
      status: random.int(6) === 0 ? 'error' : 'unset',
      start,
      end,
      free: start,
    });
  }
  return all;
}
