import type { Decl } from '../../core/facts/facts.ts';
import type { HandlerRef } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';

/** A declaration as the code that runs. */
export const here = (decl: Decl): HandlerRef => ({
  kind: 'here',
  line: decl.line,
  endLine: decl.endLine,
  symbol: unitOf(decl).symbol,
});

/** The last part of an annotation's name: `GetMapping`, `instrument` of `tracing::instrument`. */
export const shortName = (name: string): string => name.replace(/^.*[.:\\]/, '');

/** Whether the receiver and the imports of the file are what a row asks for. */
export function fits(
  view: FactsView,
  row: { readonly receiver?: RegExp; readonly needs?: RegExp },
  receiver: string,
): boolean {
  if (row.receiver && !row.receiver.test(receiver)) return false;
  const { needs } = row;
  return !needs || view.facts.imports.some((i) => needs.test(i.module));
}
