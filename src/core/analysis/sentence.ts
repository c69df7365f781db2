/** A piece of a sentence; UIs link it to its span and colour it by its tone. */
export type TextPart = {
  readonly text: string;
  readonly span?: number;
  /** `strong`: what the sentence is about. `error`: the failure. */
  readonly tone?: 'strong' | 'error';
};

export type Sentence = readonly TextPart[];

export function plainText(sentence: Sentence): string {
  return sentence.map((part) => part.text).join('');
}

/** Strings are plain text; empty ones are left out and neighbours of one kind joined. */
export function sentence(...parts: readonly (string | TextPart)[]): Sentence {
  const out: TextPart[] = [];
  for (const part of parts) {
    const next = typeof part === 'string' ? { text: part } : part;
    const last = out.at(-1);
    if (next.text === '') continue;
    if (last && !('span' in last) && !('tone' in last) && typeof part === 'string')
      out[out.length - 1] = { text: last.text + next.text };
    else out.push(next);
  }
  return out;
}

export const strong = (text: string, span: number): TextPart => ({ text, span, tone: 'strong' });
export const failing = (text: string, span: number): TextPart => ({ text, span, tone: 'error' });

/** "a", "a and b", "a, b and c", "a, b and 3 more". */
export function listOf(items: readonly string[], most = 3): string {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  if (all.length <= 1) return all[0] ?? '';
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
