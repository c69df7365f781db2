import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';

/** Finds and runs a command; every way to fail becomes a sentence on stderr and an exit code. */
export async function runCommand(
  commands: readonly Command[],
  argv: readonly string[],
  io: CommandIo,
): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout(overview(commands));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = commands.find((c) => c.name === name);
  if (!command) {
    io.stderr(`spanlight: there is no command "${name}". Try: spanlight --help\n`);
    return EXIT.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout(command.help);
    return EXIT.ok;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    io.stderr(`spanlight ${name}: ${text}\n`);
    if (!(error instanceof UsageError)) return EXIT.findings;
    io.stderr(`Try: spanlight ${name} --help\n`);
    return EXIT.usage;
  }
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((c) => c.name.length));
  const rows = commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`);
  return `spanlight: traces and the code behind them, without an editor.\n\nUsage: spanlight <command> [options]\n\n${rows.join('\n')}\n\nEvery command takes --help and --json. Exit codes: 0 ok, 1 findings or failure, 2 usage.\n`;
}
