import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalRemote, sameRemote } from '../../../../src/indexer/revision/remotes.ts';

test('the URLs of one repository are one', () => {
  const forms = [
    'https://github.com/acme/shop.git',
    'https://github.com/acme/shop',
    'https://user:token@github.com/acme/shop.git/',
    'git@github.com:acme/shop.git',
    'ssh://git@github.com/acme/shop.git',
    'ssh://git@github.com:22/acme/shop',
    'git://GitHub.com/acme/shop',
  ];
  for (const form of forms) assert.equal(canonicalRemote(form), 'github.com/acme/shop', form);
  assert.ok(!sameRemote('https://github.com/acme/shop', 'https://github.com/acme/shop2'));
  assert.ok(!sameRemote('', ''));
});
