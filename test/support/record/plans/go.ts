import { APP, type Plan, type Service, type Step } from '../plan.ts';

const ports = { gateway: 18301, inventory: 18302, ledger: 18303 };
type Name = keyof typeof ports;
const at = (name: Name) => `http://127.0.0.1:${ports[name]}`;

const service = (name: Name): Service => ({
  name,
  command: [`${APP}/bin/${name}`],
  cwd: name,
  port: ports[name],
  env: {
    PORT: String(ports[name]),
    INVENTORY_URL: at('inventory'),
    LEDGER_ADDR: `127.0.0.1:${ports.ledger}`,
    DATABASE: 'file:breads.db?mode=memory&cache=shared',
  },
});
// -trimpath as release builds have it: stack traces then name modules, and no module cache of anybody's.
const build = (name: Name): Step => ({
  command: ['go', 'build', '-trimpath', '-o', `${APP}/bin/${name}`, `./${name}`],
  cwd: '',
  // Sums of modules are not kept with the fixtures.
  env: { GOFLAGS: '-mod=mod -buildvcs=false', CGO_ENABLED: '0' },
});
const rye = { account: 'ada', bread: 'rye', quantity: 2 };

export const go: Plan = {
  tools: [['go', 'version']],
  steps: [build('gateway'), build('inventory'), build('ledger')],
  services: [service('ledger'), service('inventory'), service('gateway')],
  requests: [
    { method: 'GET', url: `${at('gateway')}/healthz`, status: 200 },
    { method: 'GET', url: `${at('gateway')}/breads`, status: 200 },
    { method: 'GET', url: `${at('gateway')}/breads/rye`, status: 200 },
    { method: 'GET', url: `${at('gateway')}/breads/stone`, status: 404 },
    { method: 'GET', url: `${at('gateway')}/nowhere`, status: 404 },
    { method: 'POST', url: `${at('gateway')}/orders`, body: rye, status: 201 },
    { method: 'POST', url: `${at('gateway')}/orders`, body: { ...rye, bread: 'baguette' }, status: 404 },
    { method: 'POST', url: `${at('gateway')}/orders`, body: { ...rye, quantity: 15 }, status: 502 },
    { method: 'GET', url: `${at('gateway')}/accounts/ada/balance`, status: 401 },
    {
      method: 'GET',
      url: `${at('gateway')}/accounts/ada/balance`,
      headers: { 'x-api-key': 'k' },
      status: 200,
    },
    {
      method: 'GET',
      url: `${at('gateway')}/accounts/bob/balance`,
      headers: { 'x-api-key': 'k' },
      status: 502,
    },
    { method: 'GET', url: `${at('inventory')}/ping`, status: 200 },
    { method: 'POST', url: `${at('inventory')}/api/v1/breads/rye/take`, body: {}, status: 400 },
    { method: 'GET', url: `${at('inventory')}/api/v1/admin/crash`, status: 403 },
    {
      method: 'GET',
      url: `${at('inventory')}/api/v1/admin/crash`,
      headers: { 'x-admin': 'yes' },
      status: 500,
    },
    {
      method: 'PUT',
      url: `${at('inventory')}/api/v1/admin/breads/brioche`,
      headers: { 'x-admin': 'yes' },
      body: { name: 'brioche', cents: 700, stock: 4 },
      status: 200,
    },
  ],
  waitMs: 3000,
};
