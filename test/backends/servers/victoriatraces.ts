import { startDaemon } from './daemon.ts';
import { freePorts } from './ports.ts';
import type { RunningServer, StartOptions } from './running-server.ts';

export async function startVictoriaTraces({ title, program, dir }: StartOptions): Promise<RunningServer> {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const daemon = await startDaemon({
    title,
    program,
    args: [`-httpListenAddr=127.0.0.1:${port}`, '-storageDataPath=./data', '-retentionPeriod=7d'],
    dir,
    readyUrl: `${url}/health`,
  });
  return { url, otlp: `${url}/insert/opentelemetry/v1/traces`, zipkin: undefined, ...daemon };
}
