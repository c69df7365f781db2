// The table of examples/shop/README.md, each with how Spanlight finds it. Lines are looked up by what stands in them.
import assert from 'node:assert/strict';
import type { PatternKind } from '../../../src/core/analysis/patterns/pattern.ts';
import type { Resolution } from '../../../src/core/mapping/resolution.ts';
import type { SeenTrace, ShopEvidence } from './shop-evidence.ts';

export type Planted = { readonly name: string; find(shop: ShopEvidence): Promise<void> };

const CART = 'services/cart/src/repo.js';
const RECOMMEND = 'services/recommendations/src/recommend.ts';
const CHARGE = 'services/payment/src/charge.ts';
const RISK = 'services/payment/src/risk.ts';
const CHECKOUT = '{ name = "POST /checkout/:cartId" }';

export const plantedProblems: readonly Planted[] = [
  {
    name: 'N+1 in the cart: a query an item',
    async find(shop) {
      const { pattern, seen } = await withPattern(shop, '{ name = "cart.getItems" }', 'n-plus-one');
      const line = shop.lineOf(CART, 'SELECT name, cents FROM products');
      for (const span of pattern.spans) assertAt(seen.at(span), CART, line);
    },
  },
  {
    name: 'serial chain in the recommendations',
    async find(shop) {
      const query = '{ resource.service.name = "recommendations" && name = "recommend" }';
      const { pattern, seen } = await withPattern(shop, query, 'serial-could-be-parallel');
      assert.equal(pattern.spans.length, 3);
      assertAt(seen.at(pattern.span), RECOMMEND, shop.lineOf(RECOMMEND, "startActiveSpan('recommend'"));
    },
  },
  {
    name: 'retry storm against the bank',
    async find(shop) {
      const query = '{ name = "payment.charge" && status = error }';
      const { pattern, seen } = await withPattern(shop, query, 'retry-storm');
      assert.equal(pattern.spans.length, 3);
      const line = shop.lineOf(CHARGE, 'await post(BANK');
      for (const span of pattern.spans) assertAt(seen.at(span), CHARGE, line);
    },
  },
  {
    name: 'wrong host: staging in production',
    async find(shop) {
      const { pattern, seen } = await withPattern(shop, CHECKOUT, 'wrong-host');
      assert.match(pattern.text, /risk\.staging\.shop\.test/);
      assertAt(seen.at(pattern.span), RISK, shop.lineOf(RISK, 'await post(RISK'));
    },
  },
  {
    name: 'slow but rare: p95 tells what p50 does not',
    async find(shop) {
      const figures = await shop.figures('gateway');
      const stats = figures.find(({ name }) => name === 'GET /products/:id')?.stats;
      assert.ok(stats && stats.p50 < 200e6, 'the median is quick');
      assert.ok(stats.p95 > 800e6, `p95 is ${stats.p95 / 1e6} ms`);
    },
  },
  {
    name: 'handled error: the request goes on without recommendations',
    async find(shop) {
      const query = '{ name = "GET /recommended/:productId" } && { span.http.response.status_code = 503 }';
      const seen = await some(shop, query, ({ analysis }) => analysis.errors.handled.length > 0);
      assert.equal(seen.analysis.errors.rootCause, undefined);
    },
  },
  {
    name: 'unhandled error: failed checkouts lead to the charge',
    async find(shop) {
      const query = `{ name = "POST /checkout/:cartId" && status = error }`;
      const says = ({ analysis }: SeenTrace) => analysis.errors.rootCause?.detail.message ?? '';
      const seen = await some(shop, query, (trace) => says(trace).includes('no answer in 120 ms'));
      const cause = seen.analysis.errors.rootCause;
      assert.equal(seen.at(cause?.span ?? -1)?.result?.file, CHARGE);
    },
  },
  {
    name: 'broken context: jobs begin traces of their own',
    async find(shop) {
      const seen = await some(shop, '{ name = "jobs process" }', () => true);
      assert.equal(seen.trace.strings.get(seen.trace.name[0] ?? 0), 'jobs process');
      const queue = 'services/gateway/src/queue.ts';
      const insert = shop.lineOf(queue, 'INSERT INTO jobs');
      await assertGap(shop, 'context.queue-inject', queue, insert);
    },
  },
  {
    name: 'scheduled job without a span',
    async find(shop) {
      const file = 'services/worker/src/nightly.js';
      await assertGap(shop, 'entry.scheduled', file, shop.lineOf(file, 'cron.schedule'));
    },
  },
  {
    name: 'two routes without a span',
    async find(shop) {
      const file = 'services/worker/src/admin.js';
      await assertGap(shop, 'entry.http', file, shop.lineOf(file, "app.get('/admin/jobs'"));
      await assertGap(shop, 'entry.http', file, shop.lineOf(file, "app.post('/admin/jobs/:id/retry'"));
    },
  },
  {
    name: 'container paths: /usr/src/app is services/cart',
    async find(shop) {
      const seen = await some(shop, '{ name = "cart.getItems" }', () => true);
      const span = spanNamed(seen, 'cart.getItems');
      const line = shop.lineOf(CART, "startActiveSpan('cart.getItems'");
      assertAt(seen.at(span), CART, line);
      assert.equal(seen.at(span)?.result?.confidence, 'exact');
    },
  },
  {
    name: 'built code: spans of dist/charge.js lead to charge.ts',
    async find(shop) {
      const seen = await some(shop, '{ name = "payment.charge" && status = error }', () => true);
      const code = seen.at(spanNamed(seen, 'payment.charge'))?.result;
      assert.equal(code?.file, CHARGE);
      assert.notEqual(code?.confidence, 'guess');
    },
  },
  {
    name: 'older revision: lines are translated to the working tree',
    async find(shop) {
      const seen = await some(shop, '{ name = "recommend" }', () => true);
      const found = seen.at(spanNamed(seen, 'recommend'));
      const line = shop.lineOf(RECOMMEND, "startActiveSpan('recommend'");
      assertAt(found, RECOMMEND, line);
      const said = [found?.result?.stale, ...(found?.result?.evidence ?? [])].join(' ');
      assert.match(said, new RegExp(`Line \\d+→${line} by git diff`));
    },
  },
];

async function some(shop: ShopEvidence, query: string, wanted: (seen: SeenTrace) => boolean) {
  const traces = await shop.traces(query);
  const found = traces.find(wanted);
  return found ?? assert.fail(`none of ${traces.length} traces that match ${query} shows it`);
}

async function withPattern(shop: ShopEvidence, query: string, kind: PatternKind) {
  const has = ({ analysis }: SeenTrace) => analysis.patterns.find((p) => p.kind === kind);
  const seen = await some(shop, query, (trace) => has(trace) !== undefined);
  return { seen, pattern: has(seen) ?? assert.fail(kind) };
}

function spanNamed({ trace }: SeenTrace, name: string): number {
  for (let span = 0; span < trace.count; span++)
    if (trace.strings.get(trace.name[span] ?? 0) === name) return span;
  return assert.fail(`the trace has no span ${name}`);
}

function assertAt(found: Resolution | undefined, file: string, line: number): void {
  const at = found?.result;
  assert.equal(at ? `${at.file}:${at.line}` : found?.reason, `${file}:${line}`);
}

async function assertGap(shop: ShopEvidence, rule: string, file: string, line: number): Promise<void> {
  const gaps = (await shop.gaps()).filter((gap) => gap.rule === rule);
  assert.ok(
    gaps.some((gap) => gap.file === file && gap.line === line),
    `${rule} is found at ${gaps.map((gap) => `${gap.file}:${gap.line}`).join(', ') || 'no place'}`,
  );
}
