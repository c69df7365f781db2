import type { RuleFamily } from '../rule.ts';

/** The text with comments and the contents of strings blanked, at the same offsets; `${...}` of templates is kept. */
export function maskText(source: string, family: RuleFamily): string {
  const out: string[] = [];
  const hash = family === 'python' || family === 'ruby' || family === 'php';
  let i = 0;
  const blank = (to: number) => {
    out.push(source.slice(i, to).replace(/[^\n]/g, ' '));
    i = to;
  };
  /** Depth of braces in each template that is open. */
  const templates: number[] = [];
  while (i < source.length) {
    const c = source[i] ?? '';
    const two = source.slice(i, i + 2);
    if (hash ? c === '#' : two === '//') {
      const end = source.indexOf('\n', i);
      blank(end < 0 ? source.length : end);
    } else if (!hash && two === '/*') {
      const end = source.indexOf('*/', i + 2);
      blank(end < 0 ? source.length : end + 2);
    } else if (
      (c === '"' || c === "'") &&
      source.startsWith(c.repeat(3), i) &&
      family !== 'js' &&
      family !== 'go'
    ) {
      const end = source.indexOf(c.repeat(3), i + 3);
      blank(end < 0 ? source.length : end + 3);
    } else if (c === '"' || (c === "'" && family !== 'rust')) blank(stringEnd(source, i, c));
    else if (c === '`' && family === 'js') {
      out.push(' ');
      i++;
      templates.push(-1);
      i = templateText(source, i, out, templates);
    } else if (c === '`' && family === 'go') {
      const end = source.indexOf('`', i + 1);
      blank(end < 0 ? source.length : end + 1);
    } else {
      const open = templates.at(-1);
      if (open !== undefined && c === '{') templates[templates.length - 1] = open + 1;
      if (open !== undefined && c === '}') {
        if (open === 0) {
          out.push(' ');
          i = templateText(source, i + 1, out, templates);
          continue;
        }
        templates[templates.length - 1] = open - 1;
      }
      out.push(c);
      i++;
    }
  }
  return out.join('');
}

function stringEnd(source: string, from: number, quote: string): number {
  for (let i = from + 1; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') i++;
    else if (c === quote || c === '\n') return i + (c === quote ? 1 : 0);
  }
  return source.length;
}

/** Blanks the text of a template up to its end or the next `${`. */
function templateText(source: string, from: number, out: string[], templates: number[]): number {
  let i = from;
  for (; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') {
      out.push('  ');
      i++;
    } else if (c === '`') {
      templates.pop();
      out.push(' ');
      return i + 1;
    } else if (c === '$' && source[i + 1] === '{') {
      templates[templates.length - 1] = 0;
      out.push('  ');
      return i + 2;
    } else out.push(c === '\n' ? '\n' : ' ');
  }
  return i;
}
