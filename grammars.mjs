// media/grammars: only the .wasm of each grammar ships; the packages also carry C sources and prebuilds.
import { copyFileSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const from = (spec) => path.dirname(require.resolve(`${spec}/package.json`));

/** Packages whose files are copied as they are. */
export const grammarPackages = () =>
  ['@vscode/tree-sitter-wasm', 'tree-sitter-c-sharp', '@tree-sitter-grammars/tree-sitter-kotlin'].map(from);

/** Copies what is missing or another one. What is there stays: a test may be reading it. */
export function copyGrammars(root) {
  const out = path.join(root, 'media/grammars');
  mkdirSync(out, { recursive: true });
  const copy = (dir, file, name) => {
    const [source, target] = [path.join(dir, file), path.join(out, `${name}.wasm`)];
    const there = statSync(target, { throwIfNoEntry: false });
    if (there?.size === statSync(source).size) return;
    copyFileSync(source, `${target}.${process.pid}`);
    renameSync(`${target}.${process.pid}`, target);
  };
  const [collection, csharp, kotlin] = grammarPackages();
  for (const lang of ['go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust', 'tsx', 'typescript'])
    copy(path.join(collection, 'wasm'), `tree-sitter-${lang}.wasm`, lang);
  // C#'s own package parses newer syntax than the collection's copy.
  copy(csharp, 'tree-sitter-c_sharp.wasm', 'csharp');
  copy(kotlin, 'tree-sitter-kotlin.wasm', 'kotlin');
  const runtime = path.dirname(require.resolve('web-tree-sitter'));
  const wasm = readdirSync(runtime).find((f) => f === 'web-tree-sitter.wasm' || f === 'tree-sitter.wasm');
  copy(runtime, wasm, 'runtime');
}
