import path from 'node:path';
import { bundleThreads } from '../bundle-threads.ts';

/** The receiver as it ships, one file and gRPC beside it: run from source it would also be measured translating. */
export async function bundleReceiver(outdir: string): Promise<string> {
  await bundleThreads(outdir, {
    serve: 'test/support/receiver/serve.ts',
    receiver: 'src/engine/receiver/receiver-thread.ts',
    grpc: 'src/engine/receiver/grpc-listener.ts',
  });
  return path.join(outdir, 'serve.cjs');
}
