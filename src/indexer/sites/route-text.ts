import { HOLE, type Value } from '../../core/facts/facts.ts';
import type { FactsView } from './facts-view.ts';
import { argument, type RouteRow } from './rows.ts';

export const VERBS = /^(?:get|post|put|patch|delete|del|head|options|trace)$/i;
const MAX_PATH = 400;

/** `"GET"`, `http.MethodGet`, `RequestMethod.POST`, `['GET', 'HEAD']` */
export function methodTexts(value: Value): string[] {
  if (value.kind === 'list' || value.kind === 'object') return value.items.flatMap(methodTexts);
  const word = value.text
    .replace(/^.*[.:]/, '')
    .replace(/^Method/, '')
    .toUpperCase();
  return /^[A-Z]{3,8}$/.test(word) ? [word] : [];
}

export type PathText = { readonly text: string; readonly open: boolean };

/** A route's path; undefined for what is none. Unknown expressions in it become parameters. */
export function pathText(view: FactsView, value: Value | undefined, row: RouteRow): PathText | undefined {
  if (!value) return row.pathOptional ? { text: '', open: false } : undefined;
  const known = view.text(value);
  if (known.kind === 'unknown' || known.kind === 'constant') return undefined;
  const open = known.text.startsWith(HOLE);
  const text = (open ? known.text.slice(1) : known.text).replaceAll(HOLE, ':x');
  if (text.length > MAX_PATH || /[\s<>]{2,}|\n/.test(text)) return undefined;
  const slashed = /^[/^~*]/.test(text) || /^[A-Z]{3,7}\s+[\w.]*\//.test(text) || text === '';
  return slashed || row.bare || open ? { text, open } : undefined;
}

export function methodsOf(view: FactsView, row: RouteRow, name: string, args: readonly Value[]): string[] {
  const { method } = row;
  if (method === 'any' || method === 'chain') return [];
  if (method === 'name') {
    const verb = name.replace(/^Map|^Http|Mapping$|^add_/, '').toUpperCase();
    return VERBS.test(verb) ? [verb === 'DEL' ? 'DELETE' : verb] : [];
  }
  if ('is' in method) return method.is === '' ? [] : [method.is];
  const value = argument(args, method.at);
  if (!value) return [];
  const texts = methodTexts(value);
  return texts.length > 0 ? texts : methodTexts({ ...value, text: view.text(value).text });
}
