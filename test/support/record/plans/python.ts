import path from 'node:path';
import { root } from '../../root.ts';
import { APP, type Plan, type Service, type Step } from '../plan.ts';

const ports = { storefront: 18201, pricing: 18202, billing: 18203 };
type Name = keyof typeof ports;
const names: readonly Name[] = ['storefront', 'pricing', 'billing'];
const at = (name: Name) => `http://127.0.0.1:${ports[name]}`;
const bin = (name: Name, program: string) => `${APP}/${name}/.venv/bin/${program}`;
const shared = {
  PRICING_URL: at('pricing'),
  BILLING_URL: at('billing'),
  // Nobody listens there: the delivery of an invoice fails, and says so.
  MAILER_URL: 'http://127.0.0.1:18209',
  OTEL_PYTHON_LOG_CODE_ATTRIBUTES: 'false',
  OTEL_EXPERIMENTAL_RESOURCE_DETECTORS: 'otel,process',
  PYTHONUNBUFFERED: '1',
};

const install = (name: Name): Step => ({
  command: [bin(name, 'pip'), 'install', '-q', '-r', 'requirements.txt'],
  cwd: name,
  inputs: ['requirements.txt'],
});
const service = (name: Name, args: readonly string[], env = {}): Service => ({
  name,
  command: [bin(name, 'opentelemetry-instrument'), ...args],
  cwd: name,
  port: ports[name],
  env: { ...shared, ...env, PATH: `${APP}/${name}/.venv/bin:/usr/bin:/bin` },
});
const login = { authorization: 'Bearer ada' };

export const python: Plan = {
  tools: [['python3', '--version']],
  steps: [
    { command: ['sh', path.join(root, 'test/support/record/stand-ins/python-env.sh'), ...names], cwd: '' },
    ...names.map(install),
    {
      command: [
        'rm',
        '-rf',
        'storefront/storefront.db',
        'pricing/pricing.db',
        'billing/billing.db',
        'billing/queue',
      ],
      cwd: '',
    },
    { command: ['mkdir', 'queue'], cwd: 'billing' },
    { command: [bin('billing', 'python'), 'manage.py', 'migrate', '-v0'], cwd: 'billing' },
  ],
  services: [
    service('billing', ['python', 'manage.py', 'runserver', '--noreload', String(ports.billing)], {
      DJANGO_SETTINGS_MODULE: 'billing.settings',
    }),
    {
      ...service('billing', ['celery', '-A', 'billing', 'worker', '--pool=solo', '-l', 'INFO'], {
        DJANGO_SETTINGS_MODULE: 'billing.settings',
      }),
      name: 'billing-worker',
      directory: 'billing',
    },
    service('pricing', ['uvicorn', '--app-dir', 'src', 'pricing.main:app', '--port', String(ports.pricing)]),
    service('storefront', ['flask', '--app', 'storefront.app', 'run', '--port', String(ports.storefront)]),
  ],
  requests: [
    { method: 'GET', url: `${at('storefront')}/healthz`, status: 200 },
    { method: 'GET', url: `${at('storefront')}/products/`, status: 200 },
    { method: 'GET', url: `${at('storefront')}/products/?category=home`, status: 200 },
    { method: 'GET', url: `${at('storefront')}/products/1`, status: 200 },
    { method: 'GET', url: `${at('storefront')}/products/77`, status: 404 },
    { method: 'GET', url: `${at('storefront')}/nowhere`, status: 404 },
    {
      method: 'POST',
      url: `${at('storefront')}/orders`,
      body: { product_id: 1, customer: 'ada' },
      status: 401,
    },
    {
      method: 'POST',
      url: `${at('storefront')}/orders`,
      headers: login,
      body: { product_id: 1, quantity: 12, customer: 'ada' },
      status: 201,
    },
    {
      method: 'POST',
      url: `${at('storefront')}/orders`,
      headers: login,
      body: { product_id: 77, customer: 'ada' },
      status: 500,
    },
    { method: 'GET', url: `${at('storefront')}/orders/1`, headers: login, status: 200 },
    { method: 'GET', url: `${at('storefront')}/orders/9`, headers: login, status: 404 },
    { method: 'DELETE', url: `${at('storefront')}/orders/1`, headers: login, status: 204 },
    { method: 'DELETE', url: `${at('storefront')}/orders/1`, headers: login, status: 500 },
    { method: 'GET', url: `${at('pricing')}/livez`, status: 200 },
    {
      method: 'POST',
      url: `${at('pricing')}/v1/quotes`,
      body: { product_id: 2, quantity: 2, customer: 'ada' },
      status: 200,
    },
    { method: 'POST', url: `${at('pricing')}/v1/quotes`, body: { product_id: 2, quantity: 0 }, status: 400 },
    { method: 'POST', url: `${at('pricing')}/v1/quotes`, body: { product_id: 77 }, status: 422 },
    { method: 'GET', url: `${at('pricing')}/v1/quotes/5`, status: 404 },
    { method: 'GET', url: `${at('pricing')}/v1/prices/2`, status: 200 },
    { method: 'PUT', url: `${at('pricing')}/admin/prices/2?cents=950`, status: 200 },
    { method: 'GET', url: `${at('pricing')}/admin/boom`, status: 500 },
    { method: 'GET', url: `${at('billing')}/health/`, status: 200 },
    {
      method: 'POST',
      url: `${at('billing')}/invoices/`,
      body: { customer: 'ada', cents: 1200 },
      status: 201,
    },
    { method: 'GET', url: `${at('billing')}/invoices/`, status: 200 },
    { method: 'GET', url: `${at('billing')}/invoices/1/`, status: 200 },
    { method: 'GET', url: `${at('billing')}/invoices/404/`, status: 404 },
    { method: 'POST', url: `${at('billing')}/invoices/1/send/`, status: 202 },
    { method: 'GET', url: `${at('billing')}/reports/2026/`, status: 200 },
    { method: 'GET', url: `${at('billing')}/health/`, headers: { 'x-tenant': 'blocked' }, status: 403 },
  ],
  waitMs: 6000,
};
