import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrub } from '../../../../src/core/diagnostics/scrub.ts';
import { DEFAULT_SECRET_KEYS } from '../../../../src/core/trace/secret-keys.ts';

const hide = (line: string) =>
  scrub(line, {
    paths: [
      ['/home/ada/shop', '<workspace>'],
      ['/home/ada', '<home>'],
    ],
    secretKeys: DEFAULT_SECRET_KEYS,
  });

const cases: readonly [string, string][] = [
  ['engine ready, storage /home/ada/.config/Code', 'engine ready, storage <home><path>'],
  ['cannot read /home/ada/shop/src/cart.ts', 'cannot read <workspace><path>'],
  ['cannot read /srv/secret project/a.ts: gone', 'cannot read <path>: gone'],
  [
    'traces: "Tempo (staging)" at https://tempo.acme.dev:3200/api?x=1 answered 401',
    'traces: "..." at https://<address> answered 401',
  ],
  ['unknown value "ada@acme.dev" of user.email', 'unknown value "..." of user.email'],
  ['trace 4bf92f3577b34da6a3ce929d0e0e4736 is gone', 'trace <id> is gone'],
  ['sent Authorization: Bearer abcDEF123456789ghi', 'sent Authorization: Bearer [redacted]'],
  ['query { span.card = "4242424242424242" } failed', 'query {...} failed'],
  ['card 4242424242424242 refused', 'card <id> refused'],
  ['connect ECONNREFUSED 10.20.30.40:9411', 'connect ECONNREFUSED <address>:9411'],
  ['listening on 127.0.0.1:4318', 'listening on 127.0.0.1:4318'],
  ['mail to ada@acme.dev failed', 'mail to <mail> failed'],
  ['getaddrinfo ENOTFOUND tempo.prod.acme.internal', 'getaddrinfo ENOTFOUND <host>'],
  ['indexed 1200 files in 350 ms', 'indexed 1200 files in 350 ms'],
];

for (const [line, expected] of cases)
  test(`scrubs: ${line}`, () => {
    const got = hide(line);
    assert.equal(got, expected);
  });
