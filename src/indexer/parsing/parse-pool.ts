import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DescribedFile } from './describe-file.ts';
import { type PackedFiles, packFiles } from './pack-summaries.ts';

export type ParseTask = { readonly id: number; readonly file: string; readonly hash: string };
export type ParseRequest = { readonly batch: number; readonly tasks: readonly ParseTask[] };
export type ParseReply = { readonly batch: number; readonly packed: PackedFiles; readonly external: number };

/** Files a thread is given at a time: small, so that a search can have the machine soon. */
const BATCH = 48;
/** Short-lived objects only: a small heap is collected sooner and costs nothing. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 96 };
/** WASM memory never shrinks: a thread that holds more is replaced. */
const MAX_EXTERNAL = 160 * 1024 * 1024;
/** Threads that break down without one batch done in between: it is not the files. */
const MAX_BREAKDOWNS = 60;

export type ParsePool = {
  /** Parses all; `take` gets each batch as it comes. Rejects when the signal aborts. */
  run(
    tasks: readonly ParseTask[],
    take: (packed: PackedFiles, count: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** While held nothing new is started; returns how to let go. */
  hold(): () => void;
  close(): void;
};

/** `number` tells the answer to a batch from a late one of a run that was given up. */
type Slot = { worker: Worker; number: number; batch: readonly ParseTask[] | undefined };

/** Parsing threads, started with the first run and ended by `close`. */
export function createParsePool(grammarsDir: string, size: number): ParsePool {
  const slots: Slot[] = [];
  let holds = 0;
  let wake: (() => void) | undefined;
  let closed = false;
  let numbers = 0;

  const start = () => new Worker(workerFile(), { workerData: { grammarsDir }, resourceLimits: LIMITS });

  return {
    run(tasks, take, signal) {
      return new Promise<void>((resolve, reject) => {
        let next = 0;
        const alone: ParseTask[] = [];
        let done = 0;
        let failed = false;
        let breakdowns = 0;
        const finish = (error?: unknown) => {
          if (failed) return;
          failed = error !== undefined;
          signal.removeEventListener('abort', stop);
          for (const slot of slots) slot.worker.removeAllListeners();
          wake = undefined;
          if (error !== undefined) reject(error);
          else resolve();
        };
        const stop = () => finish(signal.reason);
        if (signal.aborted) return finish(signal.reason);
        if (tasks.length === 0) return finish();
        signal.addEventListener('abort', stop, { once: true });

        const give = (slot: Slot) => {
          if (failed || closed || holds > 0 || slot.batch) return;
          const single = alone.pop();
          const batch = single ? [single] : tasks.slice(next, next + BATCH);
          if (batch.length === 0) return;
          if (!single) next += batch.length;
          slot.batch = batch;
          slot.number = ++numbers;
          slot.worker.postMessage({ batch: slot.number, tasks: batch } satisfies ParseRequest);
        };
        const listen = (slot: Slot) => {
          slot.worker.on('message', (reply: ParseReply) => {
            if (reply.batch !== slot.number) return;
            const count = slot.batch?.length ?? 0;
            slot.batch = undefined;
            breakdowns = 0;
            done += count;
            if (reply.external > MAX_EXTERNAL) replace(slot);
            give(slot);
            try {
              take(reply.packed, count);
            } catch (error) {
              return finish(error);
            }
            if (done >= tasks.length) finish();
          });
          // A file that brings a thread down is found by giving each of its batch by itself; it alone is lost.
          slot.worker.on('error', (error) => {
            const lost = slot.batch ?? [];
            slot.batch = undefined;
            if (++breakdowns > MAX_BREAKDOWNS) return finish(error);
            replace(slot);
            if (lost.length > 1) alone.push(...lost);
            else {
              done += lost.length;
              take(packFiles(lost.map(({ id }) => ({ id, described: brokenBy(error) }))), lost.length);
            }
            if (done >= tasks.length) finish();
            else give(slot);
          });
        };
        const replace = (slot: Slot) => {
          slot.worker.removeAllListeners();
          void slot.worker.terminate();
          slot.worker = start();
          listen(slot);
        };
        while (slots.length < size) slots.push({ worker: start(), number: 0, batch: undefined });
        for (const slot of slots) {
          slot.batch = undefined;
          listen(slot);
        }
        wake = () => {
          for (const slot of slots) give(slot);
        };
        wake();
      });
    },
    hold() {
      holds++;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holds--;
        if (holds === 0) wake?.();
      };
    },
    close() {
      closed = true;
      for (const { worker } of slots) {
        worker.removeAllListeners();
        void worker.terminate();
      }
      slots.length = 0;
    },
  };
}

const brokenBy = (error: unknown): DescribedFile => ({
  hash: '',
  generated: false,
  summary: undefined,
  skipped: `not parsed: ${(error as Error).message}`,
});

/** Beside the bundle, or the source itself where it is run from source. */
function workerFile(): string {
  const here = fileURLToPath(import.meta.url);
  const bundled = path.join(path.dirname(here), 'parse-worker.cjs');
  return existsSync(bundled) ? bundled : path.join(path.dirname(here), 'parse-worker.ts');
}
