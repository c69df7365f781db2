import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { CodeAttributesProcessor } from './code-attributes.ts';

// The revision this process was started from comes with OTEL_RESOURCE_ATTRIBUTES (vcs.ref.head.revision).
const sdk = new NodeSDK({
  serviceName: 'recommendations',
  spanProcessors: [
    new CodeAttributesProcessor(),
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
  instrumentations: [new UndiciInstrumentation()],
});
sdk.start();
process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
