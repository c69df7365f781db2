import path from 'node:path';
import { root } from '../../root.ts';
import { NODE, type Plan, type Service } from '../plan.ts';

const ports = { catalog: 18101, cart: 18102, orders: 18103, postgres: 18110, redis: 18111 };
const standIns = path.join(root, 'test/support/record/stand-ins');
const npm = ['npm', 'install', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
const register = ['--require', '@opentelemetry/auto-instrumentations-node/register'];
const at = (service: 'catalog' | 'cart' | 'orders') => `http://127.0.0.1:${ports[service]}`;
const ada = { 'x-customer': 'ada' };

const service = (name: 'catalog' | 'cart' | 'orders', args: readonly string[], env = {}): Service => ({
  name,
  command: [NODE, ...args],
  cwd: name,
  port: ports[name],
  env: {
    PORT: String(ports[name]),
    PGPORT: String(ports.postgres),
    REDIS_PORT: String(ports.redis),
    CATALOG_URL: at('catalog'),
    CART_URL: at('cart'),
    OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,net,dns',
    ...env,
  },
});

export const node: Plan = {
  tools: [['npm', '--version']],
  steps: [
    {
      command: [
        'cp',
        ...['package.json', 'postgres.mjs', 'redis.mjs'].map((f) => path.join(standIns, f)),
        '.',
      ],
      cwd: 'stand-ins',
    },
    { command: npm, cwd: 'stand-ins', inputs: ['package.json'] },
    { command: npm, cwd: 'catalog', inputs: ['package.json'] },
    { command: npm, cwd: 'cart', inputs: ['package.json'] },
    { command: npm, cwd: 'orders', inputs: ['package.json'] },
    { command: ['npm', 'run', 'build'], cwd: 'orders' },
  ],
  services: [
    {
      name: 'postgres',
      command: [NODE, 'postgres.mjs', '../schema.sql', String(ports.postgres)],
      cwd: 'stand-ins',
      port: ports.postgres,
      standIn: true,
    },
    {
      name: 'redis',
      command: [NODE, 'redis.mjs', String(ports.redis)],
      cwd: 'stand-ins',
      port: ports.redis,
      standIn: true,
    },
    service('catalog', [...register, 'src/server.js'], { REFRESH_MS: '3000' }),
    service('cart', ['--import', './src/instrumentation.js', 'src/server.js']),
    service('orders', ['--enable-source-maps', ...register, 'dist/main.js'], { OUTBOX_MS: '2500' }),
  ],
  requests: [
    { method: 'GET', url: `${at('catalog')}/healthz`, status: 200 },
    { method: 'GET', url: `${at('catalog')}/api/products`, status: 200 },
    { method: 'GET', url: `${at('catalog')}/api/products?category=kitchen&page=0`, status: 200 },
    { method: 'GET', url: `${at('catalog')}/api/products/2`, status: 200 },
    { method: 'GET', url: `${at('catalog')}/api/products/99`, status: 404 },
    { method: 'GET', url: `${at('catalog')}/nowhere`, status: 404 },
    { method: 'GET', url: `${at('catalog')}/api/products/1/reviews`, status: 401 },
    {
      method: 'GET',
      url: `${at('catalog')}/api/products/1/reviews`,
      headers: { 'x-api-key': 'reader' },
      status: 200,
    },
    {
      method: 'POST',
      url: `${at('catalog')}/api/products/1/reviews`,
      headers: { 'x-api-key': 'writer' },
      body: { author: 'ada', stars: 5, text: 'Bright.' },
      status: 201,
    },
    {
      method: 'POST',
      url: `${at('catalog')}/api/products/3/reservations`,
      body: { quantity: 1 },
      status: 409,
    },
    { method: 'GET', url: `${at('cart')}/health`, status: 200 },
    { method: 'GET', url: `${at('cart')}/carts/c1`, status: 401 },
    {
      method: 'POST',
      url: `${at('cart')}/carts/c1/lines`,
      headers: ada,
      body: { productId: 1, quantity: 2 },
      status: 201,
    },
    {
      method: 'POST',
      url: `${at('cart')}/carts/c1/lines`,
      headers: ada,
      body: { productId: 99 },
      status: 422,
    },
    { method: 'POST', url: `${at('cart')}/carts/c1/lines`, headers: ada, body: {}, status: 400 },
    {
      method: 'POST',
      url: `${at('cart')}/carts/c2/lines`,
      headers: ada,
      body: { productId: 3 },
      status: 201,
    },
    { method: 'GET', url: `${at('cart')}/carts/c1`, headers: ada, status: 200 },
    { method: 'POST', url: `${at('cart')}/carts/none/checkout`, headers: ada, status: 409 },
    { method: 'POST', url: `${at('cart')}/carts/c2/checkout`, headers: ada, status: 502 },
    { method: 'DELETE', url: `${at('cart')}/carts/c2`, headers: ada, status: 204 },
    { method: 'GET', url: `${at('orders')}/v1/health`, status: 200 },
    { method: 'GET', url: `${at('orders')}/v1/orders`, status: 200 },
    { method: 'GET', url: `${at('orders')}/v1/orders/1`, status: 200 },
    { method: 'GET', url: `${at('orders')}/v1/orders/404`, status: 404 },
    { method: 'GET', url: `${at('orders')}/v1/orders/abc`, status: 400 },
    {
      method: 'POST',
      url: `${at('orders')}/v1/orders`,
      body: { cartId: 'c1', customer: 'ada', card: '4000123' },
      status: 422,
    },
    {
      method: 'POST',
      url: `${at('orders')}/v1/orders`,
      body: { cartId: 'c1', customer: 'ada', card: '4242' },
      status: 201,
    },
    {
      method: 'POST',
      url: `${at('orders')}/v1/orders`,
      body: { cartId: 'c1', customer: 'ada', card: '4242' },
      status: 502,
    },
    { method: 'DELETE', url: `${at('orders')}/v1/orders/1`, status: 403 },
    { method: 'DELETE', url: `${at('orders')}/v1/orders/1`, headers: { 'x-role': 'support' }, status: 204 },
  ],
  waitMs: 3500,
};
