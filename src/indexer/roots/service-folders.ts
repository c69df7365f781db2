import type { CodeIndex } from '../indexes/code-index.ts';
import { dirOf } from '../indexes/module-files.ts';
import type { ComposeService } from './docker-rules.ts';

/** A folder of the workspace that holds a service. */
export type ServiceFolder = { readonly folder: number; readonly dir: string };

/** Manifests and where in them the name stands. */
const MANIFESTS: readonly { readonly file: RegExp; readonly name: RegExp }[] = [
  { file: /^package\.json$/, name: /"name"\s*:\s*"(?:@[^/"]+\/)?([^"]+)"/ },
  { file: /^pyproject\.toml$/, name: /^name\s*=\s*"([^"]+)"/m },
  { file: /^Cargo\.toml$/, name: /^\[package\][\s\S]*?^name\s*=\s*"([^"]+)"/m },
  { file: /^go\.mod$/, name: /^module\s+\S*?([^/\s]+)\s*$/m },
  {
    file: /^pom\.xml$/,
    name: /<\/parent>[\s\S]*?<artifactId>([^<]+)<|^(?![\s\S]*<parent>)[\s\S]*?<artifactId>([^<]+)</,
  },
  { file: /^settings\.gradle(?:\.kts)?$/, name: /rootProject\.name\s*=\s*["']([^"']+)/ },
  { file: /^composer\.json$/, name: /"name"\s*:\s*"(?:[^/"]+\/)?([^"]+)"/ },
  {
    file: /^application\.ya?ml$/,
    name: /^spring:\s*\n(?:\s+.*\n)*?\s+application:\s*\n\s+name:\s*["']?([\w.-]+)/m,
  },
  { file: /^application\.properties$/, name: /^spring\.application\.name\s*=\s*(\S+)/m },
];

const MAX_MANIFESTS = 3000;

/** Folders by the names that a service may report: its manifest's, its folder's, its compose name. */
export function serviceFolders(
  index: CodeIndex,
  compose: readonly ComposeService[],
): Map<string, ServiceFolder[]> {
  const found = new Map<string, ServiceFolder[]>();
  const add = (name: string, folder: number, dir: string) => {
    const key = serviceKey(name);
    const known = found.get(key) ?? [];
    if (key !== '' && !known.some((f) => f.folder === folder && f.dir === dir))
      found.set(key, [...known, { folder, dir }]);
  };
  let n = 0;
  for (const entry of index.files.all()) {
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
    const manifest =
      MANIFESTS.find((m) => m.file.test(name)) ??
      (name.endsWith('.csproj') ? { name: undefined } : undefined);
    const isBuild =
      /^(?:Dockerfile|requirements\.txt|setup\.py|Gemfile|mix\.exs|build\.gradle(?:\.kts)?)$/.test(name);
    if ((!manifest && !isBuild) || n++ > MAX_MANIFESTS) continue;
    // Spring's configuration lies below the module's folder.
    const dir = dirOf(entry.path).replace(/\/?src\/main\/resources$/, '');
    if (dir !== '') add(dir.replace(/^.*\//, ''), entry.folder, dir);
    if (name.endsWith('.csproj')) add(name.replace(/\.csproj$/, ''), entry.folder, dir);
    const m = manifest?.name?.exec((index.read(entry) ?? '').slice(0, 20_000));
    const said = m?.[1] ?? m?.[2];
    if (said) add(said, entry.folder, dir);
  }
  for (const { name, serviceName, folder, context } of compose)
    if (context !== undefined) {
      add(name, folder, context);
      add(serviceName, folder, context);
    }
  return found;
}

/** `Checkout_Service`, `checkout-svc` and `checkoutservice` are one. */
export function serviceKey(name: string): string {
  const flat = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const short = flat.replace(/(?:service|server|svc|api|app|backend)$/, '');
  return short === '' ? flat : short;
}
