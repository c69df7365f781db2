// Starts OpenTelemetry before anything else is loaded: `node --import ./src/instrumentation.ts src/server.ts`.
import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { NodeSDK } from '@opentelemetry/sdk-node';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const sdk = new NodeSDK({ serviceName: 'gateway', instrumentations: [getNodeAutoInstrumentations()] });
sdk.start();
process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
