// Builds the extension and packs the .vsix that users install; holds the package to its size and content.

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildExtension } from './build-extension.ts';
import { root } from './root.ts';
import { runCommand } from './vscode/run-command.ts';
import { zipEntries } from './zip-entries.ts';

const MAX_BYTES = 12 * 1024 * 1024;

/** All that may be in the package; a file that fits none of these was let through by mistake. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|LICENSE(\.txt)?)$/i,
  /^extension\/dist\/([\w.-]+\.cjs|third-party-notices\.txt)$/,
  /^extension\/dist\/webview\/[\w./-]+\.(js|css|ttf|svg)$/,
  /^extension\/media\/[\w./-]+\.(png|svg|wasm|md)$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/src\/features\/api\/spanlight\.d\.ts$/,
];

/** Without one of these the extension does not start, or a part of it stays dark. */
const REQUIRED = [
  'package.json',
  'package.nls.json',
  'dist/extension.cjs',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/engine.cjs',
  'dist/receiver.cjs',
  'dist/grpc.cjs',
  'dist/indexer.cjs',
  'dist/cli.cjs',
  'dist/third-party-notices.txt',
  'dist/webview/waterfall.js',
  'dist/webview/waterfall.css',
  'dist/webview/standalone.js',
  'media/icon.png',
  'media/grammars/runtime.wasm',
  'l10n/bundle.l10n.json',
  'src/features/api/spanlight.d.ts',
].map((file) => `extension/${file}`);

export type Package = { readonly file: string; readonly bytes: number; readonly entries: readonly string[] };

export async function buildPackage(dir: string = root): Promise<Package> {
  if (dir === root) await buildExtension();
  const file = path.join(dir, packageName(dir));
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const packed = await runCommand(process.execPath, [vsce, 'package', ...options, '--out', file], {
    cwd: dir,
  });
  if (packed.code !== 0) throw new Error(`The extension could not be packaged.\n${packed.output}`);
  return { file, bytes: statSync(file).size, entries: zipEntries(file) };
}

function packageName(dir: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `${name}-${version}.vsix`;
}

/** One sentence for each thing wrong with a package. */
export function packageProblems({ bytes, entries }: Package): string[] {
  const problems = entries
    .filter((entry) => !ALLOWED.some((pattern) => pattern.test(entry)))
    .map((entry) => `${entry} must not be in the package: see .vscodeignore.`);
  for (const file of REQUIRED)
    if (!entries.includes(file)) problems.push(`${file} is missing from the package.`);
  if (bytes > MAX_BYTES)
    problems.push(`The package has ${megabytes(bytes)}; the limit is ${megabytes(MAX_BYTES)}.`);
  return problems;
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
