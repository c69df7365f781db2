// Unit tests are many and small: a process each would cost more than the tests. They share one process for each core.
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { copyGrammars } from '../../grammars.mjs';
import type { Counts } from './counts.ts';
import { runInto, testFiles } from './node-tests.ts';
import { root } from './root.ts';
import type { TestEvent } from './test-events.ts';
import { TestReport } from './test-report.ts';

const LIMIT_MS = 120_000;

/** From a batch's process, in order; `done` says that nothing was lost. */
export type BatchMessage = TestEvent | { readonly kind: 'done' };

/** Random trees, fuzzing and time limits that are waited out: `*.slow.test.ts`, left out of `npm run check`. */
const isSlow = (file: string) => file.endsWith('.slow.test.ts');

export type UnitOptions = { readonly quick?: boolean };

export async function runUnitTests(wanted: readonly string[], { quick }: UnitOptions = {}): Promise<Counts> {
  const files = testFiles('test/unit', wanted).filter((file) => !(quick && isSlow(file)));
  if (files.length === 0) console.log(`No unit test file matches ${wanted.join(' ')}.`);
  copyGrammars(root);
  const report = new TestReport({ echo: files.length === 1 });
  const cores = availableParallelism();
  const batches = Array.from({ length: cores }, (_, core) => files.filter((_, i) => i % cores === core));
  await Promise.all(
    batches
      .filter((batch) => batch.length > 0)
      .map(async (batch) => {
        const events = await runBatch(batch, files.length === 1);
        if (events) for (const event of events) report.add(event);
        // One of them ended or blocked the process: a process each tells which.
        else await runInto(report, { files: batch, concurrency: 1, timeout: LIMIT_MS });
      }),
  );
  return report.counts;
}

/** Undefined when the process ended before it said that it was done. */
function runBatch(files: readonly string[], echo: boolean): Promise<TestEvent[] | undefined> {
  return new Promise((resolve) => {
    const events: TestEvent[] = [];
    const child: ChildProcess = fork(path.join(import.meta.dirname, 'unit-batch.ts'), files, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', echo ? 'inherit' : 'ignore', echo ? 'inherit' : 'ignore', 'ipc'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const settle = (result: TestEvent[] | undefined) => {
      clearTimeout(timer);
      // What a test left open must not keep the process.
      child.kill('SIGKILL');
      resolve(result);
    };
    child.on('message', (message: BatchMessage) => {
      if (message.kind === 'done') settle(events);
      else events.push(message);
    });
    child.on('exit', () => settle(undefined));
    child.on('error', () => settle(undefined));
  });
}
