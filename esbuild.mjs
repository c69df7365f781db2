// Builds everything that ships: the extension, its two worker threads, the command line and the webviews.
// `node esbuild.mjs [--watch] [--meta]`; production is minified with linked source maps left out of the package.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { copyGrammars, grammarPackages } from './grammars.mjs';
import { writeL10nBundle } from './l10n.mjs';
import { writeNotices } from './notices.mjs';

const root = import.meta.dirname;
const watch = process.argv.includes('--watch');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
};

/** Host-side bundles are CommonJS: VS Code loads the entry with `require`. */
const node = {
  ...shared,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
  // web-tree-sitter locates its .wasm by import.meta.url; in CommonJS we pass the bytes ourselves.
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
};

const nodeEntries = {
  extension: 'src/extension.ts',
  engine: 'src/engine/worker.ts',
  receiver: 'src/engine/receiver/receiver-thread.ts',
  'parse-worker': 'src/indexer/parsing/parse-worker.ts',
  grpc: 'src/engine/receiver/grpc-listener.ts',
  indexer: 'src/indexer/worker.ts',
  cli: 'src/cli.ts',
};

const web = {
  ...shared,
  platform: 'browser',
  target: 'chrome128',
  format: 'iife',
  outdir: 'dist/webview',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

const webEntries = {
  waterfall: 'webview/waterfall/main.ts',
  sending: 'webview/sending/main.ts',
  standalone: 'webview/standalone/main.ts',
};

const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))));

if (!watch) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
copyGrammars(root);
writeL10nBundle(root);
const builds = [
  { ...node, entryPoints: present(nodeEntries) },
  { ...web, entryPoints: present(webEntries) },
].filter((b) => Object.keys(b.entryPoints).length > 0);

if (watch) {
  let running = 0;
  /** The lines that .vscode/tasks.json waits for. */
  const report = {
    name: 'report',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      build.onEnd(() => {
        if (--running === 0) console.log('[watch] build finished');
      });
    },
  };
  for (const b of builds) await (await esbuild.context({ ...b, plugins: [report] })).watch();
} else {
  const results = await Promise.all(builds.map((b) => esbuild.build(b)));
  const metafiles = results.map((r) => r.metafile);
  if (process.argv.includes('--meta'))
    writeFileSync(path.join(root, 'dist/meta.json'), JSON.stringify(metafiles));
  const out = path.join(root, 'dist/third-party-notices.txt');
  writeNotices({ root, metafiles, copied: grammarPackages(), out });
}
