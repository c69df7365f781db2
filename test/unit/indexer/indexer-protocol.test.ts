import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { SpanSite } from '../../../src/core/mapping/span-site.ts';
import { NO_USER_MAPPING, pickOf } from '../../../src/core/mapping/user-mapping.ts';
import { type LiveIndex, liveIndex, siteOf } from '../../support/live-index.ts';
import { tempDir } from '../../support/temp-dir.ts';

type Opened = { readonly live: LiveIndex; readonly root: string };

async function opened(t: TestContext, files: Readonly<Record<string, string>>): Promise<Opened> {
  const root = path.join(tempDir(t), 'ws');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const live = liveIndex(t, [root]);
  await live.ready();
  return { live, root };
}

const one = (site: SpanSite) => ({
  sites: [site],
  siteOf: Uint32Array.of(0),
  parents: Int32Array.of(-1),
  span: 0,
});

const place = (r: { file: string; line: number } | null | undefined) => r && `${r.file}:${r.line}`;

const TWO = {
  'a/pay.ts': "export function pay() {\n  return tracer.startActiveSpan('pay', (s) => s.end());\n}\n",
  'b/pay.ts': "\nexport function pay() {\n  return tracer.startActiveSpan('pay', (s) => s.end());\n}\n",
};

test('a pick settles what was open, survives edits of its file, and can be taken back', async (t) => {
  const { live, root } = await opened(t, TWO);
  const site = siteOf({ name: 'pay', scope: 'app' });
  const before = await live.resolve(site);
  assert.equal(before.result?.jump, false, 'two places fit, so nothing jumps');
  const chosen = [...before.alternatives, before.result].find((p) => p?.file === 'b/pay.ts');
  assert.ok(chosen);
  const picks = [pickOf(site, chosen)];
  await live.call('index.configure', { ...NO_USER_MAPPING, picks });
  const after = await live.resolve(site);
  assert.equal(place(after.result), 'b/pay.ts:3');
  assert.equal(after.result?.confidence, 'exact');
  assert.equal(after.result?.strategy, 'picked');
  assert.equal(after.result?.jump, true);
  assert.equal(
    (await live.resolve({ ...site, service: 'other' })).result?.jump,
    false,
    'of that service only',
  );

  const text = `${'\n'.repeat(9)}export function pay() {\n  return 1;\n}\n`;
  const updated = live.updated();
  await live.call('index.unsaved', { path: path.join(root, 'b/pay.ts'), text });
  await updated;
  assert.equal(place((await live.resolve(site)).result), 'b/pay.ts:10');

  await live.call('index.configure', NO_USER_MAPPING);
  assert.equal((await live.resolve(site)).result?.strategy, 'span-name');
});

test('a pick whose file is gone is refused with a reason and decides nothing', async (t) => {
  const { live, root } = await opened(t, TWO);
  const site = siteOf({ name: 'pay', scope: 'app' });
  const gone = { folder: root, file: 'c/pay.ts', line: 3, endLine: 3, symbol: 'pay' };
  const outside = { folder: '/', file: 'etc/passwd', line: 1, endLine: 1, symbol: '' };
  for (const chosen of [gone, outside, { ...gone, file: '../secret.ts' }]) {
    await live.call('index.configure', { ...NO_USER_MAPPING, picks: [pickOf(site, chosen)] });
    const { resolution, attempts } = await live.call('index.explain', one(site));
    assert.equal(resolution.result?.strategy, 'span-name');
    const [pick] = attempts;
    assert.equal(pick?.outcome, 'rejected');
    assert.match(pick?.notes.join() ?? '', /no longer there/);
  }
});

test('a root and a folder that were taught decide between equal names', async (t) => {
  const { live, root } = await opened(t, {
    'a/src/index.js': 'exports.a = 1;\n'.repeat(9),
    'b/src/index.js': 'exports.b = 1;\n'.repeat(9),
    'b/package.json': '{ "name": "unlike" }\n',
  });
  const site = siteOf({ attributes: { 'code.file.path': '/srv/src/index.js', 'code.line.number': '5' } });
  assert.equal((await live.resolve(site)).result?.jump, false);
  const roots = [{ service: 'shop', runtime: '/srv', workspace: path.join(root, 'b') }];
  await live.call('index.configure', { ...NO_USER_MAPPING, roots });
  assert.equal(place((await live.resolve(site)).result), 'b/src/index.js:5');
  const known = await live.call('index.roots', undefined);
  assert.deepEqual(
    known.roots.map((r) => [r.from, r.service, r.runtime, path.relative(root, r.workspace)]),
    [['taught', 'shop', '/srv', 'b']],
  );
  assert.ok(known.folders.includes(path.join(root, 'b')));

  const folders = [{ service: 'shop', folder: path.join(root, 'a') }];
  await live.call('index.configure', { ...NO_USER_MAPPING, folders });
  assert.equal(place((await live.resolve(site)).result), 'a/src/index.js:5');
});

