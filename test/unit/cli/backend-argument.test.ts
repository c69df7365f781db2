import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { backendArgument } from '../../../src/cli/backend-argument.ts';
import { UsageError } from '../../../src/cli/command.ts';
import { proxyOfEnvironment } from '../../../src/cli/proxy-of-environment.ts';
import { root } from '../../support/root.ts';

test('kind and address; any page of the UI will do', () => {
  for (const [argument, kind, url] of [
    ['jaeger=http://localhost:16686', 'jaeger', 'http://localhost:16686'],
    ['Jaeger=https://tracing.acme.io/ui/', 'jaeger', 'https://tracing.acme.io/ui'],
    ['jaeger=https://acme.io/ui/trace/4bf92f3577b34da6a3ce929d0e0e4736?x=1', 'jaeger', 'https://acme.io/ui'],
    ['tempo=http://t:3200/tempo', 'tempo', 'http://t:3200/tempo'],
    ['zipkin=http://z:9411/zipkin/?serviceName=x', 'zipkin', 'http://z:9411'],
    ['victoriatraces=http://v:10428/select/vmui/#/?query=x', 'victoriatraces', 'http://v:10428'],
  ] as const) {
    const config = backendArgument(argument, {});
    assert.deepEqual([config.kind, config.url, config.datasource], [kind, url, undefined], argument);
  }
});

test("Grafana's data source: after #, or in the address of Explore", () => {
  const named = backendArgument('grafana=https://g.acme.io/grafana#tempo%2F1', {});
  assert.deepEqual([named.url, named.datasource], ['https://g.acme.io/grafana', 'tempo/1']);
  const panes = encodeURIComponent('{"a":{"datasource":"abc","queries":[]}}');
  const pasted = backendArgument(`grafana=https://g.acme.io/explore?panes=${panes}`, {});
  assert.deepEqual([pasted.url, pasted.datasource], ['https://g.acme.io', 'abc']);
  assert.equal(backendArgument('grafana=https://g.acme.io', {}).datasource, undefined);
});

test('credentials come from the environment', () => {
  const auth = (env: Record<string, string>) => backendArgument('tempo=http://t:3200', env).auth;
  assert.deepEqual(auth({ SPANLIGHT_TOKEN: 'x' }), { type: 'bearer', token: 'x' });
  assert.deepEqual(auth({ SPANLIGHT_BASIC: 'me:a:b' }), { type: 'basic', user: 'me', password: 'a:b' });
  assert.deepEqual(auth({ SPANLIGHT_HEADER: 'X-Key: y z' }), { type: 'header', name: 'X-Key', value: 'y z' });
  assert.deepEqual(auth({}), { type: 'none' });
  assert.equal(backendArgument('tempo=http://t', { SPANLIGHT_TENANT: 'acme' }).tenant, 'acme');
});

test('never from the command line', () => {
  assert.throws(
    () => backendArgument('jaeger=https://me:topsecret@acme.io', {}),
    (error) =>
      error instanceof UsageError &&
      /SPANLIGHT_BASIC/.test(error.message) &&
      !/topsecret/.test(error.message),
  );
});

test('certificates are read from the files named', () => {
  const dir = path.join(root, 'test/fixtures/backends/tls');
  const env = { SPANLIGHT_CA: 'ca.crt', SPANLIGHT_CERT: 'client.crt', SPANLIGHT_KEY: 'client.key' };
  const { tls } = backendArgument('tempo=https://t', env, dir);
  assert.match(tls?.ca ?? '', /BEGIN CERTIFICATE/);
  assert.match(tls?.key ?? '', /PRIVATE KEY/);
  assert.equal(backendArgument('tempo=https://t', {}, dir).tls, undefined);
  assert.throws(
    () => backendArgument('tempo=https://t', { SPANLIGHT_CA: 'none' }, dir),
    /none cannot be read \(ENOENT\)/,
  );
});

test('what it does not take', () => {
  for (const wrong of [
    'jaeger',
    'http://localhost:16686',
    'datadog=http://x',
    'jaeger=ftp://x',
    'jaeger=nowhere',
  ])
    assert.throws(() => backendArgument(wrong, {}), /--backend takes KIND=URL|is not an address/, wrong);
});

test('the proxy of the environment, as other tools take it', () => {
  const proxy = (url: string, env: Record<string, string>) => proxyOfEnvironment(new URL(url), env);
  const env = {
    HTTPS_PROXY: 'http://p:8080',
    http_proxy: 'q:3128',
    NO_PROXY: 'localhost,.corp.io, t.io:3200',
  };
  assert.equal(proxy('https://tempo.io', env), 'http://p:8080');
  assert.equal(proxy('http://tempo.io', env), 'http://q:3128');
  assert.equal(proxy('http://tempo.io', { HTTP_PROXY: 'http://q' }), undefined);
  assert.equal(proxy('https://a.corp.io', env), undefined);
  assert.equal(proxy('https://corp.io', env), undefined);
  assert.equal(proxy('https://notcorp.io', env), 'http://p:8080');
  assert.equal(proxy('http://t.io:3200', env), undefined);
  assert.equal(proxy('http://t.io', env), 'http://q:3128');
  assert.equal(proxy('https://x', { ALL_PROXY: 'http://p', no_proxy: '*' }), undefined);
  assert.equal(proxy('https://x', {}), undefined);
});
