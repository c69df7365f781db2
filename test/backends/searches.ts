import { BIG_ID, CATALOG, CHECKOUT_ID, SHORT_ID } from './samples.ts';

/** Queries and the traces that they find, by hand. `items` gives the ids of the catalog's traces by number. */
export function searches(
  items: (...numbers: number[]) => string[],
): [query: string, traceIds: readonly string[]][] {
  const failed = items(...Array.from({ length: CATALOG }, (_, n) => n).filter((n) => n % 5 === 4));
  return [
    ['{ resource.service.name = "cart" }', [CHECKOUT_ID]],
    ['{ resource.service.name = "nobody" }', []],
    ['{ name = "GET /checkout" }', [CHECKOUT_ID]],
    ['{ resource.service.name = "frontend" && name = "Cart/Reserve" }', []],
    ['{ status = error }', [CHECKOUT_ID, ...failed]],
    ['{ resource.service.name = "catalog" && status = error }', failed],
    ['{ resource.service.name = "catalog" && duration >= 290ms }', items(28, 29)],
    ['{ resource.service.name = "catalog" && duration > 290ms }', items(29)],
    ['{ resource.service.name = "catalog" && duration > 100ms && duration < 130ms }', items(10, 11)],
    ['{ span.http.route = "/checkout" }', [CHECKOUT_ID]],
    ['{ .http.route = "/checkout" }', [CHECKOUT_ID]],
    ['{ span.http.response.status_code = 502 }', [CHECKOUT_ID]],
    ['{ span.http.response.status_code > 500 }', [CHECKOUT_ID]],
    ['{ span.item.id = 7 || span.item.id = 9 }', items(7, 9)],
    ['{ span.item.id >= 28 }', items(28, 29)],
    ['{ kind = consumer }', [CHECKOUT_ID]],
    ['{ name =~ "old (tracer|call)" }', [SHORT_ID]],
    ['{ span.code.function.name =~ "cart[.].*" && kind = internal }', [CHECKOUT_ID]],
    ['{ span.flag = true }', [CHECKOUT_ID]],
    ['{ resource.service.name = "frontend" } >> { span.db.system.name = "postgresql" }', [CHECKOUT_ID]],
    ['{ span.db.system.name = "postgresql" } >> { resource.service.name = "frontend" }', []],
    ['{ resource.service.name = "cart" } && { resource.service.name = "payment" }', [CHECKOUT_ID]],
    ['{ resource.service.name = "batch" } | count() > 9000', [BIG_ID]],
    ['{ resource.service.name = "cart" } | count() > 3', []],
    ['{ rootServiceName = "frontend" && resource.service.name = "cart" }', [CHECKOUT_ID]],
  ];
}
