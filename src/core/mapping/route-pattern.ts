/**
 * One form for the route templates of all frameworks: segments, `{}` for a parameter, `*` for the rest of the path.
 * `/users/<int:id>`, `/users/:id(\\d+)`, `^users/(?P<id>[0-9]+)/$`, `users/{id?}` and `/users/[id]` are all
 * `/users/{}`.
 */
export const PARAM = '{}';
export const REST = '*';

const MAX_ROUTE = 2048;

export function routeSegments(raw: string): string[] {
  let text = raw.trim().slice(0, MAX_ROUTE);
  text = text.replace(/^[A-Z]{3,7}\s+(?=\/)/, '');
  text = text
    .replace(/\(\.:format\)$/, '')
    .replace(/^[\^~]+\/?/, '')
    .replace(/\\?\/?\$$/, '')
    .replace(/\\\//g, '/');
  return splitOutsideGroups(text)
    .map(segment)
    .filter((s) => s !== '');
}

export const canonicalRoute = (raw: string): string => `/${routeSegments(raw).join('/')}`;

/** A slash inside (), [], {} or <> belongs to a parameter's own pattern. */
function splitOutsideGroups(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '(' || c === '[' || c === '{' || c === '<') depth++;
    else if (c === ')' || c === ']' || c === '}' || c === '>') depth = Math.max(0, depth - 1);
    else if (c === '/' && depth === 0) {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out;
}

function segment(text: string): string {
  // Sinatra's and Express' optional slash leaves a lone `?`.
  if (text === '?' || text === '') return '';
  if (
    /^(\*+\w*|\.\*|\(\.\*\)|\{\*+\w*\}|\{\w*:?\.[*+]\}|\[\[?\.{3}\w+\]?\]|<path:\w+>|:\w+\*|\{\w+\.{3}\}|:\w+\(\.\*\))$/.test(
      text,
    )
  )
    return REST;
  if (/^\{\w+=\w+\??\}$/.test(text)) return text;
  if (
    /^(:\w|\{|<|\[|\(\?|\(|\*\w)/.test(text) ||
    /\(\?P?<|\[\^|\[0-9|\\d|\\w|\.\+|\{\w+[}:]|<\w+[:>]/.test(text)
  )
    return PARAM;
  if (/:\w+/.test(text) && !/^\w+:\w+$/.test(text)) return PARAM;
  return text.replace(/\\(.)/g, '$1').replace(/\?$/, '');
}

/** ASP.NET's conventional route, which many actions share: `{controller=Home}/{action=Index}/{id?}`. */
export function isConventionalRoute(raw: string): boolean {
  return /\{controller\b/.test(raw) && /\{action\b/.test(raw);
}

/** Segments of a concrete path or URL, without host, query and fragment. */
export function pathSegments(path: string): string[] {
  return path
    .slice(0, MAX_ROUTE)
    .replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((s) => s !== '');
}

export function sameRoute(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((s, i) => s === b[i]);
}

/** Whether `tail` ends `whole`; both canonical. */
export function endsWithRoute(whole: readonly string[], tail: readonly string[]): boolean {
  const at = whole.length - tail.length;
  return at >= 0 && tail.every((s, i) => s === whole[at + i]);
}

/**
 * Whether a concrete path fits a pattern, and how well: the number of segments that are literally equal plus one, 0
 * for no. `/users/me` fits `/users/{}` with 2 and `/users/me` with 3.
 */
export function matchPath(pattern: readonly string[], path: readonly string[]): number {
  let literal = 1;
  for (const [i, expected] of pattern.entries()) {
    if (expected === REST) return literal;
    const actual = path[i];
    if (actual === undefined) return 0;
    if (expected === PARAM) continue;
    if (expected !== actual) return 0;
    literal++;
  }
  return path.length === pattern.length ? literal : 0;
}
