import type { FixTarget, ParsedFile } from './fix-plan.ts';
import { functionNamed, type HandlerName, handlerOf } from './locate.ts';

/** The handler of an entry point that another file declares. */
export function handlerElsewhere(file: ParsedFile, target: FixTarget): HandlerName | undefined {
  if (!target.rule.startsWith('entry.')) return undefined;
  const located = handlerOf(file, target);
  return 'missing' in located ? located.handler : undefined;
}

/** Files that may declare it, by the imports of the file or, in Go, by the package. */
export function filesOfHandler(file: ParsedFile, handler: HandlerName, files: readonly string[]): string[] {
  switch (file.language) {
    case 'typescript':
    case 'tsx':
    case 'javascript':
      return jsFiles(file, handler, files);
    case 'python':
      return pythonFiles(file, handler, files);
    case 'go':
      return goFiles(file, handler, files);
    default:
      return [];
  }
}

/** The finding, moved to where the function stands; undefined where this file does not declare it. */
export function movedTarget(
  file: ParsedFile,
  target: FixTarget,
  { name }: HandlerName,
): FixTarget | undefined {
  const fn = functionNamed(file.root, name);
  if (!fn) return undefined;
  const { row, column } = fn.startPosition;
  return { ...target, file: file.path, line: row + 1, column, endLine: fn.endPosition.row + 1 };
}

const dirOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function jsFiles({ path, text }: ParsedFile, { root }: HandlerName, files: readonly string[]): string[] {
  const name = root.replace(/\$/g, '\\$');
  const patterns = [
    new RegExp(`import\\s[^;'"]*\\b${name}\\b[^;'"]*from\\s*['"](\\.[^'"]*)['"]`),
    new RegExp(`\\b${name}\\b[^;=]*=\\s*require\\(\\s*['"](\\.[^'"]*)['"]`),
  ];
  const module = patterns.map((p) => p.exec(text)?.[1]).find((m) => m !== undefined);
  if (module === undefined) return [];
  const plain = join(dirOf(path), module).replace(/\.[cm]?[jt]sx?$/, '');
  return files.filter((f) => {
    const stem = f.replace(/\.[cm]?[jt]sx?$/, '');
    return stem !== f && (stem === plain || stem === `${plain}/index`);
  });
}

function join(dir: string, module: string): string {
  const parts = dir === '' ? [] : dir.split('/');
  for (const part of module.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

/** `from shop.views import show`, `from . import views`, `import views`. */
function pythonFiles({ path, text }: ParsedFile, { root }: HandlerName, files: readonly string[]): string[] {
  const from = new RegExp(
    `^from\\s+(\\.*)([\\w.]*)\\s+import\\s+(?:\\([^)]*|[^\\n]*)\\b${root}\\b`,
    'm',
  ).exec(text);
  const plain = new RegExp(`^import\\s+([\\w.]*\\b${root})\\b`, 'm').exec(text)?.[1];
  const modules = from
    ? [from[2] ?? '', [from[2], root].filter(Boolean).join('.')]
    : plain === undefined
      ? []
      : [plain];
  const endings = modules.filter((m) => m !== '').map((m) => m.replaceAll('.', '/'));
  const near = from?.[1] === '.' ? dirOf(path) : undefined;
  return files.filter(
    (f) =>
      endings.some((e) => f === `${e}.py` || f.endsWith(`/${e}.py`) || f.endsWith(`/${e}/__init__.py`)) &&
      (near === undefined || dirOf(f).startsWith(near)),
  );
}

/** A bare name is of the same package; `handlers.Show` of the package whose folder is called so. */
function goFiles(
  { path, text }: ParsedFile,
  { root, name }: HandlerName,
  files: readonly string[],
): string[] {
  const sources = files.filter((f) => f.endsWith('.go') && !f.endsWith('_test.go') && f !== path);
  if (root === name) return sources.filter((f) => dirOf(f) === dirOf(path));
  const imported = [...text.matchAll(/^\s*(?:import\s+)?(\w+\s+)?"([^"\s]+)"/gm)].find(
    (m) => (m[1]?.trim() ?? m[2]?.split('/').at(-1)) === root,
  )?.[2];
  // A method of a variable of this package: `s.show`.
  if (imported === undefined) return sources.filter((f) => dirOf(f) === dirOf(path));
  return sources.filter((f) => {
    const dir = dirOf(f);
    return (
      dir !== '' &&
      (imported === dir ||
        imported.endsWith(`/${dir}`) ||
        (dir.split('/').at(-1) === imported.split('/').at(-1) && imported.includes('/')))
    );
  });
}
