import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  missingSecret,
  readSecret,
  usableSecret,
} from '../../../../src/core/connections/connection-secret.ts';
import {
  newConnectionId,
  readConnectionSettings,
} from '../../../../src/core/connections/connection-setting.ts';

const TEMPO = {
  id: 'tempo',
  kind: 'tempo',
  url: 'https://tempo.acme.dev/tempo',
  auth: 'bearer',
  name: 'Staging',
};

test('what settings say of a connection is read, with a name where none is given', () => {
  const { connections, problems } = readConnectionSettings([
    {
      ...TEMPO,
      tenant: 'team-a',
      services: { 'cart-prod': 'cart', bad: 7 },
      timeoutSeconds: 5,
      color: 'red',
    },
    { id: 'j', kind: 'jaeger', url: 'localhost:16686' },
  ]);
  assert.deepEqual(problems, []);
  assert.deepEqual(connections, [
    { ...TEMPO, tenant: 'team-a', services: { 'cart-prod': 'cart' }, timeoutSeconds: 5 },
    { id: 'j', kind: 'jaeger', url: 'localhost:16686', auth: 'none', name: 'Jaeger (localhost:16686)' },
  ]);
});

test('what cannot be used is left out with the reason, and the rest is used', () => {
  const bad: [unknown, RegExp][] = [
    ['jaeger', /no object/],
    [{ ...TEMPO, id: ' ' }, /"id" of its own/],
    [{ ...TEMPO, id: 'local' }, /"id" of its own/],
    [{ ...TEMPO, kind: 'datadog' }, /one of jaeger, tempo/],
    [{ ...TEMPO, url: 'ftp://x' }, /must be an address/],
    [{ ...TEMPO, url: 'https://me:secret@tempo.acme.dev' }, /settings are no place for/],
    [{ ...TEMPO, auth: 'kerberos' }, /one of none, bearer/],
  ];
  for (const [entry, reason] of bad) {
    const { connections, problems } = readConnectionSettings([entry, TEMPO]);
    assert.equal(connections.length, 1);
    assert.match(problems.join(), reason);
    assert.doesNotMatch(problems.join(), /secret@/);
  }
  assert.match(
    readConnectionSettings([TEMPO, TEMPO]).problems.join(),
    /Connection 2.*another one has the id "tempo"/,
  );
});

test('an id is made of the name, and is nobody else’s', () => {
  assert.equal(newConnectionId('Jaeger (localhost:16686)', []), 'jaeger-localhost-16686');
  assert.equal(newConnectionId('Tempo!', ['tempo', 'tempo-2']), 'tempo-3');
  assert.equal(newConnectionId('Local', []), 'local-2');
  assert.equal(newConnectionId('日本', []), 'backend');
});

test('a secret goes to no other origin than the one it was given for', () => {
  const secret = readSecret('{"origin":"https://tempo.acme.dev","value":"t0ken","extra":"x"}');
  assert.deepEqual(secret, { origin: 'https://tempo.acme.dev', value: 't0ken' });
  assert.equal(usableSecret({ url: 'https://tempo.acme.dev/other/path' }, secret), secret);
  for (const url of ['http://tempo.acme.dev', 'https://tempo.acme.dev:8443', 'https://evil.example'])
    assert.equal(usableSecret({ url }, secret), undefined, url);
  assert.equal(missingSecret({ auth: 'bearer', url: TEMPO.url }, secret), undefined);
  assert.match(
    missingSecret({ auth: 'bearer', url: 'https://evil.example' }, secret) ?? '',
    /token for evil.example is not stored/,
  );
  assert.match(
    missingSecret({ auth: 'basic', url: TEMPO.url }, undefined) ?? '',
    /password for tempo.acme.dev is not stored/,
  );
  assert.match(missingSecret({ auth: 'certificate', url: TEMPO.url }, secret) ?? '', /client certificate/);
  assert.equal(missingSecret({ auth: 'none', url: TEMPO.url }, undefined), undefined);
});

test('what is stored by something else is no secret', () => {
  for (const stored of [undefined, 'token', 'null', '[]', '{"value":"x"}', '{"origin":5}'])
    assert.equal(readSecret(stored), undefined, stored);
});
