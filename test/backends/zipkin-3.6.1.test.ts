import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { post, startServer } from './servers/start.ts';
import { subject } from './subject.ts';
import { toZipkin } from './zipkin-format.ts';

contract('Zipkin 3.6', async () => {
  const server = await startServer('zipkin-3.6.1');
  return subject(
    server,
    { kind: 'zipkin' },
    {
      load: async (samples) => {
        for (const sample of samples) await post(server.zipkin ?? '', 'application/json', toZipkin(sample));
      },
      keeps: KEEPS.Zipkin,
      title: /^Zipkin$/,
      version: /^3\.6\.1$/,
      latencyError: 0.01,
      functionStats: 'client-side',
    },
  );
});
