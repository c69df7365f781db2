import type { Sentence } from '../../../src/core/analysis/sentence.ts';
import { data, el } from '../../shared/dom.ts';

/** A sentence of the analyses; what it says of a span leads there. */
export function sentenceElement(sentence: Sentence, reveal: (span: number) => void): HTMLElement {
  return el(
    'span',
    {},
    ...sentence.map(({ text, span, tone }) => {
      if (span === undefined) return data(text);
      const button = el(
        'button',
        { type: 'button', class: `piece ${tone ?? ''}`, title: 'Show the span' },
        data(text),
      );
      button.addEventListener('click', () => reveal(span));
      return button;
    }),
  );
}
