import type { Logger } from '../../core/ports.ts';
import { StoreError } from '../store/store-error.ts';
import { HttpProblem, RPC_CODE, unavailable } from './http-problem.ts';

/** What a client is told of an error. One that is our own goes to the log. */
export function refusalFor(error: unknown, log: Logger): HttpProblem {
  if (error instanceof HttpProblem) return error;
  // The client keeps its spans and sends them again; a disk does not get its room back at once.
  if (error instanceof StoreError) return unavailable(error.message, error.code === 'store-full' ? 30 : 5);
  log.error(`receiver: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new HttpProblem(500, RPC_CODE.internal, 'Spanlight failed on this request; its log says how.');
}
