/** Composition root of the command line. */
import type { Command } from './cli/command.ts';
import { gapsCommand } from './cli/gaps-command.ts';
import { loadFromBackend } from './cli/load-from-backend.ts';
import { mapCommand } from './cli/map-command.ts';
import { mcpCommand } from './cli/mcp/mcp-command.ts';
import { receiveCommand } from './cli/receive-command.ts';
import { runCommand } from './cli/run-command.ts';
import { searchCommand } from './cli/search-command.ts';
import { statsCommand } from './cli/stats-command.ts';
import { traceCommand } from './cli/trace-command.ts';

const commands: readonly Command[] = [
  mapCommand,
  traceCommand(loadFromBackend),
  searchCommand,
  statsCommand,
  gapsCommand,
  receiveCommand,
  mcpCommand(() => process.stdin),
];

const abort = new AbortController();
process.once('SIGINT', () => {
  abort.abort();
  // A second Ctrl-C ends at once.
  process.once('SIGINT', () => process.exit(130));
});

// Whoever reads the output may stop reading: `spanlight trace FILE | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCommand(commands, process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTty: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? 80,
  env: process.env,
  cwd: process.cwd(),
  signal: abort.signal,
}).then((code) => {
  process.exitCode = code;
});
