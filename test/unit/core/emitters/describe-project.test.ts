import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProject } from '../../../../src/core/emitters/describe-project.ts';
import { emit } from '../../../../src/core/emitters/emit.ts';

const pathOf = (name: string, text: string, files: readonly string[] = []) => {
  const project = describeProject({ name, text }, 'folder', files);
  assert.ok(project);
  const { path, register, text: code } = emit(project);
  return { project, path, register, code };
};

test('a Node project is written to as its own modules are', () => {
  const esm = pathOf('package.json', '{"name":"cart","type":"module"}', ['src/server.js']);
  assert.equal(esm.path, 'src/code-attributes.js');
  assert.match(esm.code, /^import \{/);
  assert.equal(esm.project.name, 'cart');
  const typed = pathOf('package.json', '{}', ['src/main.ts', 'src/orders/orders.service.ts']);
  assert.equal(typed.path, 'src/code-attributes.ts');
  assert.match(typed.code, /onStart\(span: StartedSpan\): void/);
  const common = pathOf('package.json', '{"dependencies":{"@opentelemetry/api":"1"}}', ['index.js']);
  assert.equal(common.path, 'code-attributes.js');
  assert.match(common.code, /module\.exports = \{ CodeAttributesSpanProcessor \};/);
  assert.equal(common.project.hasSdk, true);
  assert.equal(pathOf('package.json', '{ broken', []).project.name, 'folder');
});

test('a Python project is written to in its package, and imports from there', () => {
  const files = ['src/pricing/__init__.py', 'src/pricing/routers/__init__.py', 'tests/__init__.py'];
  const { path, register } = pathOf('pyproject.toml', '[project]\nname = "pricing"\n', files);
  assert.equal(path, 'src/pricing/code_attributes.py');
  assert.match(register, /from pricing\.code_attributes import/);
  assert.equal(pathOf('requirements.txt', 'flask', ['app.py']).path, 'code_attributes.py');
});

test('a Go module gets a package of its own below internal', () => {
  const { path, register, project } = pathOf('go.mod', '// x\nmodule github.com/acme/bakery\n\ngo 1.25\n');
  assert.equal(path, 'internal/codeattributes/codeattributes.go');
  assert.match(register, /import "github\.com\/acme\/bakery\/internal\/codeattributes"/);
  assert.equal(project.name, 'bakery');
});

test('a Java project is written to in the package its sources have in common', () => {
  const home = 'src/main/java/com/acme/shop';
  const pom =
    '<project><parent><artifactId>boot</artifactId></parent><artifactId>shop</artifactId></project>';
  const { path, code, project } = pathOf('pom.xml', pom, [`${home}/web/A.java`, `${home}/App.java`]);
  assert.equal(path, `${home}/CodeAttributesSpanProcessor.java`);
  assert.match(code, /^package com\.acme\.shop;/);
  assert.equal(project.name, 'shop');
  assert.equal(pathOf('pom.xml', pom).path, 'src/main/java/CodeAttributesSpanProcessor.java');
});

test('a .NET project gets its namespace', () => {
  const text = '<Project><PropertyGroup><RootNamespace>Acme.Orders</RootNamespace></PropertyGroup></Project>';
  const { path, code } = pathOf('Orders.csproj', text);
  assert.equal(path, 'CodeAttributesProcessor.cs');
  assert.match(code, /namespace Acme\.Orders;/);
  assert.match(pathOf('My-App.csproj', '<Project/>').code, /namespace My_App;/);
});

test('other manifests are no project', () => {
  assert.equal(describeProject({ name: 'Gemfile', text: '' }, 'x', []), undefined);
});
