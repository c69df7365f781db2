import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

contract('VictoriaTraces 0.1', async () =>
  subject(
    await startServer('victoriatraces-0297391'),
    { kind: 'victoriatraces' },
    {
      keeps: KEEPS['VictoriaTraces (Jaeger API)'],
      title: /^VictoriaTraces$/,
      version: /^0\.1\.0$/,
      latencyError: 0.01,
      functionStats: 'native',
    },
  ),
);
