import type { CommandIo } from '../command.ts';

/** Wraps text in a terminal's escape codes, or leaves it as it is. */
export type Style = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warn: (text: string) => string;
  /** The colour of the n-th service; repeats after eight. */
  readonly service: (index: number, text: string) => string;
};

/** No red among them: red is for errors. */
const SERVICE_CODES = ['36', '33', '35', '32', '34', '96', '95', '92'];

const plain = (text: string) => text;

export const noStyle: Style = {
  bold: plain,
  dim: plain,
  error: plain,
  warn: plain,
  service: (_, text) => text,
};

const wrapped = (code: string) => (text: string) => (text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`);

export const ansiStyle: Style = {
  bold: wrapped('1'),
  dim: wrapped('2'),
  error: wrapped('31'),
  warn: wrapped('33'),
  service: (index, text) => wrapped(SERVICE_CODES[index % SERVICE_CODES.length] ?? '0')(text),
};

/** Colours where a terminal shows them: NO_COLOR (no-color.org) and TERM=dumb say no, FORCE_COLOR says yes. */
export function styleFor({ isTty, env }: Pick<CommandIo, 'isTty' | 'env'>): Style {
  if (env.NO_COLOR) return noStyle;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return ansiStyle;
  return isTty && env.TERM !== 'dumb' ? ansiStyle : noStyle;
}
