import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

contract('Tempo 3.0', async () =>
  subject(
    await startServer('tempo-3.0.3'),
    { kind: 'tempo' },
    {
      keeps: KEEPS.Tempo,
      title: /^Tempo$/,
      version: /^3\.0\.3$/,
      // Buckets a factor of two wide.
      latencyError: 0.45,
      functionStats: 'native',
    },
  ),
);
