import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

export type Usage = { readonly cpuMs: number; readonly maxRss: number };

export type ReceiverProcess = {
  readonly ports: Readonly<Record<'http' | 'grpc' | 'zipkin', number>>;
  readonly process: ChildProcess;
  readonly usage: () => Promise<Usage>;
  /** A clean stop. */
  readonly stop: () => Promise<void>;
};

/** A receiver with its store in another process; `file`: of `bundleReceiver`, or else from source. */
export async function receiverProcess(
  store: string,
  { port = 0, file = path.join(import.meta.dirname, 'serve.ts') } = {},
): Promise<ReceiverProcess> {
  const child = fork(file, [store, String(port)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
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
