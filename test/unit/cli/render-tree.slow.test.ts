import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTree } from '../../../src/cli/render-tree.ts';
import { ansiStyle, noStyle, styleFor } from '../../../src/cli/tree/style.ts';
import { fitText, textWidth, wrapWords } from '../../../src/cli/tree/text-width.ts';
import { analyse } from '../../../src/core/analysis/analyse.ts';
import { buildTraces } from '../../../src/core/trace/build-traces.ts';
import { checkoutSpans } from '../../support/checkout-trace.ts';
import { at, request } from '../../support/pattern-fixture.ts';
import { batchOf, type SpanSpec, traceOf } from '../../support/trace-fixture.ts';

const plain = { columns: 110, style: noStyle, expand: false, limit: 500 };
const render = (spans: SpanSpec[], options: Partial<typeof plain> = {}) =>
  renderTree(analyse(traceOf(...spans)), { ...plain, ...options });

const ESC = '\u001b';
const [RED, RESET] = [`${ESC}[31m`, `${ESC}[0m`];
const escaped = (code: string) => code.replace('[', '\\[');

/** Without the heading and the first line. */
const rows = (text: string) => text.split('\n').slice(text.split('\n').findIndex((l) => /^ +0 /.test(l)));

test('the answer, then the waterfall', () => {
  // Bars are 51 columns for 1820 ms: 35.7 ms each.
  assert.equal(
    render(checkoutSpans()),
    `POST /checkout  1.82 s  failed
gateway · 210 spans · 5 services · 7 dependencies · 2023-11-14T22:13:20.000Z ·
4bf92f3577b34da6a3ce929d0e0e4736

The request failed in payment.charge: GatewayTimeout after 3 tries to staging.pay.internal. 70 % of the time
is that wait. payment calls staging.pay.internal, but runs in production. cart.getItems runs 200 queries one
by one (412 ms): SELECT shop.order_items.

                                    0           428 ms      856 ms      1.28 s
POST /checkout  gateway             █░█░░░░░░░░░░░█░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█ 1.82 s, HTTP 502
├ auth.verify  auth                 ███                                                 60 ms
├ cart.getItems  cart                 █░░░░░░░░░░░█                                     438 ms
│ ├ GET cart                          █                                                 4 ms
│ └ 200 × SELECT shop.order_items     █████████████                                     412 ms, one by one
├ payment.charge  payment                         █░░░░░░░░░░░░█░░░░░░░░░░░░█░░░░░░░░░█ 1.28 s, GatewayTimeout
│ ├ POST /v1/charges                              ██████████████                        ✖ 450 ms, timeout
│ ├ POST /v1/charges                                           ██████████████           450 ms, try 2, timeout
│ └ POST /v1/charges                                                        ███████████ 350 ms, try 3, timeout
├ orders.release  orders                                                              ░ 10 ms
└ audit.publish                                                                       █ 8 ms
█ the request waits for it  ░ it runs
`,
  );
});

test('errors are red, services have a colour each, the rest is plain text', () => {
  const text = render(checkoutSpans(), { style: ansiStyle });
  assert.ok(text.includes(`${RED}failed${RESET}`));
  assert.ok(text.includes(`${RED}POST /v1/charges${RESET}`));
  assert.match(text, new RegExp(`${escaped(RED)} +█{14} +${escaped(RESET)}`));
  assert.equal(text.replace(new RegExp(`${ESC}\\[\\d+m`, 'g'), ''), render(checkoutSpans()));
});

test('colours follow the terminal and NO_COLOR', () => {
  const style = (isTty: boolean, env: Record<string, string> = {}) => styleFor({ isTty, env }).error('x');
  assert.equal(style(true), `${RED}x${RESET}`);
  assert.equal(style(false), 'x');
  assert.equal(style(true, { NO_COLOR: '1' }), 'x');
  assert.equal(style(true, { NO_COLOR: '' }), `${RED}x${RESET}`);
  assert.equal(style(true, { TERM: 'dumb' }), 'x');
  assert.equal(style(false, { FORCE_COLOR: '1' }), `${RED}x${RESET}`);
});

test('no line is wider than the terminal', () => {
  for (const columns of [60, 80, 120, 200])
    for (const line of render(checkoutSpans(), { columns }).split('\n'))
      assert.ok(textWidth(line) <= columns, `${columns}: ${line}`);
});

test('runs open with --expand', () => {
  const lines = rows(render(checkoutSpans(), { expand: true }));
  assert.equal(lines.filter((l) => l.includes('SELECT shop.order_items')).length, 200);
});

test('a limit says what it hides', () => {
  const lines = rows(render(checkoutSpans(), { limit: 3 }));
  assert.equal(lines[4], '… 8 more; --limit shows them, --json has all');
});

test('text of spans cannot steer the terminal, wide characters keep the columns', () => {
  const text = render([
    { ...request, name: '\u001b[2J\u0007evil\u202e', service: 'a\nb' },
    at('2', '注文を確定する', 0, 500, { service: 'shop' }),
    at('3', 'e\u0301cole', 500, 900, { service: 'shop' }),
  ]);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  const bars = rows(text).filter((l) => /[█░]{5}/.test(l));
  assert.equal(bars.length, 3);
  const starts = bars.map((line) => textWidth(line.slice(0, line.search(/[█░]/))));
  assert.equal(starts[0], starts[1]);
});

test('what is unfinished, and several roots', () => {
  const lines = rows(
    render([
      { ...request, end: undefined },
      at('2', 'work', 0, 500),
      at('3', 'lost', 600, 700, { parent: 'ff', service: 'mailer' }),
    ]),
  );
  assert.match(lines[1] ?? '', /^GET \/orders {2}shop .* no end yet$/);
  assert.match(lines[2] ?? '', /^└ work/);
  assert.match(lines[3] ?? '', /^lost {2}mailer/);
  assert.match(lines.join('\n'), /! 1 span has no end yet/);
});

test('very deep, quickly', () => {
  const n = 20_000;
  const spans = Array.from({ length: n }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i > 0 ? { parent: i.toString(16) } : {}),
    start: i,
    end: 2 * n - i,
  }));
  const [trace] = buildTraces(batchOf(spans));
  assert.ok(trace);
  const text = renderTree(analyse(trace), { ...plain, limit: Number.POSITIVE_INFINITY });
  const lines = text.split('\n');
  assert.ok(lines.length > n);
  assert.ok(lines.every((line) => textWidth(line) <= 110));
});

test('fitting and wrapping text', () => {
  assert.equal(fitText('abc', 5), 'abc  ');
  assert.equal(fitText('abcdef', 4), 'abc…');
  assert.equal(fitText('注文確定', 5), '注文…');
  assert.equal(fitText('注文確定', 4), '注… ');
  assert.deepEqual(wrapWords('one two three four', 9), ['one two', 'three', 'four']);
  assert.deepEqual(wrapWords('unbreakable word', 5), ['unbreakable', 'word']);
});
