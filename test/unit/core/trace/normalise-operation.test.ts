import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseOperation } from '../../../../src/core/trace/normalise-operation.ts';

const rows: [string, string][] = [
  ['GET /users/123', 'GET /users/{id}'],
  ['GET /users/123/orders/9', 'GET /users/{id}/orders/{id}'],
  ['/items/3f2504e0-4f89-11d3-9a0c-0305e82c3301/price', '/items/{id}/price'],
  ['blob 3F2504E0-4F89-11D3-9A0C-0305E82C3301', 'blob {id}'],
  ['/objects/da39a3ee5e6b4b0d3255bfef95601890afd80709', '/objects/{id}'],
  ['GET /v1/customers/cus_9s6XKzkNRiz8i3', 'GET /v1/customers/cus_{id}'],
  ['event 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'event {id}'],
  ['page 3', 'page {n}'],
  ['shard-12 rebalance', 'shard-{n} rebalance'],
  ['consumer_2', 'consumer_{n}'],
  ['http://10.0.3.17:8080/health', 'http://{n}.{n}.{n}.{n}:{n}/health'],
  ['GET /search?q=lamp&page=2', 'GET /search'],
  ['GET /a?x=1 done', 'GET /a done'],
  ['SELECT * FROM t WHERE id = ?', 'SELECT * FROM t WHERE id = ?'],
  ['GET /users/{userId}', 'GET /users/{userId}'],
  ['s3.PutObject', 's3.PutObject'],
  ['/api/v2/oauth2/token', '/api/v2/oauth2/token'],
  ['handleS3Event2024', 'handleS3Event2024'],
  ['deadbeef', 'deadbeef'],
  ['größe 5', 'größe {n}'],
  ['', ''],
];

for (const [name, expected] of rows) test(name, () => assert.equal(normaliseOperation(name), expected));
