import { type Dependency, lineAt, type Manifest, type Setting } from '../manifest.ts';

const none = { container: false, esm: false, projects: [], settings: [] } as const;

/** go.mod; `// indirect` ones are not the project's own. */
export function goManifest(source: string, file: string): Manifest {
  const dependencies = source.split('\n').flatMap((raw, i): Dependency[] => {
    const m = /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+(v\S+)(\s*\/\/\s*indirect)?/.exec(raw);
    return m?.[1]
      ? [{ name: m[1], version: m[2] ?? '', file, line: i + 1, ...(m[3] ? { dev: true } : {}) }]
      : [];
  });
  const name = /^module\s+(\S+)/m.exec(source)?.[1] ?? '';
  const tools = /^tool\s+\(?/m.test(source) ? /orchestrion|otelc/.exec(source)?.[0] : undefined;
  const settings: Setting[] = tools
    ? [
        {
          what: 'run',
          key: 'tool',
          value: tools,
          file,
          line: lineAt(source, source.indexOf(tools)),
          scope: [],
        },
      ]
    : [];
  return { ...none, family: 'go', file, name, dependencies, settings, application: undefined };
}

/** Cargo.toml with its workspace tables. */
export function cargoManifest(source: string, file: string): Manifest {
  let table = '';
  const dependencies = source.split('\n').flatMap((raw, i): Dependency[] => {
    const heading = /^\s*\[([^\]]+)\]/.exec(raw)?.[1];
    if (heading !== undefined) {
      table = heading;
      const own = /(?:^|\.)dependencies\.([\w-]+)$/.exec(heading)?.[1];
      return own ? [{ name: own, version: '', file, line: i + 1 }] : [];
    }
    if (!/(?:^|[.-])dependencies$/.test(table)) return [];
    const m =
      /^\s*([\w-]+)(?:\.workspace)?\s*=\s*(?:\{.*?(?:version\s*=\s*"([^"]*)")?.*\}|"([^"]*)"|true)/.exec(raw);
    if (!m?.[1]) return [];
    return [
      {
        name: m[1],
        version: m[2] ?? m[3] ?? '',
        file,
        line: i + 1,
        ...(table.includes('dev-') ? { dev: true } : {}),
      },
    ];
  });
  const name = /\[package\][\s\S]*?^\s*name\s*=\s*"([^"]+)"/m.exec(source)?.[1] ?? '';
  const library = /^\s*\[lib\]/m.test(source) && !/^\s*\[\[bin\]\]/m.test(source);
  return {
    ...none,
    family: 'rust',
    file,
    name,
    dependencies,
    application: library ? false : undefined,
    container: /^\s*\[workspace\]/m.test(source) && name === '',
  };
}

/** *.csproj, Directory.Packages.props, Directory.Build.props, packages.config. */
export function dotnetManifest(source: string, file: string): Manifest {
  const dependencies = [
    ...source.matchAll(
      /<(?:PackageReference|PackageVersion|package|GlobalPackageReference)\s+(?:Include|Update|id)="([^"]+)"(?:[^>]*?\bVersion(?:Override)?="([^"]*)")?(?:[^/>]*>\s*<Version>([^<]*))?/gi,
    ),
  ].map(
    (m): Dependency => ({
      name: m[1] ?? '',
      version: m[2] ?? m[3] ?? '',
      file,
      line: lineAt(source, m.index),
      // Central package management lists versions; who uses a package says so in its own project.
      ...(m[0].startsWith('<PackageVersion') ? { versionOnly: true } : {}),
    }),
  );
  const sdk = /<Project\s+Sdk="([^"]+)"/.exec(source)?.[1] ?? '';
  if (sdk !== '') dependencies.push({ name: sdk, version: '', file, line: 1 });
  if (/<FrameworkReference\s+Include="Microsoft\.AspNetCore\.App"/.test(source))
    dependencies.push({ name: 'Microsoft.AspNetCore.App', version: '', file, line: 1 });
  const isProgram =
    /Sdk\.(?:Web|Worker|BlazorWebAssembly)|Aspire/.test(sdk) ||
    /<OutputType>\s*(?:Win)?Exe/i.test(source) ||
    /<AzureFunctionsVersion>/.test(source);
  return {
    ...none,
    family: 'dotnet',
    file,
    name: /<AssemblyName>([^<]+)/.exec(source)?.[1] ?? file.replace(/^.*\//, '').replace(/\.\w+$/, ''),
    dependencies,
    application: isProgram,
    projects: [...source.matchAll(/<ProjectReference\s+Include="([^"]+)"/g)].map((m) =>
      (m[1] ?? '').replaceAll('\\', '/'),
    ),
  };
}
