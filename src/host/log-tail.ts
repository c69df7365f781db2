import type { Logger } from '../core/ports.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Lines kept for a report. */
const MOST = 400;
const LONGEST = 2000;

/** A log whose last lines can be read: an output channel cannot. */
export class LogTail implements Logger {
  readonly #log: Logger & { show(): void };
  readonly #lines: string[] = [];

  constructor(log: Logger & { show(): void }) {
    this.#log = log;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  show(): void {
    this.#log.show();
  }

  debug(message: string): void {
    this.#take('debug', message);
  }

  info(message: string): void {
    this.#take('info', message);
  }

  warn(message: string): void {
    this.#take('warn', message);
  }

  error(message: string): void {
    this.#take('error', message);
  }

  #take(level: Level, message: string): void {
    this.#log[level](message);
    this.#lines.push(`${new Date().toISOString().slice(11, 23)} ${level} ${message.slice(0, LONGEST)}`);
    if (this.#lines.length > MOST) this.#lines.splice(0, this.#lines.length - MOST);
  }
}
