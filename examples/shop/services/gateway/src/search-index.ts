import { trace } from '@opentelemetry/api';
import { pool } from './database.ts';

const tracer = trace.getTracer('shop.gateway.search');
const MAX_LOOKUPS = 15;

let words: Map<string, number[]> | undefined;
let lookups = 0;

export const searchIndex = {
  async related(name: string): Promise<number[]> {
    if (words === undefined || ++lookups > MAX_LOOKUPS) await rebuild();
    return words?.get(name.split(' ')[0] ?? '')?.slice(0, 5) ?? [];
  },
};

/** Planted: slow but rare. One request in sixteen pays for all; its p50 never shows it. */
async function rebuild(): Promise<void> {
  await tracer.startActiveSpan('search.rebuild', async (span) => {
    try {
      lookups = 0;
      const { rows } = await pool.query('SELECT id, name FROM products');
      await new Promise((resolve) => setTimeout(resolve, 900));
      words = Map.groupBy
        ? new Map(
            [...Map.groupBy(rows, (r) => r.name.split(' ')[0])].map(([word, all]) => [
              word,
              all.map((r) => r.id),
            ]),
          )
        : new Map();
    } finally {
      span.end();
    }
  });
}
