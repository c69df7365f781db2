import { APP, type Plan, type Service } from '../plan.ts';

const ports = { accounts: 18401, rates: 18402 };
type Name = keyof typeof ports;
const at = (name: Name) => `http://127.0.0.1:${ports[name]}`;
const AGENT = '2.22.0';
const post = { method: 'POST', url: `${at('accounts')}/bank/accounts` };

const service = (name: Name, settings: readonly string[]): Service => ({
  name,
  command: [
    'java',
    `-javaagent:${APP}/agent/opentelemetry-javaagent.jar`,
    ...settings,
    '-jar',
    `target/${name}.jar`,
  ],
  cwd: name,
  port: ports[name],
  env: {
    SERVER_PORT: String(ports[name]),
    RATES_URL: at('rates'),
    OTEL_JAVA_DISABLED_RESOURCE_PROVIDERS:
      'io.opentelemetry.instrumentation.resources.HostResourceProvider,io.opentelemetry.instrumentation.resources.OsResourceProvider',
  },
});
const build = ['mvn', '-q', '-B', '-DskipTests', 'package'];

export const java: Plan = {
  tools: [
    ['java', '-version'],
    ['mvn', '-v'],
  ],
  steps: [
    {
      command: [
        'mvn',
        '-q',
        '-B',
        'dependency:copy',
        `-Dartifact=io.opentelemetry.javaagent:opentelemetry-javaagent:${AGENT}`,
        `-DoutputDirectory=${APP}/agent`,
        '-Dmdep.stripVersion=true',
      ],
      cwd: 'agent',
      inputs: [],
    },
    { command: build, cwd: 'accounts' },
    { command: build, cwd: 'rates' },
  ],
  services: [
    // The agent as it comes: controllers make no spans.
    service('rates', []),
    // With the spans of controllers, which carry code.*.
    service('accounts', ['-Dotel.instrumentation.common.experimental.controller-telemetry.enabled=true']),
  ],
  requests: [
    { method: 'GET', url: `${at('accounts')}/bank/status`, status: 200 },
    { method: 'GET', url: `${at('accounts')}/bank/status/fail`, status: 500 },
    { method: 'GET', url: `${at('accounts')}/bank/nowhere`, status: 404 },
    { ...post, body: { owner: 'ada', currency: 'EUR' }, status: 201 },
    { ...post, body: { owner: 'bob', currency: 'USD' }, status: 201 },
    { method: 'GET', url: `${at('accounts')}/bank/accounts?owner=ada`, status: 200 },
    { method: 'GET', url: `${at('accounts')}/bank/accounts/1`, status: 200 },
    { method: 'GET', url: `${at('accounts')}/bank/accounts/99`, status: 404 },
    { method: 'GET', url: `${at('accounts')}/bank/accounts/1/value/USD`, status: 200 },
    { method: 'GET', url: `${at('accounts')}/bank/accounts/2/value/XXX`, status: 500 },
    { ...post, url: `${post.url}/transfers`, body: { from: 1, to: 2, cents: 0 }, status: 202 },
    { method: 'GET', url: `${at('rates')}/rates`, status: 200 },
    { method: 'PUT', url: `${at('rates')}/rates/USD`, body: 1.2, status: 200 },
    { method: 'PUT', url: `${at('rates')}/rates/XXX`, body: 1.2, status: 500 },
  ],
  // Artemis makes message ids from the address of the network card.
  neutral: [[/("ID:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}/g, '$1000000000000']],
  waitMs: 4000,
};
