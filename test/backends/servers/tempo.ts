import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDaemon } from './daemon.ts';
import { freePorts } from './ports.ts';
import type { RunningServer, StartOptions } from './running-server.ts';

type Ports = { readonly http: number; readonly grpc: number; readonly otlp: number; readonly zipkin: number };

/** One process with everything in it. What was just sent must be searchable at once, which is not the default. */
export async function startTempo(options: StartOptions, version: 2 | 3): Promise<RunningServer> {
  const { title, program, dir } = options;
  const [http = 0, grpc = 0, otlp = 0, zipkin = 0] = await freePorts(4);
  const ports = { http, grpc, otlp, zipkin };
  const config = [common(ports, options), version === 3 ? version3(options) : version2(options)];
  writeFileSync(path.join(dir, 'tempo.yaml'), config.join('\n'));
  const url = `http://127.0.0.1:${http}`;
  const daemon = await startDaemon({
    title,
    program,
    args: ['-config.file=tempo.yaml', '-target=all'],
    dir,
    readyUrl: `${url}/ready`,
  });
  return {
    url,
    otlp: `http://127.0.0.1:${otlp}/v1/traces`,
    zipkin: `http://127.0.0.1:${zipkin}/api/v2/spans`,
    ...daemon,
  };
}

const common = ({ http, grpc, otlp, zipkin }: Ports, { tenancy }: StartOptions) => `
server:
  http_listen_address: 127.0.0.1
  http_listen_port: ${http}
  grpc_listen_address: 127.0.0.1
  grpc_listen_port: ${grpc}
  log_level: warn
multitenancy_enabled: ${tenancy === true}
usage_report: { reporting_enabled: false }
distributor:
  receivers:
    otlp:
      protocols:
        http: { endpoint: "127.0.0.1:${otlp}" }
    zipkin: { endpoint: "127.0.0.1:${zipkin}" }
storage:
  trace:
    backend: local
    wal: { path: ./wal }
    local: { path: ./blocks }
`;

/** Every path is named: the defaults lie outside the folder and would be shared by all runs. */
const version3 = ({ cutoff }: StartOptions) => `
live_store:
  wal: { path: ./live-store/traces }
  shutdown_marker_dir: ./live-store/shutdown-marker
backend_scheduler: { local_work_path: ./scheduler }
query_frontend:
  query_end_cutoff: ${cutoff ?? '0s'}
memberlist:
  bind_addr: [127.0.0.1]
  bind_port: 0
`;

const version2 = ({ localBlocks }: StartOptions) => `
memberlist:
  bind_addr: [127.0.0.1]
  bind_port: 0
ingester:
  lifecycler:
    address: 127.0.0.1
    ring:
      kvstore: { store: inmemory }
      replication_factor: 1
compactor:
  ring:
    kvstore: { store: inmemory }
${localBlocks === false ? '' : generator}
`;

const generator = `
metrics_generator:
  ring:
    kvstore: { store: inmemory }
  # Spans older than this are not counted: 30 s by default.
  metrics_ingestion_time_range_slack: 10m
  processor:
    local_blocks: { filter_server_spans: false, flush_to_storage: false }
  storage: { path: ./generator }
  traces_storage: { path: ./generator-traces }
overrides:
  defaults:
    metrics_generator: { processors: [local-blocks] }
`;
