// Runs node:test files one process each and prints what a person needs: failures with their place, nothing else.
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Counts } from './counts.ts';
import { root } from './root.ts';

type Options = {
  readonly files: readonly string[];
  /** Files run at the same time. */
  readonly concurrency: number;
  /** A file that takes longer (ms) is ended and counted as failed. */
  readonly timeout: number;
  /** Passes on what the tests print; else it is shown only for a file that fails as a whole. */
  readonly echo?: boolean;
  /** Called for every finished test, for a progress line. */
  readonly onTest?: (name: string, ok: boolean, ms: number) => void;
};

/** Test files below `dir` whose path contains one of the wanted words (all of them when there is none). */
export function testFiles(dir: string, wanted: readonly string[]): string[] {
  return globSync(`${dir}/**/*.test.ts`, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
    .sort();
}

export async function runNodeTests({ files, concurrency, timeout, echo, onTest }: Options): Promise<Counts> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  let passed = 0;
  let failed = 0;
  const output = new Map<string, string>();
  const fail = (file: string, line: number | undefined, name: string, text: string) => {
    failed++;
    // A test declared through a helper has that helper's place; its message names a better one.
    const place = file.endsWith('.test.ts')
      ? `${relative(file)}${line === undefined ? '' : `:${line}`}\n`
      : '';
    console.log(`\nFAIL ${name}\n${indent(stripVTControlCharacters(place + text))}`);
  };
  const stream = run({
    files: files.map((file) => path.join(root, file)),
    concurrency,
    timeout,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  for await (const event of stream) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      const { file = '', message } = event.data;
      if (echo) process.stdout.write(message);
      else output.set(file, (output.get(file) ?? '') + message);
    } else if (event.type === 'test:pass') {
      const { name, file = '', skip, todo, details } = event.data;
      if (details.type === 'suite') continue;
      if (skip || todo) console.log(`skipped: ${name} (${relative(file)})`);
      else if (name === file) fail(file, undefined, relative(file), 'The file defines no test.');
      else {
        passed++;
        onTest?.(name, true, details.duration_ms);
      }
    } else if (event.type === 'test:fail') {
      const { name, file = '', line, details } = event.data;
      // A suite or parent fails only because a test in it did; that one is counted and printed.
      if (details.type === 'suite' || failureType(details.error) === 'subtestsFailed') continue;
      onTest?.(name, false, details.duration_ms);
      if (name === file) fail(file, undefined, relative(file), fileFailure(details.error, output.get(file)));
      else fail(file, line, name, messageOf(details.error));
    }
  }
  return { passed, failed };
}

const relative = (file: string) => path.relative(root, file).split(path.sep).join('/');

const indent = (text: string) => text.trimEnd().replace(/^/gm, '  ');

const failureType = (error: object) => ('failureType' in error ? error.failureType : undefined);

/** The cause, with only those frames that lie in this project. */
function messageOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const frames = (cause.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && line.includes(root) && !line.includes('node_modules'))
    .map((line) => line.trim().replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, ''));
  return [cause.message, ...frames.slice(0, 6)].join('\n');
}

/** The file itself failed: a syntax error, a missing import, an exit in the middle, or too slow. */
function fileFailure(error: Error, output = ''): string {
  const reason =
    failureType(error) === 'testTimeoutFailure' || /timed out/.test(messageOf(error))
      ? 'The file did not finish in time and was ended.'
      : 'The file ended before its tests were done.';
  const lines = output.split('\n').filter((line) => !/^\s+at |^\s*$|^Node\.js v/.test(line));
  return [reason, ...lines.slice(0, 20)].join('\n');
}
