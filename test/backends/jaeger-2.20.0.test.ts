import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

contract('Jaeger 2.20', async () =>
  subject(
    await startServer('jaeger-2.20.0'),
    { kind: 'jaeger' },
    {
      keeps: KEEPS['Jaeger (API v3)'],
      title: /^Jaeger$/,
      version: /^2\.20\.0$/,
      latencyError: 0.01,
      functionStats: 'client-side',
    },
  ),
);