test('an explanation names every way that was tried, what matched and what was turned down', async (t) => {
  const { live } = await opened(t, {
    'src/orders.ts': 'export class Orders {\n  place() {\n    return 1;\n  }\n}\n',
  });
  const site = siteOf({
    attributes: {
      'code.function': 'place',
      'code.namespace': 'Orders',
      'http.route': '/nowhere',
      'http.request.method': 'GET',
    },
  });
  const { resolution, attempts } = await live.call('index.explain', one(site));
  assert.equal(place(resolution.result), 'src/orders.ts:2');
  const outcome = Object.fromEntries(attempts.map((a) => [a.name, a.outcome]));
  assert.equal(attempts.length, 13);
  assert.equal(outcome['code attributes'], 'matched');
  assert.equal(outcome.route, 'rejected');
  assert.equal(outcome.GraphQL, 'silent');
  const route = attempts.find((a) => a.name === 'route');
  assert.match(route?.notes.join() ?? '', /GET \/nowhere/);
});

test('a stack trace resolves frame by frame, innermost first', async (t) => {
  const { live } = await opened(t, {
    'src/orders.js': 'function place() {\n  throw new Error();\n}\nfunction run() {\n  place();\n}\n',
  });
  const text =
    'Error: no\n    at place (/app/src/orders.js:2:9)\n    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)\n    at run (/app/src/orders.js:5:3)\n';
  const frames = await live.call('index.frames', { text, site: undefined });
  assert.deepEqual(
    frames.map(({ frame, resolution }) => [frame.function, place(resolution.result)]),
    [
      ['place', 'src/orders.js:2'],
      ['Layer.handle', null],
      ['run', 'src/orders.js:5'],
    ],
  );
  assert.equal(frames[1]?.resolution.library?.name, 'express');
  assert.deepEqual(await live.call('index.frames', { text: 'nothing of the kind', site: undefined }), []);
});

test('a position leads to what spans of its code carry', async (t) => {
  const { live, root } = await opened(t, {
    'go.mod': 'module github.com/acme/shop\n',
    'orders/service.go':
      'package orders\n\nimport "context"\n\ntype Service struct{}\n\nfunc (s *Service) Place(ctx context.Context) {\n\t_, span := tracer.Start(ctx, "place order")\n\tdefer span.End()\n}\n',
    'src/main/java/com/acme/Owner.java':
      'package com.acme;\n\n@RestController\n@RequestMapping("/owners")\npublic class Owner {\n  @GetMapping("/{id}")\n  public String show(String id) {\n    return jdbc.queryForObject("SELECT * FROM owners WHERE id = ?", id);\n  }\n}\n',
    'app.js':
      "const express = require('express');\nconst users = require('./users');\nconst app = express();\napp.get('/users/:id', users.show);\n",
    'users.js': 'exports.show = function show(req, res) {\n  res.end();\n};\n',
    'Mail.java':
      'package com.acme;\n\nclass Mail {\n  @KafkaListener(topics = "mails")\n  void onMail(String body) {\n    send(body);\n  }\n}\n',
  });
  const at = (file: string, line: number) =>
    live.call('index.sitesAt', { path: path.join(root, file), line });
  const go = await at('orders/service.go', 9);
  assert.equal(go.functions[0], 'github.com/acme/shop/orders.(*Service).Place');
  assert.deepEqual(go.spans, [{ name: 'place order', scope: '' }]);
  assert.equal(go.pathTail, 'orders/service.go');
  const java = await at('src/main/java/com/acme/Owner.java', 8);
  assert.deepEqual(java.functions, ['com.acme.Owner.show']);
  assert.deepEqual(java.legacy, [{ namespace: 'com.acme.Owner', function: 'show' }]);
  assert.deepEqual(java.routes, [{ methods: ['GET'], pattern: '/owners/{}' }]);
  assert.equal(java.statements.length, 1);
  const js = await at('users.js', 2);
  assert.deepEqual(js.routes, [{ methods: ['GET'], pattern: '/users/{}' }]);
  assert.deepEqual((await at('Mail.java', 6)).destinations, ['mails']);
  assert.deepEqual((await at('gone.ts', 1)).functions, []);

  // The way there and the way back meet.
  for (const [file, line, language] of [
    ['orders/service.go', 9, 'go'],
    ['src/main/java/com/acme/Owner.java', 8, 'java'],
    ['users.js', 2, 'nodejs'],
  ] as const) {
    const { functions, line: declared } = await at(file, line);
    const back = await live.resolve({ language, attributes: { 'code.function.name': functions[0] ?? '' } });
    assert.equal(place(back.result), `${file}:${declared}`);
  }
});
