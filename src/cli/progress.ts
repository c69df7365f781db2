import type { CommandIo } from './command.ts';

/** Quick work needs no bar. ms. */
const DELAY = 400;
const INTERVAL = 100;
const WIDTH = 24;

export type Progress = {
  readonly update: (done: number, total: number) => void;
  /** Takes the bar away; to be called however the work ends. */
  readonly end: () => void;
};

/** A bar on stderr while something long runs; nothing where nobody watches. */
export function progressBar(
  io: CommandIo,
  label: string,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update: (done, total) => {
      const time = now();
      if (!io.isTty || time - started < DELAY || time - drawn < INTERVAL) return;
      drawn = time;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const full = Math.round(share * WIDTH);
      io.stderr(`\r${label} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.floor(share * 100)} %`);
    },
    end: () => {
      if (drawn > Number.NEGATIVE_INFINITY) io.stderr('\r\u001b[K');
    },
  };
}
