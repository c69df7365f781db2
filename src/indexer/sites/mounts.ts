import type { Call, Value } from '../../core/facts/facts.ts';
import type { MountCode } from './code-site.ts';
import { type FactsView, variable } from './facts-view.ts';
import { joinRoute, type RoutePrefixes } from './route-prefixes.ts';
import { fits } from './row-fit.ts';
import { type ArgRef, argument, type MountRow, receiverText } from './rows.ts';

/** Names that say a router is handed on; shorter ones are used for anything. */
const GIVEN = /^(?:app|api|server|router|mux|fastify)$|[rR]outer$/;

/** Where routers are put below others. */
export function mountSites(
  view: FactsView,
  rows: Map<string, MountRow[]>,
  prefixes: RoutePrefixes,
): MountCode[] {
  const found: MountCode[] = [];
  for (const call of view.facts.calls) {
    const row = rows.get(call.name)?.find((r) => fits(view, r, receiverText(view.facts.calls, call)));
    if (row) {
      const root = prefixes.before(call);
      const prefix = mountPrefix(view, call, row.prefix);
      for (const child of children(
        view,
        row.child === 'last' ? call.args.at(-1) : argument(call.args, row.child),
      ))
        found.push({
          parent: root.router,
          within: root.within,
          prefix: joinRoute(root.prefix, prefix),
          line: call.line,
          asCall: false,
          ...child,
        });
      continue;
    }
    // `registerUsers(router)`: the function's routes go on what it is given.
    const given = call.args.find(
      (a) => a.kind === 'name' && (prefixes.isKnown(a.text) || GIVEN.test(variable(a.text))),
    );
    if (given && /^[a-zA-Z_]\w*$/.test(call.name) && !call.isNew && given === call.args[0]) {
      const root = prefixes.of(given.text, call.owner);
      found.push({
        parent: root.router,
        within: root.within,
        prefix: root.prefix,
        child: call.name,
        asModule: false,
        asCall: true,
        line: call.line,
      });
    }
  }
  return found;
}

function mountPrefix(view: FactsView, call: Call, at: ArgRef): string {
  const value = argument(call.args, at);
  const text = value && value.kind !== 'function' && value.kind !== 'name' ? view.text(value) : undefined;
  return text?.kind === 'literal' ? text.text : '';
}

/** `r`, `users.router`, `require('./users')`, `include('app.urls')`, `api()`, `r.routes()`, `routes![a, b]`. */
function children(view: FactsView, value: Value | undefined): { child: string; asModule: boolean }[] {
  if (!value) return [];
  if (value.kind === 'name') return [{ child: value.text, asModule: false }];
  if (value.kind === 'string') return [{ child: value.text, asModule: true }];
  if (value.kind === 'list') return value.items.flatMap((item) => children(view, item));
  const call = value.kind === 'call' ? view.call(value.ref) : undefined;
  if (!call) return [];
  if (/^(require|include|import)$/.test(call.name)) return children(view, call.args[0]);
  // Koa's `r.routes()` is r; `users::routes()` is what the function makes.
  if (
    /^(routes|middleware|allowedMethods|handler|Routes|with_state|into_make_service)$/.test(call.name) &&
    call.receiver
  )
    return [
      { child: call.receiver, asModule: false },
      { child: `${call.receiver}.${call.name}`, asModule: false },
    ];
  if (call.name === 'routes') return children(view, { ...value, kind: 'list', items: call.args });
  return [{ child: call.receiver ? `${call.receiver}.${call.name}` : call.name, asModule: false }];
}
