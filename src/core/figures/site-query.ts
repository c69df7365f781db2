import type { SpanSite } from '../mapping/span-site.ts';
import { printString } from '../query/print.ts';
import { KIND_NAMES } from '../trace/columns.ts';
import { normaliseOperation } from '../trace/normalise-operation.ts';

export type Scope = { readonly environment: string | undefined; readonly version: string | undefined };

/** Attributes that narrow a search where names say little, and that every backend keeps as they were sent. */
const TELLING = ['code.function.name', 'code.function', 'http.route', 'rpc.method', 'db.collection.name'];

/** Conditions that every span of a site meets; others may meet them too where ids are part of names. */
export function siteConditions(site: SpanSite): string[] {
  const out: string[] = [];
  if (site.service !== '') out.push(`resource.service.name = ${printString(site.service)}`);
  const kind = KIND_NAMES[site.kind];
  if (kind !== undefined && kind !== 'unspecified') out.push(`kind = ${kind}`);
  if (site.name !== '') out.push(nameCondition(site.name));
  for (const key of TELLING) {
    const value = site.attributes[key];
    if (value) out.push(`span.${key} = ${printString(value)}`);
  }
  return out;
}

/** One of the environments and versions that was chosen. */
export function scopeConditions({ environment, version }: Scope): string[] {
  return [
    ...(environment === undefined
      ? []
      : [
          `(resource.deployment.environment.name = ${printString(environment)} || ` +
            `resource.deployment.environment = ${printString(environment)})`,
        ]),
    ...(version === undefined ? [] : [`resource.service.version = ${printString(version)}`]),
  ];
}

export function spansWhere(conditions: readonly string[]): string {
  return conditions.length === 0 ? '{ }' : `{ ${conditions.join(' && ')} }`;
}

/** A name with ids in it stands for all names that differ in those. */
function nameCondition(name: string): string {
  const shape = normaliseOperation(name);
  if (shape === name) return `name = ${printString(name)}`;
  const pattern = shape
    .split(/\{(?:id|n)\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+');
  // Normalising takes a query string away.
  return `name =~ ${printString(`^${pattern}.*$`)}`;
}
