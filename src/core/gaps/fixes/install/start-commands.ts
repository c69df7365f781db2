import type { FileEdit, FixProject } from '../fix-plan.ts';
import { replace, type TextEdit } from '../text-edit.ts';

/** `app` in `dir`, `app` for the workspace itself. */
export const below = (dir: string, name: string): string => (dir === '' ? name : `${dir}/${name}`);

/** Files of the service by their names, the nearest first. */
export const filesNamed = ({ files, root }: FixProject, pattern: RegExp): string[] =>
  files
    .filter((f) => (root === '' || f.startsWith(`${root}/`)) && pattern.test(f.slice(f.lastIndexOf('/') + 1)))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));

/** How a program that is started on a command line is started with tracing; undefined for other programs. */
export type Starter = (words: readonly string[]) => readonly string[] | undefined;

/** CMD and ENTRYPOINT of Dockerfiles, lines of Procfiles. */
export function startCommands(project: FixProject, start: Starter): FileEdit[] {
  const out: FileEdit[] = [];
  for (const path of filesNamed(project, /^(?:Dockerfile(?:\..*)?|.*\.Dockerfile|Procfile)$/)) {
    const text = project.read(path);
    if (text === undefined) continue;
    const edits = path.endsWith('Procfile') ? ofProcfile(text, start) : ofDockerfile(text, start);
    if (edits.length > 0) out.push({ path, edits });
  }
  return out;
}

function ofDockerfile(text: string, start: Starter): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const m of text.matchAll(/^([ \t]*(?:CMD|ENTRYPOINT)[ \t]+)(\[[^\n]*\]|[^[\n][^\n]*?)[ \t]*\r?$/gim)) {
    const at = m.index + (m[1]?.length ?? 0);
    const source = m[2] ?? '';
    const words = source.startsWith('[') ? exec(source) : source.split(/\s+/);
    const next = words && start(words);
    if (!next) continue;
    const written = source.startsWith('[')
      ? `[${next.map((w) => JSON.stringify(w)).join(', ')}]`
      : next.join(' ');
    edits.push(replace(at, at + source.length, written));
  }
  return edits;
}

function exec(source: string): string[] | undefined {
  try {
    const words: unknown = JSON.parse(source);
    return Array.isArray(words) && words.every((w) => typeof w === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function ofProcfile(text: string, start: Starter): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const m of text.matchAll(/^([\w-]+:[ \t]*)([^\n]*?)[ \t]*\r?$/gm)) {
    const at = m.index + (m[1]?.length ?? 0);
    const next = start((m[2] ?? '').split(/\s+/));
    if (next) edits.push(replace(at, at + (m[2]?.length ?? 0), next.join(' ')));
  }
  return edits;
}
