import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

contract('VictoriaTraces 0.9', async () =>
  subject(
    await startServer('victoriatraces-0.9.4'),
    { kind: 'victoriatraces' },
    {
      keeps: KEEPS['VictoriaTraces (Tempo API)'],
      title: /^VictoriaTraces$/,
      version: /^0\.9\.4$/,
      latencyError: 0.01,
      functionStats: 'native',
    },
  ),
);
