import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redaction } from '../../../../src/core/trace/redact.ts';
import { seeded } from '../../../support/random.ts';

const { isSecretKey, text, attributeText, attribute } = redaction();

test('keys are secret by their parts', () => {
  const secret =
    'authorization http.request.header.authorization Proxy-Authorization password db.password userPassword DB_PASSWORD user.passwd pwd http.request.header.cookie http.response.header.set-cookie token access_token accessToken x-auth-token token.value api-key apiKey apikey API_KEY http.request.header.x-api-key client_secret AWSSecretAccessKey aws.access_key credentials jwt ssh.private-key';
  for (const key of secret.split(' ')) assert.equal(isSecretKey(key), true, key);
  const plain =
    'http.method cookies.enabled tokenizer gen_ai.usage.input_tokens gen_ai.token.type token_count token.expires oauth.token.endpoint keyboard key db.key passwordless secretary author api.version monkey';
  for (const key of plain.split(' ')) assert.equal(isSecretKey(key), false, key);
});

test('the setting replaces the list', () => {
  const own = redaction(['db.statement', 'Customer Id', '']);
  assert.equal(own.isSecretKey('db.statement'), true);
  assert.equal(own.isSecretKey('x.customerId'), true);
  assert.equal(own.isSecretKey('password'), false);
  assert.equal(own.isSecretKey(''), false);
});

test('a secret key hides its whole value', () => {
  assert.equal(attributeText('db.password', 'hunter2'), '[redacted]');
  assert.equal(attributeText('db.password', ''), '');
  assert.equal(attribute('token', 42), '[redacted]');
  assert.equal(attribute('token', true), true);
  assert.equal(attribute('x', 'plain'), 'plain');
});

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP_mB92K27';
const cases: readonly (readonly [string, string])[] = [
  [`x ${JWT} y`, 'x [redacted] y'],
  [`Authorization: Bearer ${JWT}`, 'Authorization: Bearer [redacted]'],
  ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [redacted]'],
  ['curl -H "Authorization: token 0123456789abcdef"', 'curl -H "Authorization: token [redacted]"'],
  ['key AKIAIOSFODNN7EXAMPLE used', 'key [redacted] used'],
  ['postgresql://app:s3cr3t@db:5432/shop', 'postgresql://app:[redacted]@db:5432/shop'],
  ['amqp://:pw@mq/', 'amqp://:[redacted]@mq/'],
  ['Server=db;User Id=app;Password=s3c;Timeout=5', 'Server=db;User Id=app;Password=[redacted];Timeout=5'],
  [
    'https://x.example/cb?code=1&access_token=abc&page=2',
    'https://x.example/cb?code=1&access_token=[redacted]&page=2',
  ],
  [
    'https://s3/x?X-Amz-Signature=abcdef01&X-Amz-Date=2',
    'https://s3/x?X-Amz-Signature=[redacted]&X-Amz-Date=2',
  ],
  ['{"user":"a","password":"p\\"w","n":1}', '{"user":"a","password":"[redacted]","n":1}'],
  ["{'apiKey': 'abc', 'b': 2}", "{'apiKey': '[redacted]', 'b': 2}"],
  ["UPDATE u SET password = 'hunter2' WHERE id = 3", "UPDATE u SET password = '[redacted]' WHERE id = 3"],
  ['ghp_0123456789abcdefghijABCDEFGHIJ012345', '[redacted]'],
  ['xoxb-123456789012-abcdefghij', '[redacted]'],
  ['sk_live_0123456789abcdef', '[redacted]'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[redacted]'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEcut', '[redacted]'],
  ['Set-Cookie: sid=abc; Path=/', 'Set-Cookie: [redacted]; Path=/'],
];

for (const [raw, clean] of cases)
  test(`hides ${raw.slice(0, 50)}`, () => {
    assert.equal(text(raw), clean);
    assert.equal(text(clean), clean, 'once is enough');
  });

test('what only looks like it stays', () => {
  for (const plain of [
    'SELECT * FROM users WHERE password = ? AND token = $1',
    'password: null, token=<none>, secret=***',
    'Basic authentication failed',
    'Bearer token missing',
    'http://localhost:8080/users/42',
    'GET /tokens/list',
    'max tokens: 500',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    'commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    'user@example.com:22',
    '',
    'a=b',
  ])
    assert.equal(text(plain), plain);
});

test('lists stay valid OTLP/JSON', () => {
  const json = JSON.stringify({
    kvlistValue: {
      values: [
        { key: 'password', value: { stringValue: 'x' } },
        {
          key: 'note',
          value: { arrayValue: { values: [{ stringValue: `see ${JWT}` }, { intValue: '7' }] } },
        },
      ],
    },
  });
  assert.deepEqual(attribute('body', { json }), {
    json: JSON.stringify({
      kvlistValue: {
        values: [
          { key: 'password', value: { stringValue: '[redacted]' } },
          {
            key: 'note',
            value: { arrayValue: { values: [{ stringValue: 'see [redacted]' }, { intValue: '7' }] } },
          },
        ],
      },
    }),
  });
  assert.equal(attribute('x.token', { json }), '[redacted]');
  assert.deepEqual(attribute('x', { json: '{broken' }), { json: '[redacted]' });
});

test('a megabyte made to trip the patterns is read to its end', () => {
  const random = seeded(41);
  const seeds = [
    'a="',
    "password='",
    'eyJ',
    '://a:',
    'Bearer ',
    '-----BEGIN PRIVATE KEY-----',
    'a ',
    'token=',
    '"a": ',
    '\\',
    'sk-',
    '. ',
  ];
  for (const seed of seeds)
    assert.equal(typeof text(seed.repeat(Math.floor(1_000_000 / seed.length))), 'string');
  assert.equal(typeof text(Array.from({ length: 100_000 }, () => random.pick(seeds)).join('')), 'string');
});
