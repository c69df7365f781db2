import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

contract('Tempo 2.10', async () =>
  subject(
    await startServer('tempo-2.10.8'),
    { kind: 'tempo' },
    {
      keeps: KEEPS.Tempo,
      title: /^Tempo$/,
      version: /^2\.10\.8$/,
      // Buckets a factor of two wide.
      latencyError: 0.45,
      functionStats: 'native',
    },
  ),
);
