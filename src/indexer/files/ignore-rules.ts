/** One .gitignore file: its rules in order, relative to its folder. */
export type IgnoreRules = readonly {
  readonly pattern: RegExp;
  readonly negated: boolean;
  readonly dirOnly: boolean;
}[];

const MAX_LINE = 1024;

export function parseIgnore(text: string): IgnoreRules {
  return text.split(/\r?\n/).flatMap((raw) => {
    let line = raw.replace(/(?<!\\)\s+$/, '');
    if (line === '' || line.startsWith('#') || line.length > MAX_LINE) return [];
    const negated = line.startsWith('!');
    if (negated) line = line.slice(1);
    line = line.replace(/^\\(?=[#!])/, '');
    const dirOnly = line.endsWith('/');
    if (dirOnly) line = line.slice(0, -1);
    return line === '' ? [] : [{ pattern: toPattern(line), negated, dirOnly }];
  });
}

/** gitignore(5): a slash anywhere but at the end anchors to the file's folder. Linear patterns only. */
function toPattern(glob: string): RegExp {
  const anchored = glob.includes('/');
  const body = glob.replace(/^\//, '');
  let out = '';
  for (let i = 0; i < body.length; i++) {
    const c = body[i] ?? '';
    if (body.startsWith('**/', i) && (i === 0 || body[i - 1] === '/')) {
      out += '(?:[^/]+/)*';
      i += 2;
    } else if (body.startsWith('/**', i) && i + 3 === body.length) {
      out += '/.+';
      i += 2;
    } else if (c === '*') {
      out += '[^/]*';
      while (body[i + 1] === '*') i++;
    } else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const end = body.indexOf(']', i + 2);
      if (end < 0) out += '\\[';
      else {
        out += `[${body
          .slice(i + 1, end)
          .replace(/^!/, '^')
          .replace(/[\\[]/g, '\\$&')}]`;
        i = end;
      }
    } else {
      const escaped = c === '\\' ? (body[++i] ?? '') : c;
      out += escaped.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  try {
    return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${out}$`);
  } catch {
    // A range such as [z-a] matches nothing.
    return /$^/;
  }
}

/** The last rule that matches decides; undefined when none does. */
export function ignoredBy(rules: IgnoreRules, path: string, isDirectory: boolean): boolean | undefined {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (rule && (isDirectory || !rule.dirOnly) && rule.pattern.test(path)) return !rule.negated;
  }
  return undefined;
}
