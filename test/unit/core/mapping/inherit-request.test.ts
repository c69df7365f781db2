import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inheritRequest } from '../../../../src/core/mapping/inherit-request.ts';
import type { SpanSite } from '../../../../src/core/mapping/span-site.ts';
import { KIND } from '../../../../src/core/trace/columns.ts';

const site = (kind: number, attributes: Record<string, string>, service = 'shop'): SpanSite => ({
  service,
  language: 'nodejs',
  kind,
  name: 'x',
  scope: '',
  revisions: [],
  attributes,
  resource: {},
  stack: '',
  callStack: '',
});

test('a handler takes the method of its request, each of its own', () => {
  const sites = [
    site(KIND.server, { 'http.request.method': 'GET' }),
    site(KIND.server, { 'http.request.method': 'POST' }),
    site(KIND.internal, { 'http.route': '/orders' }),
  ];
  const { sites: out, siteOf } = inheritRequest({ sites, siteOf: [0, 2, 1, 2], parents: [-1, 0, -1, 2] });
  const methods = Array.from(siteOf, (at) => out[at]?.attributes['http.request.method']);
  assert.deepEqual(methods, ['GET', 'GET', 'POST', 'POST']);
});

test('a callback takes the class of the span above it', () => {
  const sites = [
    site(KIND.internal, { 'nestjs.controller': 'Orders', 'nestjs.callback': 'list' }),
    site(KIND.internal, { 'nestjs.callback': 'list' }),
  ];
  const { sites: out, siteOf } = inheritRequest({ sites, siteOf: [0, 1], parents: [-1, 0] });
  assert.equal(out[siteOf[1] ?? 0]?.attributes['nestjs.controller'], 'Orders');
});

test('nothing is taken from another service, from above the request, or where nothing is missing', () => {
  const sites = [
    site(KIND.client, { 'http.request.method': 'PUT' }, 'front'),
    site(KIND.server, { 'http.route': '/a' }),
    site(KIND.internal, { 'http.route': '/a' }),
  ];
  const group = { sites, siteOf: [0, 1, 2], parents: [-1, 0, 1] };
  assert.equal(inheritRequest(group).sites.length, 3);
  const complete = { sites: sites.slice(0, 2), siteOf: [0, 1], parents: [-1, 0] };
  assert.equal(inheritRequest(complete), complete);
});
