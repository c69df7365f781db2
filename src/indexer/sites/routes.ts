import type { Call } from '../../core/facts/facts.ts';
import { annotatedRoutes } from './annotated-routes.ts';
import type { MountCode, RouteCode, RouterCode } from './code-site.ts';
import { type FactsView, variable } from './facts-view.ts';
import { handlerOf, lastHandler, railsController } from './handlers.ts';
import { mountSites } from './mounts.ts';
import { joinRoute, ROUTER_NAME, type Root, RoutePrefixes } from './route-prefixes.ts';
import { methodsOf, methodTexts, type PathText, pathText, VERBS } from './route-text.ts';
import { fits } from './row-fit.ts';
import {
  argument,
  byName,
  chainBefore,
  chainRoot,
  type LanguageRows,
  type MountRow,
  type PrefixRow,
  type ResourceRow,
  type RouteModifier,
  type RouteRow,
  receiverText,
} from './rows.ts';

type RouteTables = {
  readonly routes: Map<string, RouteRow[]>;
  readonly modifiers: Map<string, RouteModifier[]>;
  readonly resources: Map<string, ResourceRow[]>;
  readonly routers: Map<string, LanguageRows['routers'][number][]>;
  readonly scopes: Map<string, LanguageRows['scopes'][number][]>;
  readonly mounts: Map<string, MountRow[]>;
  readonly prefixes: Map<string, PrefixRow[]>;
};

export function routeTables(rows: LanguageRows): RouteTables {
  return {
    routes: byName(rows.routes),
    modifiers: byName(rows.routeModifiers),
    resources: byName(rows.resources),
    routers: byName(rows.routers),
    scopes: byName(rows.scopes),
    mounts: byName(rows.mounts),
    prefixes: byName(rows.prefixes),
  };
}

export function routeSites(
  view: FactsView,
  tables: RouteTables,
): { routes: RouteCode[]; routers: RouterCode[]; mounts: MountCode[] } {
  const prefixes = new RoutePrefixes(view, tables.routers, tables.scopes);
  const routes: RouteCode[] = [];
  const modifiers = routeModifiers(view, tables);
  for (const [index, call] of view.facts.calls.entries()) {
    for (const row of tables.routes.get(call.name) ?? [])
      if (row.on === 'call' && callFits(view, row, call, prefixes)) {
        routes.push(...callRoutes(view, row, call, prefixes.before(call), modifiers.get(index)));
        break;
      }
    for (const row of tables.resources.get(call.name) ?? [])
      if (!row.receiver || row.receiver.test(call.receiver))
        routes.push(...resourceRoutes(view, row, call, prefixes));
  }
  for (const annotation of view.facts.annotations)
    routes.push(...annotatedRoutes(view, annotation, tables, prefixes));
  return { routes, routers: prefixes.routers, mounts: mountSites(view, tables.mounts, prefixes) };
}

function routeModifiers(view: FactsView, tables: RouteTables) {
  const found = new Map<number, { methods: string[]; name: string }>();
  for (const call of view.facts.calls) {
    if (call.receiverCall < 0) continue;
    for (const row of tables.modifiers.get(call.name) ?? []) {
      const values = call.args.filter((a) => a.kind === 'string' || a.kind === 'name' || a.kind === 'list');
      // `.Methods("GET").Name("x")`: both belong to the first call of the chain.
      for (const target of [call.receiverCall, ...before(view, call.receiverCall)]) {
        const entry = found.get(target) ?? { methods: [], name: '' };
        if (row.sets === 'methods') entry.methods.push(...values.flatMap(methodTexts));
        else entry.name ||= view.text(argument(call.args, row.at)).text;
        found.set(target, entry);
      }
    }
  }
  return found;
}

const before = (view: FactsView, index: number): number[] => {
  const out: number[] = [];
  for (
    let at = view.call(index)?.receiverCall ?? -1;
    at >= 0 && out.length < 8;
    at = view.call(at)?.receiverCall ?? -1
  )
    out.push(at);
  return out;
};

