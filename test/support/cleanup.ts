// Whatever a command starts ends with it: at its own end, on Ctrl-C, on a signal, and when it crashes.

type Cleanup = () => void | Promise<void>;

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const LIMIT_MS = 10_000;

const pending = new Set<Cleanup>();
let listening = false;
let ending: Promise<void> | undefined;

/** Registers work for the end of this process. The returned function does it now instead, once. */
export function atEnd(cleanup: Cleanup): () => Promise<void> {
  listen();
  pending.add(cleanup);
  return async () => {
    if (pending.delete(cleanup)) await cleanup();
  };
}

/** Ends everything that is still registered, the latest first. */
export function endAll(): Promise<void> {
  ending ??= (async () => {
    for (const cleanup of [...pending].reverse()) {
      pending.delete(cleanup);
      try {
        await cleanup();
      } catch (error) {
        process.stderr.write(`Could not clean up: ${error instanceof Error ? error.message : error}\n`);
      }
    }
    ending = undefined;
  })();
  return ending;
}

function listen(): void {
  if (listening) return;
  listening = true;
  for (const [signal, code] of Object.entries(SIGNALS))
    process.on(signal, () => {
      setTimeout(() => process.exit(code), LIMIT_MS).unref();
      void endAll().then(() => process.exit(code));
    });
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    void endAll().then(() => process.exit(1));
  });
  // Reached with work left only through a direct process.exit(): what is synchronous in a cleanup still happens.
  process.on('exit', () => {
    for (const cleanup of pending) void cleanup();
  });
}
