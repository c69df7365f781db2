/** One line for each step that takes a while; on stderr, so that stdout stays what the command was asked for. */
export function progress(text: string): void {
  process.stderr.write(`> ${text}\n`);
}

export const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
