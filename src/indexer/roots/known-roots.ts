import { isTrusted } from '../../core/mapping/learned-roots.ts';
import type { KnownRoot, KnownRoots } from '../../protocol/indexer.ts';
import { dirOf } from '../indexes/module-files.ts';
import type { Workspace } from '../workspace.ts';
import type { WorkspaceRoots } from './workspace-roots.ts';

const MANIFEST =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.py|requirements\.txt|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|mix\.exs|[^/]+\.csproj|Dockerfile)$/;
const MAX_FOLDERS = 500;

/** For the doctor: the roots in use, and the folders that look as if a service were in them. */
export function knownRoots({ index }: Workspace, roots: WorkspaceRoots): KnownRoots {
  const { folders } = index.files;
  const at = (folder: string, dir: string) => (dir === '' ? folder : `${folder}/${dir}`);
  const rules = roots.rules().map(
    (rule): KnownRoot => ({
      from: rule.from,
      service: rule.service,
      runtime: `/${rule.runtime.join('/')}`,
      workspace: at(folders[rule.folder]?.path ?? '', rule.dir),
      because: rule.because,
    }),
  );
  const learned = roots.learned.all.filter(isTrusted).map(
    (root): KnownRoot => ({
      from: 'learned',
      service: root.service,
      runtime: root.runtime === '' ? '' : `/${root.runtime}`,
      workspace: at(root.folder, root.dir),
      because: `seen in ${root.files.join(', ')}`,
    }),
  );
  const found = new Set(folders.map((f) => f.path));
  for (const entry of index.files.all()) {
    if (found.size >= MAX_FOLDERS) break;
    if (MANIFEST.test(entry.path)) found.add(at(index.files.folderPath(entry), dirOf(entry.path)));
  }
  return { roots: [...rules, ...learned], folders: [...found].sort() };
}
