/**
 * Writes src/core/gaps/coverage/*.ts: what each language's auto-instrumentation covers.
 *
 *     npm run gap-coverage -- DIR
 *
 * DIR holds one JSON file a source, each made from upstream's own lists:
 *   js-contrib.json       [{ pkg, ver, inAuto, supported, deprecated }]: packages of opentelemetry-js-contrib;
 *                         `supported` is the "Supported Versions" part of its README (Markdown)
 *   python-bootstrap.json { libraries: [{ library, instrumentation }], default: [instrumentation] }: bootstrap_gen.py
 *   java-agent.json       [{ name, agent, disabled, targets, kinds }]: docs/instrumentation-list.yaml
 *   dotnet-auto.json      [{ id, nuget, versions }]: the table of docs/config.md
 *   dotnet-contrib.json   [name]: folders of opentelemetry-dotnet-contrib/src
 *   go-registry.json      [{ title, pkg, repo, deprecated }]: Go instrumentations of opentelemetry.io's registry
 *   ruby-php-rust.json    { ruby: [folder], php: [folder], rust: [crate] }
 * One row a line, fields parted by `|`: a change upstream is a readable diff.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.ts';

type Js = { pkg: string; ver: string; inAuto: boolean; supported: string; deprecated: boolean };
type Python = { libraries: { library: string; instrumentation: string }[]; default: string[] };
type Java = { name: string; agent: boolean; disabled: boolean; targets: string[]; kinds: string[] };
type DotNet = { id: string; nuget: string[]; versions: string };
type Go = { pkg: string | null; repo: string | null; deprecated: boolean };
type Others = { ruby: string[]; php: string[]; rust: string[] };

const dir = process.argv[2];
if (!dir) {
  console.error('Name the folder with the lists: npm run gap-coverage -- DIR');
  process.exit(2);
}
const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as T;

/** The two instrumentations that live beside the SDK, not in contrib. */
const CORE_JS = [
  '@opentelemetry/instrumentation-grpc|auto|@grpc/grpc-js 1.x',
  '@opentelemetry/instrumentation-http|auto|',
  '@opentelemetry/instrumentation-fetch||',
  '@opentelemetry/instrumentation-xml-http-request||',
];
/** Switched off unless asked for. */
const OFF_JS = new Set(['@opentelemetry/instrumentation-fs', '@opentelemetry/instrumentation-host-metrics']);

function js(): string[] {
  const rows = read<Js[]>('js-contrib.json')
    .filter((r) => !r.deprecated)
    .map((r) => {
      const flag = r.inAuto ? (OFF_JS.has(r.pkg) ? 'off' : 'auto') : '';
      return `${r.pkg}|${flag}|${supported(r.supported).join(';')}`;
    });
  return [...CORE_JS, ...rows].sort();
}

/** "- [`pg`](url) versions `>=8.0.3 <9`" */
const supported = (markdown: string) =>
  [...markdown.matchAll(/[[`]`?([@\w./*-]+)`?\]\S*\s+(?:versions?\s+)?((?:>= )?`[^`]+`)/g)]
    .map(([, name, range]) => `${name} ${range?.replaceAll('`', '').replaceAll('>= ', '>=')}`)
    .filter((row) => !row.startsWith('Node'));

function python(): string[] {
  const data = read<Python>('python-bootstrap.json');
  const plain = (name: string) => name.replace(/[=<>~].*$/, '');
  const rows = new Map<string, string[]>();
  for (const { library, instrumentation } of data.libraries) {
    const [, name = '', range = ''] = /^([\w.-]+)\s*(.*)$/.exec(library) ?? [];
    const list = rows.get(plain(instrumentation)) ?? [];
    rows.set(plain(instrumentation), [...list, `${name} ${range.replaceAll(', ', ',').replaceAll(' ', '')}`]);
  }
  return [
    ...[...rows].map(([name, list]) => `${name}||${list.join(';')}`),
    ...data.default.map((name) => `${plain(name)}|always|`),
  ].sort();
}

const java = () =>
  read<Java[]>('java-agent.json')
    .filter((r) => r.agent)
    .map((r) => {
      const kinds = r.kinds.map((k) => (k[0] === 'C' && k[1] === 'O' ? 'Q' : k[0])).join('');
      return `${r.name}|${r.disabled ? 'off' : ''}|${kinds}|${compact(r.targets).join(';')}`;
    });

/** Scala's builds of one library differ in their suffix only. */
const compact = (targets: readonly string[]) => [
  ...new Set(targets.map((t) => t.replace(/_(?:2\.\d+|3)(?=:)/, ''))),
];

const dotnet = () => [
  ...read<DotNet[]>('dotnet-auto.json').map(
    (r) => `${r.id}|auto|${r.nuget.map((n) => `${n} ${range(r.versions)}`).join(';')}`,
  ),
  ...read<string[]>('dotnet-contrib.json').map((name) => `OpenTelemetry.${name}||`),
];
const range = (text: string) =>
  text
    .replace(/\\?\[\d+\\?\]/g, '')
    .replaceAll('≥', '>=')
    .replaceAll('&', ' ')
    .replace(/([<>=])\s+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim() || '*';

const go = () =>
  read<Go[]>('go-registry.json')
    .filter((r) => !r.deprecated && !(r.repo ?? '').includes('compile-instrumentation'))
    .map((r) => r.pkg ?? moduleOf(r.repo ?? ''))
    .filter((m, i, all) => m !== '' && all.indexOf(m) === i)
    .sort()
    .map((m) => `${m}||`);

/** A GitHub address to the module path below it. */
const moduleOf = (repo: string) =>
  repo
    .replace(/^https:\/\//, '')
    .replace(/\/tree\/[^/]+(?=\/|$)/, '')
    .replace(/^github\.com\/open-telemetry\/opentelemetry-go-contrib\//, 'go.opentelemetry.io/contrib/')
    .replace(/^github\.com\/gofiber\/contrib\/v3\//, 'github.com/gofiber/contrib/');

function others(): string[] {
  const data = read<Others>('ruby-php-rust.json');
  return [
    ...data.ruby.filter((n) => /^[a-z_0-9]+$/.test(n)).map((n) => `opentelemetry-instrumentation-${n}||`),
    ...data.php.map((n) => `open-telemetry/opentelemetry-auto-${n.toLowerCase()}||`),
    ...data.rust.map((n) => `${n}||`),
  ];
}

function write(name: string, constant: string, what: string, rows: readonly string[]): void {
  const text = [
    `/** ${what} Written by test/support/tasks/gap-coverage.ts; do not edit. */`,
    `export const ${constant} = \``,
    ...rows,
    '`;',
    '',
  ].join('\n');
  writeFileSync(path.join(root, 'src/core/gaps/coverage', `${name}.ts`), text);
  console.log(`${name}: ${rows.length} rows`);
}

write('js', 'JS_COVERAGE', 'package|auto, off or neither|library range; ...', js());
write('python', 'PYTHON_COVERAGE', 'package|always or bootstrapped|library range; ...', python());
write(
  'java',
  'JAVA_COVERAGE',
  'module|off by default|kinds (Server, Client, Producer, Q consumer, Internal)|group:artifact:range; ...',
  java(),
);
write('dotnet', 'DOTNET_COVERAGE', 'id or package|auto|NuGet package range; ...', dotnet());
write('go', 'GO_COVERAGE', 'module||', go());
write('others', 'OTHER_COVERAGE', 'Ruby, PHP and Rust packages.', others());
