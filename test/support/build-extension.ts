import { root } from './root.ts';
import { runCommand } from './vscode/run-command.ts';

let built: Promise<void> | undefined;

/** Once in a process: suites that follow each other test the same build. */
export function buildExtension(): Promise<void> {
  built ??= build();
  return built;
}

async function build(): Promise<void> {
  const { code, output } = await runCommand(process.execPath, ['esbuild.mjs'], { cwd: root });
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
}
