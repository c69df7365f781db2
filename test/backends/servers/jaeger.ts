import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDaemon } from './daemon.ts';
import { freePorts } from './ports.ts';
import type { RunningServer, StartOptions } from './running-server.ts';

/** The usual all-in-one, on free ports, without the batching that would delay what was just sent. */
export async function startJaeger({
  title,
  program,
  dir,
  tenancy,
  prometheus,
}: StartOptions): Promise<RunningServer> {
  const [query = 0, grpc = 0, otlp = 0, zipkin = 0] = await freePorts(4);
  writeFileSync(path.join(dir, 'config.yaml'), config({ query, grpc, otlp, zipkin, tenancy, prometheus }));
  const url = `http://127.0.0.1:${query}`;
  const daemon = await startDaemon({
    title,
    program,
    args: ['--config', 'config.yaml'],
    dir,
    readyUrl: `${url}/api/v3/services`,
  });
  return {
    url,
    otlp: `http://127.0.0.1:${otlp}/v1/traces`,
    zipkin: `http://127.0.0.1:${zipkin}/api/v2/spans`,
    ...daemon,
  };
}

type Ports = { query: number; grpc: number; otlp: number; zipkin: number };
type Config = Ports & { tenancy: boolean | undefined; prometheus: string | undefined };

const config = ({ query, grpc, otlp, zipkin, tenancy, prometheus }: Config) => `
service:
  extensions: [jaeger_storage, jaeger_query]
  pipelines:
    traces:
      receivers: [otlp, zipkin]
      exporters: [jaeger_storage_exporter]
  telemetry:
    metrics: { level: none }
    logs: { level: warn }
extensions:
  jaeger_query:
    # Its own spans would go to whatever listens on 4317.
    enable_tracing: false
    storage:
      traces: memory
${prometheus ? '      metrics: prometheus' : ''}
    http: { endpoint: "127.0.0.1:${query}" }
    grpc: { endpoint: "127.0.0.1:${grpc}" }
${tenancy ? '    multi_tenancy: { Enabled: true, Header: x-tenant, Tenants: [acme, other] }' : ''}
  jaeger_storage:
    backends:
      memory: { memory: { max_traces: 100000 } }
${
  prometheus
    ? `    metric_backends:
      prometheus: { prometheus: { endpoint: "${prometheus}", normalize_calls: true, normalize_duration: true } }`
    : ''
}
receivers:
  otlp:
    protocols:
      http: { endpoint: "127.0.0.1:${otlp}", include_metadata: true }
  zipkin: { endpoint: "127.0.0.1:${zipkin}" }
exporters:
  jaeger_storage_exporter: { trace_storage: memory }
`;