function callFits(view: FactsView, row: RouteRow, call: Call, prefixes: RoutePrefixes): boolean {
  const { facts } = view;
  if (!fits(view, row, receiverText(facts.calls, call))) return false;
  if (!row.onRouter) return true;
  const root = variable(chainRoot(facts.calls, call));
  const last = root.replace(/^.*[.>:]/, '');
  return prefixes.isKnown(root) || ROUTER_NAME.test(last) || chainBefore(facts.calls, call).length > 0;
}

function callRoutes(
  view: FactsView,
  row: RouteRow,
  call: Call,
  root: Root,
  modifier: { methods: string[]; name: string } | undefined,
): RouteCode[] {
  const pair = row.pairs
    ? call.args.find((a) => a.name !== '' && a.kind === 'string' && a.text.includes('#'))
    : undefined;
  const path: PathText | undefined =
    pair && !argument(call.args, row.path)
      ? { text: pair.name, open: false }
      : pathText(view, argument(call.args, row.path), row);
  if (path === undefined) return [];
  const base = { ...rootOf(root), line: call.line, unit: view.unit(call.owner) };
  const name = modifier?.name || (row.routeName ? view.text(argument(call.args, row.routeName)).text : '');
  const full = joinRoute(root.prefix, path.text);
  const { open } = path;
  if (row.method === 'chain') return chainRoutes(view, row, call, { ...base, path: full, name, open });
  const handler = pair
    ? handlerOf(view, pair)
    : row.handler === 'last'
      ? lastHandler(view, call.args)
      : row.handler === 'decl'
        ? undefined
        : handlerOf(view, argument(call.args, row.handler));
  if (!handler) return [];
  const own = methodsOf(view, row, call.name, call.args);
  const inPath = /^([A-Z]{3,7})\s+/.exec(path.text)?.[1];
  const methods = modifier && modifier.methods.length > 0 ? modifier.methods : inPath ? [inPath] : own;
  const clean = inPath ? full.replace(/^(.*?)[A-Z]{3,7}\s+/, '$1') : full;
  return [{ ...base, methods, path: clean, name, handler, open }];
}

/** axum's `.route("/x", get(show).post(create))` */
function chainRoutes(
  view: FactsView,
  row: RouteRow,
  call: Call,
  base: Omit<RouteCode, 'methods' | 'handler'>,
): RouteCode[] {
  const value =
    row.handler === 'last'
      ? call.args.at(-1)
      : argument(call.args, row.handler === 'decl' ? [] : row.handler);
  const outer = value?.kind === 'call' ? view.call(value.ref) : undefined;
  if (!outer) return [];
  return [...chainBefore(view.facts.calls, outer), outer].flatMap((verb) => {
    const handler = lastHandler(view, verb.args);
    const method = VERBS.test(verb.name) ? [verb.name.toUpperCase()] : [];
    return handler && (method.length > 0 || /^(any|to|on|route)$/.test(verb.name))
      ? [{ ...base, methods: method, handler }]
      : [];
  });
}

const rootOf = (root: Root) => ({ router: root.router, within: root.within });

function resourceRoutes(view: FactsView, row: ResourceRow, call: Call, prefixes: RoutePrefixes): RouteCode[] {
  const root = prefixes.before(call);
  const path = view.text(argument(call.args, row.path)).text;
  if (path === '') return [];
  const given = handlerOf(view, argument(call.args, row.controller));
  const owner =
    given?.kind === 'method' ? given.owner : given?.kind === 'name' ? given.name : railsController(path);
  const only = view.texts(call.args.find((a) => a.name === 'only')).map((t) => t.text);
  const except = view.texts(call.args.find((a) => a.name === 'except')).map((t) => t.text);
  return Object.entries(row.actions)
    .filter(([action]) => (only.length === 0 || only.includes(action)) && !except.includes(action))
    .map(([action, [method, suffix]]) => ({
      ...rootOf(root),
      methods: method === '' ? [] : [method],
      path: joinRoute(root.prefix, path, suffix),
      name: '',
      handler: { kind: 'method' as const, owner, methods: [action] },
      open: false,
      line: call.line,
      unit: view.unit(call.owner),
    }));
}
