// Runs inside the extension host: loads the bundled tests beside it into mocha and writes down what happens to each.
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type Mocha from 'mocha';
import type { HostEvent, HostRunConfig } from './host-events.ts';

declare const __dirname: string;

export async function run(): Promise<void> {
  const config = JSON.parse(readFileSync(path.join(__dirname, 'config.json'), 'utf8')) as HostRunConfig;
  const report = (event: HostEvent) => appendFileSync(config.report, `${JSON.stringify(event)}\n`);
  const { default: MochaRunner } = await import('mocha');
  class Reporter {
    constructor(runner: Mocha.Runner) {
      runner.on('test', (test) => report({ kind: 'start', title: test.fullTitle() }));
      runner.on('hook', (hook) => report({ kind: 'start', title: hook.fullTitle() }));
      runner.on('pass', (test) => report({ kind: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 }));
      runner.on('pending', (test) => report({ kind: 'skip', title: test.fullTitle() }));
      runner.on('fail', (test, error: Error) =>
        report({ kind: 'fail', title: test.fullTitle(), message: error.stack ?? String(error) }),
      );
    }
  }
  const mocha = new MochaRunner({
    ui: 'bdd',
    timeout: config.testTimeout,
    reporter: Reporter as unknown as Mocha.ReporterConstructor,
  });
  for (const file of config.files) mocha.addFile(path.join(__dirname, file));
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    report({
      kind: 'fail',
      title: 'loading the tests',
      message: error instanceof Error ? (error.stack ?? '') : String(error),
    });
    report({ kind: 'end' });
    throw error;
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  report({ kind: 'end' });
  if (failures > 0) throw new Error(`${failures} in-host tests failed.`);
}
