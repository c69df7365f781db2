import type { GraphqlCode } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import { handlerOf } from './handlers.ts';
import { here, shortName } from './row-fit.ts';
import { argument, type GraphqlRow } from './rows.ts';

/** Resolvers of fields: annotated, methods of root classes, and resolver maps. */
export function graphqlSites(view: FactsView, rows: readonly GraphqlRow[]): GraphqlCode[] {
  const found: GraphqlCode[] = [];
  const { facts } = view;
  for (const row of rows) {
    if (row.on === 'annotation') {
      for (const a of facts.annotations) {
        const decl = view.decl(a.decl);
        if (!decl || decl.kind === 'class' || !row.names.includes(shortName(a.name))) continue;
        const given = argument(a.args, row.field);
        const field = given?.kind === 'string' ? given.text : decl.name;
        const type = row.typeAt ? view.text(argument(a.args, row.typeAt)).text || row.type : row.type;
        found.push({ type, field, handler: here(decl), line: decl.line, unit: unitOf(decl) });
      }
      continue;
    }
    for (const decl of facts.decls) {
      const type = row.pattern.exec(decl.path.split('.').at(-1) ?? '')?.[1];
      if (!type || decl.name === '' || (row.prefix && !row.prefix.test(decl.name))) continue;
      const field = camel(row.prefix ? decl.name.replace(row.prefix, '') : decl.name);
      found.push({ type: typeName(type), field, handler: here(decl), line: decl.line, unit: unitOf(decl) });
    }
  }
  return [...found, ...resolverMaps(view)];
}

const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

/** `const resolvers = { Query: { bookById: (...) => ... } }`, wherever the object stands. */
function resolverMaps(view: FactsView): GraphqlCode[] {
  const found: GraphqlCode[] = [];
  const objects = [
    ...view.facts.assigns.map((a) => a.value),
    ...view.facts.calls.flatMap((c) => c.args),
  ].filter((v) => v.kind === 'object');
  for (const object of objects.flatMap((o) => [
    o,
    ...o.items.filter((i) => i.kind === 'object' && i.name === 'resolvers'),
  ]))
    for (const type of object.items) {
      if (!ROOT_TYPES.has(type.name)) continue;
      const fields =
        type.kind === 'name'
          ? view.assigned(type.text).find((a) => a.value.kind === 'object')?.value.items
          : type.items;
      for (const field of fields ?? []) {
        const name = field.name || (field.kind === 'name' ? field.text : '');
        const handler = handlerOf(view, field);
        if (!name || !handler) continue;
        const line = handler.kind === 'here' ? handler.line : 0;
        found.push({
          type: type.name,
          field: name,
          handler,
          line,
          unit: { line: 0, endLine: 0, symbol: `${type.name}.${name}` },
        });
      }
    }
  return found;
}

const typeName = (text: string) =>
  /mutation/i.test(text) ? 'Mutation' : /subscription/i.test(text) ? 'Subscription' : 'Query';

/** snake_case and PascalCase members answer camelCase fields. */
const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase()).replace(/^[A-Z]/, (c) => c.toLowerCase());
