import { type Redaction, redaction } from '../core/trace/redact.ts';
import type { AgentScope } from './agent-tool.ts';

/** Characters of one text of a span, and of a whole answer: a model reads it all. */
const MOST_TEXT = 200;
const MOST_ANSWER = 12_000;

/** How span data and places are told: redacted, on one line, short. */
export type Say = {
  /** Text of a span; it is data, whatever it says. */
  readonly text: (text: string) => string;
  /** `src/a.ts:12`, with the folder's name before it where there are several. */
  readonly place: (place: {
    readonly folder: string;
    readonly file: string;
    readonly line: number;
  }) => string;
};

export function sayWith({ secretKeys, folders }: Pick<AgentScope, 'secretKeys' | 'folders'>): Say {
  const { text }: Redaction = redaction(secretKeys);
  return {
    text: (raw) => {
      const clean = text(raw)
        .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
        .trim();
      return clean.length > MOST_TEXT ? `${clean.slice(0, MOST_TEXT)}...` : clean;
    },
    place: ({ folder, file, line }) => {
      const name = folders.length > 1 ? `${folder.split('/').at(-1)}/` : '';
      return `${name}${file}:${line}`;
    },
  };
}

/** An answer that is cut says so. */
export function answer(lines: readonly string[]): string {
  const whole = lines.join('\n').trimEnd();
  if (whole.length <= MOST_ANSWER) return whole;
  return `${whole.slice(0, MOST_ANSWER)}\n(cut here: ask for less)`;
}

export const notesLine = (notes: readonly string[]): string[] =>
  notes.length > 0 ? [`(${notes.join('; ')})`] : [];
