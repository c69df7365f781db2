import { SpanStatusCode, trace } from '@opentelemetry/api';
import { post } from './http-client';
import { assessRisk } from './risk';

const tracer = trace.getTracer('shop.payment');
const TRIES = 3;
const BANK = 'http://bank.prod.shop.test/v1/charges';

export type ChargeRequest = { cartId: number; cents: number; card: string };

export class GatewayTimeout extends Error {
  override name = 'GatewayTimeout';
}

/** Planted: a storm of retries without a pause, against a bank that is slow rather than broken. */
export async function charge(request: ChargeRequest): Promise<string> {
  return tracer.startActiveSpan('payment.charge', async (span) => {
    span.setAttribute('payment.provider', 'bank');
    span.setAttribute('order.total_cents', request.cents);
    try {
      await assessRisk(request.cents);
      for (let attempt = 1; attempt <= TRIES; attempt++) {
        if (attempt > 1) span.addEvent(`retry attempt ${attempt}`);
        const answer = await post(BANK, request, { timeoutMs: 120 }).catch(() => undefined);
        if (answer) return answer.receipt as string;
      }
      throw new GatewayTimeout(`no answer in 120 ms (${TRIES} of ${TRIES})`);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}
