import { BackendError, type Logger } from '../../core/ports.ts';
import type { Http } from './http.ts';

/** What every backend of this folder is made of. */
export type BackendContext = {
  readonly http: Http;
  readonly log: Logger;
  /** Unix ms. */
  readonly now: () => number;
  /** Ends its sockets. */
  readonly close: () => Promise<void>;
};

/** A value worked out once and kept; a failure is not kept, so that the next call tries again. */
export function once<T>(make: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let known: T | undefined;
  return async (signal) => {
    known ??= await make(signal);
    return known;
  };
}

export function noTrace(context: BackendContext, traceId: string): BackendError {
  return new BackendError(
    'not-found',
    `${context.http.asked.name} has no trace ${traceId}. It may have expired, may not have been sampled, may not have ` +
      'arrived yet, or may be in another backend.',
  );
}

/** For `logs`: none of these backends keeps them. */
export function noLogs(context: BackendContext): BackendError {
  return new BackendError(
    'unsupported',
    `${context.http.asked.name} keeps traces only; the logs of a trace have to be looked up where logs are kept.`,
  );
}

/** Runs at most `width` at a time, in order; the first failure ends it. */
export async function mapLimited<T, R>(
  items: readonly T[],
  width: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await run(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
