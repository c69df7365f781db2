// Planted: only the database is instrumented here, so the admin routes and the nightly job have no spans.
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
const { NodeSDK } = require('@opentelemetry/sdk-node');

const sdk = new NodeSDK({
  serviceName: 'worker',
  instrumentations: [new PgInstrumentation({ requireParentSpan: true })],
});
sdk.start();
process.on('SIGTERM', () => sdk.shutdown().finally(() => process.exit(0)));
