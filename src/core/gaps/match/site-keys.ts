import type { Value } from '../../facts/facts.ts';
import { HOLE } from '../../facts/facts.ts';
import type { ArgRef, ArgShape } from '../rule.ts';
import type { FileView } from './file-view.ts';

/** Verbs as route methods are called: `MapGet`, `GetMapping`, `HandleFunc`. */
const VERB = /^(?:Map|Http|http_)?(get|post|put|patch|delete|del|head|options|any|all)(?:Mapping|Async)?$/i;

export function siteKeys(
  view: FileView,
  name: string,
  args: readonly Value[],
  keys: Readonly<Record<string, ArgRef | 'name'>>,
): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, at] of Object.entries(keys)) {
    if (at === 'name') {
      const verb = VERB.exec(name)?.[1]?.toUpperCase();
      if (verb && verb !== 'ANY' && verb !== 'ALL') out[key] = verb === 'DEL' ? 'DELETE' : verb;
      continue;
    }
    const value = view.argument(args, at);
    const text = key === 'method' ? methods(value) : shown(view, value);
    if (text !== '') out[key] = text;
  }
  return splitPattern(out);
}

/** Go's mux takes `"GET /x"`. */
function splitPattern(keys: Record<string, string>): Record<string, string> {
  const m = /^([A-Z]{3,7})\s+(?:[\w.-]*)(\/.*)$/.exec(keys.route ?? '');
  if (!m || keys.method !== undefined) return keys;
  return { ...keys, method: m[1] ?? '', route: m[2] ?? '' };
}

function shown(view: FileView, value: Value | undefined): string {
  if (!value) return '';
  if (value.kind === 'list')
    return value.items
      .map((item) => shown(view, item))
      .filter(Boolean)
      .join(', ');
  const text = view.text(value);
  if (text !== undefined) return text.replaceAll(HOLE, '{}').slice(0, 160);
  return '';
}

function methods(value: Value | undefined): string {
  if (!value) return '';
  if (value.kind === 'list' || value.kind === 'object')
    return value.items.map(methods).filter(Boolean).join(', ');
  const word = value.text
    .replace(/^.*[.:]/, '')
    .replace(/^Method/, '')
    .toUpperCase();
  return /^[A-Z]{3,8}$/.test(word) ? word : '';
}

/** Whether an argument can be what the row expects there. */
export function hasShape(view: FileView, value: Value | undefined, shape: ArgShape): boolean {
  if (!value) return false;
  switch (shape) {
    case 'any':
      return true;
    case 'path': {
      if (value.kind === 'list')
        return value.items.length > 0 && value.items.every((i) => hasShape(view, i, 'path'));
      if (value.kind === 'name' || value.kind === 'template') {
        const text = view.text(value);
        return text === undefined ? value.kind === 'name' : /^[/*^]/.test(text) || text.startsWith(HOLE);
      }
      return value.kind === 'string' && (/^[/*^]/.test(value.text) || value.text === '');
    }
    case 'text':
      return value.kind === 'string' || value.kind === 'template' || view.text(value) !== undefined;
    case 'function':
      return value.kind === 'function';
    case 'handler':
      return (
        value.kind === 'function' || value.kind === 'name' || value.kind === 'call' || value.kind === 'list'
      );
    case 'object':
      return value.kind === 'object' || value.kind === 'call' || value.kind === 'name';
  }
}
