import { type Annotation, HOLE } from '../../core/facts/facts.ts';
import type { HandlerRef, RouteCode } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import { joinRoute, type RoutePrefixes } from './route-prefixes.ts';
import { methodsOf, pathText } from './route-text.ts';
import { argument, type PrefixRow, type RouteRow } from './rows.ts';

type Tables = { readonly routes: Map<string, RouteRow[]>; readonly prefixes: Map<string, PrefixRow[]> };

/** Routes that stand as annotations on the function that answers, below the paths of its class. */
export function annotatedRoutes(
  view: FactsView,
  annotation: Annotation,
  tables: Tables,
  prefixes: RoutePrefixes,
): RouteCode[] {
  const short = annotation.name.replace(/^.*[.:\\]/, '').replace(/Attribute$/, '');
  const receiver = annotation.name.slice(0, annotation.name.length - short.length).replace(/[.:\\]+$/, '');
  const decl = view.decl(annotation.decl);
  const row = tables.routes
    .get(short)
    ?.find((r) => r.on === 'annotation' && (!r.onRouter || receiver !== '') && needed(view, r));
  if (!row || !decl || decl.kind === 'class' || decl.kind === 'interface') return [];
  const all = view.facts.annotations.filter((a) => a.decl === annotation.decl);
  const pathFrom = row.pathAnnotation
    ? all.find((a) => a.name === row.pathAnnotation)?.args
    : annotation.args;
  const value = pathFrom && argument(pathFrom, row.path);
  const paths = value?.kind === 'list' ? value.items : [value];
  const classPrefixes = receiver === '' ? classPaths(view, decl.owner, tables) : [{ path: '', name: '' }];
  const root = receiver ? prefixes.of(receiver, annotation.decl) : { prefix: '', router: '', within: '' };
  const methods = methodsOf(view, row, short, annotation.args);
  const unit = unitOf(decl);
  const handler: HandlerRef = { kind: 'here', line: decl.line, endLine: decl.endLine, symbol: unit.symbol };
  const ownName = row.routeName ? view.text(argument(annotation.args, row.routeName)).text : '';
  return paths.flatMap((one) => {
    const path = pathText(view, one, row.pathAnnotation ? { ...row, pathOptional: true } : row);
    if (!path) return [];
    return classPrefixes.map((prefix) => ({
      router: root.router,
      within: root.within,
      methods,
      path: tokens(
        absolute(path.text) ? path.text : joinRoute(prefix.path, root.prefix, path.text),
        view,
        annotation.decl,
      ),
      name: ownName ? prefix.name + ownName : '',
      handler,
      open: path.open,
      line: decl.line,
      unit,
    }));
  });
}

const needed = (view: FactsView, row: RouteRow) => {
  const { needs } = row;
  return !needs || view.facts.imports.some((i) => needs.test(i.module));
};

/** ASP.NET: a path with a slash in front does not go below the class's. */
const absolute = (path: string) => path.startsWith('~/');

/** `[controller]` and `[action]` of ASP.NET. */
function tokens(path: string, view: FactsView, decl: number): string {
  if (!path.includes('[')) return path;
  const method = view.decl(decl);
  const type = view.classAround(decl);
  return path
    .replace(/\[controller\]/gi, (type?.name ?? '').replace(/Controller$/, ''))
    .replace(/\[action\]/gi, method?.name ?? '')
    .replace(/^~/, '');
}

function classPaths(view: FactsView, owner: number, tables: Tables): { path: string; name: string }[] {
  for (let i = owner; i >= 0; i = view.decl(i)?.owner ?? -1) {
    const found = view.facts.annotations.flatMap((a) => {
      const row = a.decl === i ? tables.prefixes.get(a.name.replace(/^.*[.:\\]/, ''))?.[0] : undefined;
      const value = row && argument(a.args, row.path);
      const name = row?.name ? view.text(argument(a.args, row.name)).text : '';
      return value ? view.texts(value).map((t) => ({ path: t.text.replaceAll(HOLE, ':x'), name })) : [];
    });
    if (found.length > 0) return found;
  }
  return [{ path: '', name: '' }];
}
