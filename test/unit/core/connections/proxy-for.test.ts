import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProxySettings, proxyFor } from '../../../../src/core/connections/proxy-for.ts';

const settings = (more: Partial<ProxySettings> = {}): ProxySettings => ({
  proxy: 'http://proxy.acme.dev:3128',
  noProxy: [],
  support: 'override',
  env: {},
  ...more,
});
const URL_OUT = 'https://tempo.acme.dev/api';

test('requests go through the proxy of the settings, those of this machine never', () => {
  assert.equal(proxyFor(URL_OUT, settings()), 'http://proxy.acme.dev:3128');
  for (const url of [
    'http://localhost:16686',
    'http://127.0.0.5:1',
    'http://[::1]:3200',
    'http://a.localhost',
  ])
    assert.equal(proxyFor(url, settings()), undefined, url);
  assert.equal(proxyFor(URL_OUT, settings({ support: 'off' })), undefined);
});

test('without a setting the environment names it, by scheme and in either case', () => {
  const env = { HTTPS_PROXY: 'http://secure:1', http_proxy: 'http://plain:2' };
  assert.equal(proxyFor(URL_OUT, settings({ proxy: '', env })), 'http://secure:1');
  assert.equal(proxyFor('http://tempo.acme.dev', settings({ proxy: '', env })), 'http://plain:2');
  assert.equal(proxyFor(URL_OUT, settings({ proxy: '' })), undefined);
});

test('exceptions are hosts, domains and what is below them, with or without a port', () => {
  const through = (rule: string, url = URL_OUT) => proxyFor(url, settings({ noProxy: [rule] })) !== undefined;
  for (const rule of [
    '*',
    'tempo.acme.dev',
    'acme.dev',
    '.acme.dev',
    '*.acme.dev',
    'acme.dev:443',
    'ACME.dev',
  ])
    assert.equal(through(rule), false, rule);
  for (const rule of ['', 'me.dev', 'acme.dev:8443', 'tempo']) assert.equal(through(rule), true, rule);
  assert.equal(proxyFor(URL_OUT, settings({ env: { no_proxy: 'x, acme.dev' } })), undefined);
});
