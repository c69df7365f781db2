import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../../src/core/analysis/analyse.ts';
import { plainText } from '../../../../src/core/analysis/sentence.ts';
import { checkoutSpans } from '../../../support/checkout-trace.ts';
import { at, MS, request, series } from '../../../support/pattern-fixture.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { type SpanSpec, traceOf, tracesOf } from '../../../support/trace-fixture.ts';

const line = (...spans: SpanSpec[]) => plainText(analyse(traceOf(...spans)).summary);

test('a failed checkout', () => {
  assert.equal(
    line(...checkoutSpans()),
    'The request failed in payment.charge: GatewayTimeout after 3 tries to staging.pay.internal. ' +
      '70 % of the time is that wait. payment calls staging.pay.internal, but runs in production. ' +
      'cart.getItems runs 200 queries one by one (412 ms): SELECT shop.order_items.',
  );
});

test('its parts link to the spans they speak of', () => {
  const trace = traceOf(...checkoutSpans());
  const links = analyse(trace).summary.flatMap((part) =>
    part.span === undefined ? [] : [[part.text, trace.strings.get(trace.name[part.span] ?? 0), part.tone]],
  );
  assert.deepEqual(links.slice(0, 3), [
    ['payment.charge', 'payment.charge', 'strong'],
    ['GatewayTimeout', 'payment.charge', 'error'],
    ['staging.pay.internal', 'POST /v1/charges', 'strong'],
  ]);
});

const database = { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1' };

test('nothing unusual', () => {
  const quick = { ...request, end: 38 * MS };
  const select = at('2', 'SELECT', 5, 32, { service: 'shop', kind: 'client', attributes: database });
  assert.equal(line(quick, select), 'No errors; 71 % of 38 ms is the database, nothing unusual.');
});

test('no errors, but a pattern', () => {
  const spans = series(100, { from: 50, length: 7 }, (i) => ({
    name: 'SELECT',
    kind: 'client',
    attributes: { ...database, 'db.query.text': `SELECT * FROM items WHERE id = ${i}` },
  }));
  assert.equal(
    line(request, ...spans),
    'No errors; 70 % of 1 s is the database. GET /orders runs 100 queries one by one (700 ms): SELECT items.',
  );
});

test('a failed call is told from the code that made it', () => {
  assert.equal(
    line(
      { ...request, status: 'error' },
      at('2', 'charge', 0, 400, { service: 'pay', kind: 'server', status: 'error' }),
      at('3', 'POST', 10, 390, {
        parent: '2',
        service: 'pay',
        kind: 'client',
        status: 'error',
        message: 'connection refused',
        attributes: { 'server.address': 'api.pay.io' },
      }),
    ),
    "The request failed in charge: connection refused calling api.pay.io. 60 % of 1 s is shop's own work. " +
      'GET /orders spends 600 ms after charge that no span explains.',
  );
});

test('a failure in the code itself, with and without a reason', () => {
  const events = (type: string) => [
    { at: 0, name: 'exception', attributes: { 'exception.type': type, 'exception.message': 'no such item' } },
  ];
  const render = (more: Partial<SpanSpec>) =>
    line(
      { ...request, status: 'error' },
      at('2', 'render', 0, 900, { service: 'shop', status: 'error', ...more }),
    );
  assert.match(render({ events: events('NotFound') }), /^The request failed in render: NotFound\. /);
  assert.match(render({ events: events('Error') }), /^The request failed in render: no such item\. /);
  assert.match(render({}), /^The request failed in render, no reason was recorded\. /);
});

test('handled errors and a failed part beside the request', () => {
  const cache = at('2', 'GET cache', 0, 10, { service: 'shop', kind: 'client', status: 'error' });
  assert.match(
    line(request, cache),
    /^The request did not fail; 1 error was handled, in GET cache; 99 % of 1 s is /,
  );
  assert.match(
    line(request, { ...cache, parent: 'ff', kind: 'consumer' }),
    /^A part that nothing waited for failed in GET cache, no reason was recorded\. .* Some spans are missing\.$/,
  );
});

test('what is missing is said', () => {
  assert.match(line(at('2', 'serve', 0, 10, { parent: 'ff' })), /The root span is missing\.$/);
  assert.match(line({ ...request, end: undefined }), /Spans are still running or have not arrived\.$/);
  assert.match(
    plainText(analyse(traceOf(request), { truncatedByBackend: true }).summary),
    /only a part of the trace\.$/,
  );
});

test('no text of a span breaks the line or hides in it', () => {
  const evil = 'a\n\u001b[31mred\u202e\u0000';
  const said = line(
    { ...request, status: 'error' },
    at('2', evil, 0, 900, {
      service: evil,
      status: 'error',
      message: evil,
      kind: 'client',
      attributes: { 'server.address': evil },
    }),
  );
  assert.doesNotMatch(said, /[\p{Cc}\p{Cf}]/u);
});

test('any trace gets one line, whatever order its spans arrive in', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed);
    // Different starts: ties keep the order of arrival.
    const spans = randomSpans(random, { spans: 40, overflow: true }).filter(
      (s, i, all) => all.findIndex((o) => o.start === s.start) === i,
    );
    const results = [spans, random.shuffled(spans)].map((order) => {
      const { summary, patterns, errors, services, context } = analyse(traceOf(...order));
      return {
        summary: plainText(summary),
        patterns: patterns.map((p) => [p.kind, p.span, p.count, p.totalNs, [...p.spans], p.text]),
        rootCause: errors.rootCause?.chain,
        handled: [...errors.handled],
        services,
        self: [...context.self],
        critical: [...context.critical.ns],
      };
    });
    assert.deepEqual(results[1], results[0], `seed ${seed}`);
    assert.match(results[0]?.summary ?? '', /^[^\n]+\.$/);
    for (const [, , count, totalNs, evidence] of results[0]?.patterns ?? []) {
      assert.ok(Number(count) > 0 && Number(totalNs) >= 0);
      assert.ok((evidence as number[]).every((s) => s < spans.length));
    }
  }
});

test('a trace without spans', () => {
  assert.deepEqual(tracesOf(), []);
});
