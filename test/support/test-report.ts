// Counts test events and prints what a person needs: failures with their place, nothing else.
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Counts } from './counts.ts';
import { root } from './root.ts';
import type { TestEvent } from './test-events.ts';

export type ReportOptions = {
  /** Passes on what the tests print; else it is shown only for a file that fails as a whole. */
  readonly echo?: boolean;
  /** Called for every finished test, for a progress line. */
  readonly onTest?: (name: string, ok: boolean, ms: number) => void;
};

export class TestReport {
  #passed = 0;
  #failed = 0;
  readonly #output = new Map<string, string>();
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  get counts(): Counts {
    return { passed: this.#passed, failed: this.#failed };
  }

  add(event: TestEvent): void {
    if (event.kind === 'output') this.#addOutput(event.file, event.text);
    else if (event.kind === 'skip') console.log(`skipped: ${event.name} (${relative(event.file)})`);
    else if (event.kind === 'fail') this.#addFailure(event);
    else {
      this.#passed++;
      this.#options.onTest?.(event.name, true, event.ms);
    }
  }

  #addOutput(file: string, text: string): void {
    if (this.#options.echo) process.stdout.write(text);
    else this.#output.set(file, (this.#output.get(file) ?? '') + text);
  }

  #addFailure(event: TestEvent & { kind: 'fail' }): void {
    const { file, line, wholeFile } = event;
    this.#failed++;
    this.#options.onTest?.(wholeFile ? relative(file) : event.name, false, event.ms);
    // A test declared through a helper has that helper's place; its message names a better one.
    const place = file.endsWith('.test.ts') && line !== undefined ? `${relative(file)}:${line}\n` : '';
    const text = wholeFile ? this.#wholeFileText(event) : event.message;
    const name = wholeFile ? relative(file) : event.name;
    console.log(`\nFAIL ${name}\n${indent(stripVTControlCharacters(place + text))}`);
  }

  #wholeFileText({ file, message, timedOut }: TestEvent & { kind: 'fail' }): string {
    const ended = message === 'test failed' ? 'The file ended before its tests were done.' : message;
    const reason = timedOut ? 'The file did not finish in time and was ended.' : ended;
    const lines = (this.#output.get(file) ?? '')
      .split('\n')
      .filter((line) => !/^\s+at |^\s*$|^Node\.js v/.test(line));
    return [reason, ...lines.slice(0, 20)].join('\n');
  }
}

const relative = (file: string) => path.relative(root, file).split(path.sep).join('/');

const indent = (text: string) => text.trimEnd().replace(/^/gm, '  ');
