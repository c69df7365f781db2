/** What a command of the command line is given instead of the process, so that tests run it in place. */
export type CommandIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether stdout is a terminal: colours and widths are for people only. */
  readonly isTty: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

export const EXIT = { ok: 0, findings: 1, usage: 2 } as const;

export type Command = {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  /** Resolves to an exit code: 0 ok, 1 findings or failure, 2 usage. Throws UsageError for bad arguments. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
};

/** Bad arguments: reported with a pointer to --help, exit code 2. */
export class UsageError extends Error {}
