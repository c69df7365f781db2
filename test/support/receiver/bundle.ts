import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../root.ts';

/** The receiver as it ships, one file and gRPC beside it: run from source it would also be measured translating. */
export async function bundleReceiver(outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      serve: 'test/support/receiver/serve.ts',
      receiver: 'src/engine/receiver/receiver-thread.ts',
      grpc: 'src/engine/receiver/grpc-listener.ts',
    },
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
  return path.join(outdir, 'serve.cjs');
}
