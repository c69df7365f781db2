import { type Dependency, lineAt, type Manifest, type Setting } from '../manifest.ts';

const none = { family: 'jvm', esm: false } as const;

/** pom.xml. Dependencies are named `group:artifact`. */
export function pomManifest(source: string, file: string): Manifest {
  const properties = new Map(
    [...source.matchAll(/<([\w.-]+)>([^<>]*)<\/\1>/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()] as const),
  );
  const value = (text: string) =>
    text.replace(/\$\{([^}]+)\}/g, (_, key: string) => properties.get(key) ?? '');
  const dependencies = [...source.matchAll(/<(dependency|plugin|parent)>([\s\S]*?)<\/\1>/g)].flatMap(
    (m): Dependency[] => {
      const body = m[2] ?? '';
      const group = /<groupId>\s*([^<\s]+)/.exec(body)?.[1];
      const artifact = /<artifactId>\s*([^<\s]+)/.exec(body)?.[1];
      if (!group || !artifact) return [];
      const version = value(/<version>\s*([^<\s]+)/.exec(body)?.[1] ?? '');
      const dev = /<scope>\s*test/.test(body);
      return [
        {
          name: `${group}:${artifact}`,
          version,
          file,
          line: lineAt(source, m.index),
          ...(dev ? { dev } : {}),
        },
      ];
    },
  );
  const packaging = /<packaging>\s*([^<\s]+)/.exec(source)?.[1] ?? 'jar';
  const own = source.replace(
    /<parent>[\s\S]*?<\/parent>|<dependencies>[\s\S]*?<\/dependencies>|<build>[\s\S]*?<\/build>/g,
    '',
  );
  return {
    ...none,
    file,
    name: /<artifactId>\s*([^<\s]+)/.exec(own)?.[1] ?? '',
    dependencies,
    settings: agentLines(source, file),
    application:
      /spring-boot-maven-plugin|maven-shade-plugin|jib-maven-plugin|quarkus-maven-plugin|exec-maven-plugin/.test(
        source,
      ) || packaging === 'war'
        ? true
        : undefined,
    container: packaging === 'pom',
    projects: [],
  };
}

/** build.gradle(.kts), with the names a version catalog gives. */
export function gradleManifest(
  source: string,
  file: string,
  catalog: ReadonlyMap<string, Dependency>,
): Manifest {
  const dependencies: Dependency[] = [];
  for (const m of source.matchAll(
    /^\s*(\w*[iI]mplementation|api|compileOnly|runtimeOnly|annotationProcessor|classpath|ksp|kapt|testImplementation|agent|javaagent)\b[^\n]*/gm,
  )) {
    const line = lineAt(source, m.index + m[0].length - m[0].trimStart().length);
    const dev = /^\s*test/.test(m[0]);
    const add = (name: string, version: string) =>
      dependencies.push({ name, version, file, line, ...(dev ? { dev } : {}) });
    const direct = /["']([\w.-]+):([\w.-]+)(?::([\w.$\-{}]+))?(?:@\w+)?["']/.exec(m[0]);
    if (direct) add(`${direct[1]}:${direct[2]}`, (direct[3] ?? '').replace(/^\$.*/, ''));
    const alias = /\blibs\.([\w.]+)/.exec(m[0])?.[1];
    const known = alias && catalog.get(alias.replace(/\.get\(\)$/, '').replaceAll('.', '-'));
    if (known) add(known.name, known.version);
    const maps =
      /group:\s*["']([\w.-]+)["'],\s*name:\s*["']([\w.-]+)["'](?:,\s*version:\s*["']([\w.-]+))?/.exec(m[0]);
    if (maps) add(`${maps[1]}:${maps[2]}`, maps[3] ?? '');
  }
  for (const m of source.matchAll(/\bid\s*\(?\s*["']([\w.-]+)["']\)?(?:\s+version\s+["']([^"']+))?/g))
    dependencies.push({ name: `plugin:${m[1]}`, version: m[2] ?? '', file, line: lineAt(source, m.index) });
  const isProgram =
    /org\.springframework\.boot|["']application["']|\bapplication\s*$|\bapplication\s*\{|io\.quarkus|io\.micronaut\.application|com\.google\.cloud\.tools\.jib|io\.ktor\.plugin|shadow/m.test(
      source,
    );
  return {
    ...none,
    file,
    name: '',
    dependencies,
    settings: agentLines(source, file),
    application: isProgram ? true : /java-library|maven-publish/.test(source) ? false : undefined,
    container: false,
    projects: [...source.matchAll(/project\(\s*["']:([\w:-]+)["']\s*\)/g)].map((m) =>
      (m[1] ?? '').replaceAll(':', '/'),
    ),
  };
}

/** gradle/libs.versions.toml: `spring-web = { module = "g:a", version.ref = "x" }`. */
export function versionCatalog(source: string, file: string): Map<string, Dependency> {
  const versions = new Map(
    [...source.matchAll(/^\s*([\w-]+)\s*=\s*"([^"]+)"/gm)].map((m) => [m[1] ?? '', m[2] ?? ''] as const),
  );
  const found = new Map<string, Dependency>();
  for (const m of source.matchAll(/^\s*([\w-]+)\s*=\s*\{([^}]*)\}/gm)) {
    const body = m[2] ?? '';
    const module = /module\s*=\s*"([^"]+)"/.exec(body)?.[1] ?? grouped(body);
    if (!module) continue;
    const ref = /version\.ref\s*=\s*"([^"]+)"/.exec(body)?.[1];
    const version = ref ? (versions.get(ref) ?? '') : (/version\s*=\s*"([^"]+)"/.exec(body)?.[1] ?? '');
    found.set(m[1] ?? '', { name: module, version, file, line: lineAt(source, m.index) });
  }
  for (const m of source.matchAll(/^\s*([\w-]+)\s*=\s*"([\w.-]+):([\w.-]+):([^"]+)"/gm))
    found.set(m[1] ?? '', {
      name: `${m[2]}:${m[3]}`,
      version: m[4] ?? '',
      file,
      line: lineAt(source, m.index),
    });
  return found;
}

const grouped = (body: string): string | undefined => {
  const group = /group\s*=\s*"([^"]+)"/.exec(body)?.[1];
  const name = /name\s*=\s*"([^"]+)"/.exec(body)?.[1];
  return group && name ? `${group}:${name}` : undefined;
};

/** Builds can start the program with an agent too. */
const agentLines = (source: string, file: string): Setting[] =>
  [...source.matchAll(/-javaagent:[^\s"'<,)]+/g)].map((m) => ({
    what: 'run',
    key: 'build',
    value: m[0],
    file,
    line: lineAt(source, m.index),
    scope: [],
  }));
