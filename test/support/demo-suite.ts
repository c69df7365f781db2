// `npm run demo -- --check` as a suite: each line that says ok is a check that passed.
import type { Counts } from './counts.ts';
import { progress } from './progress.ts';
import { root } from './root.ts';
import { runCommand } from './vscode/run-command.ts';

export async function runDemoCheck(): Promise<Counts> {
  progress('Running the demo and looking for what is planted in it');
  const args = [
    '--disable-warning=ExperimentalWarning',
    'test/support/tasks/demo.ts',
    '--check',
    '--no-open',
  ];
  const { code, output } = await runCommand(process.execPath, args, { cwd: root });
  const passed = output.split('\n').filter((line) => line.startsWith('ok ')).length;
  if (code === 0) return { passed, failed: 0 };
  console.log(`FAIL demo check\n  ${output.trim().split('\n').slice(-40).join('\n  ')}`);
  return { passed, failed: 1 };
}
