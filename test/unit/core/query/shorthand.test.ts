import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';

const print = (text: string) => toTraceQl(parseQuery(text));

const shorthand: readonly (readonly [string, string])[] = [
  ['', '{ }'],
  ['  ', '{ }'],
  [
    'service:checkout error slow>500ms',
    '{ resource.service.name = "checkout" && status = error && duration > 500ms }',
  ],
  ['status = error && duration > 500ms', '{ status = error && duration > 500ms }'],
  ['status=error | count() > 3', '{ status = error } | count() > 3'],
  [
    'service:checkout error | count() > 3',
    '{ resource.service.name = "checkout" && status = error } | count() > 3',
  ],
  ['checkout', '{ name =~ "(?i).*checkout.*" || resource.service.name =~ "(?i).*checkout.*" }'],
  ['"timed out"', '{ name =~ "(?i).*timed out.*" || resource.service.name =~ "(?i).*timed out.*" }'],
  [
    '/users/{id}',
    '{ name =~ "(?i).*/users/\\\\{id\\\\}.*" || resource.service.name =~ "(?i).*/users/\\\\{id\\\\}.*" }',
  ],
  ['name:"GET /users/{id}"', '{ name = "GET /users/{id}" }'],
  ['name:GET*', '{ name =~ "GET.*" }'],
  ['service:a,b', '{ resource.service.name =~ "a|b" }'],
  ['service.name=checkout', '{ resource.service.name = "checkout" }'],
  ['status:ERROR', '{ status = error }'],
  ['errors', '{ status = error }'],
  ['-error', '{ status != error }'],
  ['NOT service:a', '{ resource.service.name != "a" }'],
  ['-cache.hit=true', '{ !(.cache.hit = true || .cache.hit = "true") }'],
  [
    'status:500',
    '{ span.http.response.status_code = 500 || span.http.response.status_code = "500" || span.http.status_code = 500 || span.http.status_code = "500" }',
  ],
  [
    'status:5xx',
    '{ (span.http.response.status_code >= 500 && span.http.response.status_code < 600) || (span.http.status_code >= 500 && span.http.status_code < 600) }',
  ],
  ['kind:server', '{ kind = server }'],
  ['error=true', '{ status = error }'],
  ['error:false', '{ status != error }'],
  ['slow:1.5s', '{ duration > 1500ms }'],
  ['fast<10ms', '{ duration < 10ms }'],
  ['>500ms', '{ duration > 500ms }'],
  ['duration:100ms..2s', '{ duration >= 100ms && duration <= 2s }'],
  ['trace>2s', '{ traceDuration > 2s }'],
  ['trace:4BF92F3577B34DA6A3CE929D0E0E4736', '{ trace:id = "4BF92F3577B34DA6A3CE929D0E0E4736" }'],
  ['4bf92f3577b34da6a3ce929d0e0e4736', '{ trace:id = "4bf92f3577b34da6a3ce929d0e0e4736" }'],
  ['00f067aa0ba902b7', '{ trace:id = "00f067aa0ba902b7" || span:id = "00f067aa0ba902b7" }'],
  ['trace:id = abc1', '{ trace:id = "abc1" }'],
  ['http.status_code = 500', '{ .http.status_code = 500 || .http.status_code = "500" }'],
  ['span.http.status_code>=500', '{ span.http.status_code >= 500 }'],
  ['@http.method:GET', '{ .http.method = "GET" }'],
  ['db.statement=~"SELECT .*"', '{ .db.statement =~ "SELECT .*" }'],
  ['user.id:"42"', '{ .user.id = "42" }'],
  ['key!=v', '{ .key != "v" }'],
  ['retry.delay>2s', '{ .retry.delay > 2s }'],
  ['parent.name:checkout', '{ parent.name = "checkout" }'],
  ['parent.span.x:1', '{ parent.span.x = 1 || parent.span.x = "1" }'],
  ['span:childCount>3', '{ span:childCount > 3 }'],
  [
    'env:prod',
    '{ resource.deployment.environment.name = "prod" || resource.deployment.environment = "prod" }',
  ],
  [
    'exception:Timeout',
    '{ event.exception.type =~ "(?i).*Timeout.*" || event.exception.message =~ "(?i).*Timeout.*" }',
  ],
  [
    '(service:a OR service:b) error',
    '{ (resource.service.name = "a" || resource.service.name = "b") && status = error }',
  ],
  [
    'service:a error OR service:b',
    '{ (resource.service.name = "a" && status = error) || resource.service.name = "b" }',
  ],
  [
    'service:a AND error || kind:client',
    '{ (resource.service.name = "a" && status = error) || kind = client }',
  ],
  ['-(a:1x OR b:2x)', '{ !(.a = "1x" || .b = "2x") }'],
  ['std::io', '{ name =~ "(?i).*std::io.*" || resource.service.name =~ "(?i).*std::io.*" }'],
  ['service: checkout', '{ resource.service.name = "checkout" }'],
  ['constructor:x', '{ .constructor = "x" }'],
  ['__proto__:x', '{ .__proto__ = "x" }'],
];

for (const [text, canonical] of shorthand)
  test(`understands ${text || 'nothing'}`, () => {
    assert.equal(print(text), canonical);
  });
