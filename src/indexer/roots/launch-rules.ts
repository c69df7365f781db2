import type { CodeIndex } from '../indexes/code-index.ts';
import { dirOf } from '../indexes/module-files.ts';
import { type RootRule, segmentsOf } from './root-rule.ts';

/** Pairs of (remote, local) folders that debuggers already know: launch.json of Node, Python, Go, .NET, PHP. */
export function launchRules(index: CodeIndex): RootRule[] {
  const rules: RootRule[] = [];
  for (const id of index.paths.withBaseName('launch.json')) {
    const entry = index.files.get(id);
    if (!entry || !/(?:^|\/)\.vscode\/launch\.json$/.test(entry.path)) continue;
    const base = dirOf(dirOf(entry.path));
    for (const [remote, local] of pairs(index.read(entry) ?? '')) {
      const dir = localDir(index, entry.folder, base, local);
      if (dir === undefined || segmentsOf(remote).length === 0) continue;
      rules.push({
        from: 'launch',
        service: '',
        runtime: segmentsOf(remote),
        folder: entry.folder,
        dir,
        because: `${entry.path} maps ${remote} to ${local}`,
      });
    }
  }
  return rules;
}

/** Read by key, so that comments and trailing commas of the file do not matter. */
function pairs(text: string): [string, string][] {
  const found: [string, string][] = [];
  // `${workspaceFolder}` would close the block it stands in.
  const clean = text.replace(/^\s*\/\/.*$/gm, '').replace(/\$\{([^{}]*)\}/g, '$<$1>');
  for (const block of clean.match(/\{[^{}]*\}/g) ?? []) {
    const value = (key: string) => new RegExp(`"${key}"\\s*:\\s*"([^"]{1,300})"`).exec(block)?.[1];
    const remote = value('remoteRoot');
    const local = value('localRoot');
    if (remote && local) found.push([remote, local]);
    // Delve: from is the editor's path, to the debuggee's.
    const from = value('from');
    const to = value('to');
    if (from && to) found.push([to, from]);
  }
  for (const map of clean.matchAll(/"(?:sourceFileMap|pathMappings)"\s*:\s*\{([^{}]*)\}/g))
    for (const m of (map[1] ?? '').matchAll(/"([^"]+)"\s*:\s*"([^"]+)"/g))
      found.push([m[1] ?? '', m[2] ?? '']);
  return found;
}

function localDir(index: CodeIndex, folder: number, base: string, local: string): string | undefined {
  const own = index.files.folders[folder]?.path ?? '';
  const path = local.replace(/\$<workspace(?:Folder(?::[^>]*)?|Root)>/g, base ? `${own}/${base}` : own);
  if (path.includes('$')) return undefined;
  if (path === own) return '';
  return path.startsWith(`${own}/`) ? path.slice(own.length + 1).replace(/\/+$/, '') : undefined;
}
