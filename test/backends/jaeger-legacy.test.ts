import { faultProxy } from '../support/fault-proxy.ts';
import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { startServer } from './servers/start.ts';
import { subject } from './subject.ts';

// A version before the newer API, which is what its paths being absent makes of this one.
contract('Jaeger, legacy API only', async () => {
  const server = await startServer('jaeger-2.20.0');
  const proxy = await faultProxy(server.url, (path) => path.startsWith('/api/v3/'));
  return subject(
    { ...server, url: proxy.url },
    { kind: 'jaeger' },
    {
      keeps: KEEPS['Jaeger (legacy API)'],
      title: /^Jaeger$/,
      version: /^2\.20\.0$/,
      latencyError: 0.01,
      functionStats: 'client-side',
    },
  );
});
