import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedLanguage } from '../../../../../src/core/facts/facts.ts';
import { filesOfHandler } from '../../../../../src/core/gaps/fixes/elsewhere.ts';
import { parsed } from '../../../../support/gap-fixes.ts';

const candidates = async (
  language: ParsedLanguage,
  path: string,
  text: string,
  handler: string,
  files: readonly string[],
) => {
  const [root = '', name = root] = handler.split('.');
  return filesOfHandler(await parsed(language, path, text), { root, name }, files);
};

test('JavaScript: the module of the import or require, with or without its extension', async () => {
  const files = ['src/orders.ts', 'src/users/index.js', 'other/orders.ts'];
  const find = (text: string, handler: string) =>
    candidates('typescript', 'src/app.ts', text, handler, files);
  assert.deepEqual(await find("import { list } from './orders.js';", 'list'), ['src/orders.ts']);
  assert.deepEqual(await find("import {\n  show,\n  list,\n} from './orders';", 'list'), ['src/orders.ts']);
  assert.deepEqual(await find("const users = require('./users');", 'users.list'), ['src/users/index.js']);
  assert.deepEqual(
    await find("import { list } from '@shop/orders';", 'list'),
    [],
    'a package is not ours to change',
  );
});

test('Python: absolute and relative modules', async () => {
  const files = ['shop/views.py', 'shop/api/views.py', 'shop/api/__init__.py'];
  const find = (path: string, text: string, handler: string) =>
    candidates('python', path, text, handler, files);
  assert.deepEqual(await find('shop/urls.py', 'from shop.views import show', 'show'), ['shop/views.py']);
  assert.deepEqual(await find('shop/api/urls.py', 'from . import views', 'views.show'), [
    'shop/api/views.py',
  ]);
});

test('Go: files of the same package, or of the one that is imported', async () => {
  const files = ['cmd/main.go', 'cmd/routes.go', 'cmd/routes_test.go', 'internal/orders/http.go'];
  const find = (text: string, handler: string) => candidates('go', 'cmd/main.go', text, handler, files);
  assert.deepEqual(await find('package main\n', 'list'), ['cmd/routes.go']);
  assert.deepEqual(await find('package main\n\nimport "shop/internal/orders"\n', 'orders.List'), [
    'internal/orders/http.go',
  ]);
});
