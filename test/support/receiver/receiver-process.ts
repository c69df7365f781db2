import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

export type Usage = { readonly cpuMs: number; readonly maxRss: number };

const FLAGS = ['--disable-warning=ExperimentalWarning'] as const;

export type ReceiverProcess = {
  readonly ports: Readonly<Record<'http' | 'grpc' | 'zipkin', number>>;
  readonly process: ChildProcess;
  readonly usage: () => Promise<Usage>;
  /** A clean stop. */
  readonly stop: () => Promise<void>;
};

/**
 * A receiver with its store in another process; `file`: of `bundleReceiver`, or else from source. `fileBlocks`: no file
 * of it may be larger, in blocks of the shell's `ulimit` (512 or 1024 bytes): to the program a disk that is full.
 */
export async function receiverProcess(
  store: string,
  { port = 0, file = path.join(import.meta.dirname, 'serve.ts'), fileBlocks = 0 } = {},
): Promise<ReceiverProcess> {
  const child = fork(file, [store, String(port)], {
    ...(fileBlocks > 0
      ? {
          execPath: '/bin/sh',
          // The signal would end the process; ignored, the write fails as on a disk without room.
          execArgv: [
            '-c',
            `trap '' XFSZ; ulimit -f ${fileBlocks}; exec "$0" "$@"`,
            process.execPath,
            ...FLAGS,
          ],
        }
      : { execArgv: [...FLAGS] }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = <T>(key: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const gone = () => reject(new Error('The receiver process ended.'));
      const take = (message: object) => {
        if (!(key in message)) return;
        child.off('message', take).off('exit', gone);
        resolve(message as T);
      };
      child.on('message', take).once('exit', gone);
    });
  const { ports } = await answer<{ ports: ReceiverProcess['ports'] }>('ports');
  return {
    ports,
    process: child,
    usage: () => {
      const usage = answer<Usage>('cpuMs');
      child.send('usage');
      return usage;
    },
    stop: async () => {
      const closed = answer('closed');
      child.send('stop');
      await closed;
    },
  };
}
