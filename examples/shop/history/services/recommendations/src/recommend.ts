import { trace } from '@opentelemetry/api';
import { fetchSignals } from './signals.ts';

const tracer = trace.getTracer('shop.recommendations');
export async function recommend(productId: number): Promise<number[]> {
  return tracer.startActiveSpan('recommend', async (span) => {
    try {
      const viewed = await fetchSignals('viewed', productId);
      const bought = await fetchSignals('bought', productId);
      const liked = await fetchSignals('liked', productId);
      return [...new Set([...viewed, ...bought, ...liked])].filter((id) => id !== productId);
    } finally {
      span.end();
    }
  });
}
