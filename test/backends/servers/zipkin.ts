import { startDaemon } from './daemon.ts';
import { freePorts } from './ports.ts';
import type { RunningServer, StartOptions } from './running-server.ts';

export async function startZipkin({ title, program, dir }: StartOptions): Promise<RunningServer> {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const daemon = await startDaemon({
    title,
    program: 'java',
    // The usual setting, QUERY_PORT, would listen on every interface.
    args: [
      '-Xmx512m',
      '-jar',
      program,
      '--armeria.ports[0].ip=127.0.0.1',
      `--armeria.ports[0].port=${port}`,
      '--armeria.ports[0].protocols[0]=http',
    ],
    env: { STORAGE_TYPE: 'mem' },
    dir,
    readyUrl: `${url}/health`,
  });
  return { url, otlp: undefined, zipkin: `${url}/api/v2/spans`, ...daemon };
}
