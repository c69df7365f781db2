import { build } from 'esbuild';
import { root } from './root.ts';

/** Programs as they ship, for what must not be measured translating: `dist`-like files in `outdir`. */
export async function bundleThreads(
  outdir: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    outdir,
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'warning',
  });
}
