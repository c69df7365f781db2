// What node:test reports, reduced to what is counted and printed, and plain enough to cross a process.
import { run } from 'node:test';
import { root } from './root.ts';

export type TestEvent =
  | { readonly kind: 'pass' | 'skip'; readonly name: string; readonly file: string; readonly ms: number }
  | {
      readonly kind: 'fail';
      readonly name: string;
      readonly file: string;
      readonly line: number | undefined;
      readonly ms: number;
      readonly message: string;
      /** The file as a whole failed: it does not load, or ended before its tests were done. */
      readonly wholeFile: boolean;
      readonly timedOut: boolean;
    }
  | { readonly kind: 'output'; readonly file: string; readonly text: string };

export async function* runTestFiles(options: Parameters<typeof run>[0]): AsyncGenerator<TestEvent> {
  for await (const event of run(options)) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      yield { kind: 'output', file: event.data.file ?? '', text: event.data.message };
    } else if (event.type === 'test:pass') {
      const { name, file = '', skip, todo, details } = event.data;
      if (details.type === 'suite') continue;
      const ms = details.duration_ms;
      if (name === file) yield { ...wholeFile(file), ms, message: 'The file defines no test.' };
      else yield { kind: skip || todo ? 'skip' : 'pass', name, file, ms };
    } else if (event.type === 'test:fail') {
      const { name, file = '', line, details } = event.data;
      const { error, duration_ms: ms } = details;
      const type = 'failureType' in error ? error.failureType : undefined;
      // A suite or parent fails only because a test in it did; that one is counted and printed.
      if (details.type === 'suite' || type === 'subtestsFailed') continue;
      const message = messageOf(error);
      const timedOut = type === 'testTimeoutFailure' || /timed out/.test(message);
      if (name === file) yield { ...wholeFile(file), ms, message, timedOut };
      else yield { kind: 'fail', name, file, line, ms, message, wholeFile: false, timedOut };
    }
  }
}

const wholeFile = (file: string) =>
  ({ kind: 'fail', name: file, file, line: undefined, wholeFile: true, timedOut: false }) as const;

/** The cause (and, for a syntax error, its place), with only those frames that lie in this project. */
function messageOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const stack = cause.stack ?? '';
  const place = /^(?:file:\/\/)?\/\S+:\d+$/m.exec(stack)?.[0];
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && line.includes(root) && !line.includes('node_modules'))
    .map((line) => line.trim());
  return [...(place ? [place] : []), cause.message, ...frames.slice(0, 6)]
    .join('\n')
    .replaceAll(`file://${root}/`, '')
    .replaceAll(`${root}/`, '');
}
