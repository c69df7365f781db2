import { HOLE } from '../../facts/facts.ts';
import type { CodeSite, SpanStart } from '../model.ts';
import type { OperationFacts, ServiceFacts } from './trace-facts.ts';

/** `/users/:id`, `/users/{id}`, `/users/<int:id>`, `/users/[id]`, `^users/(?P<pk>\d+)/$`: the same route. */
export const routeShape = (route: string): string =>
  route
    .replace(/^[\^/]+|[$/?]+$/g, '')
    .replace(/\(\?P?<\w+>[^)]*\)/g, '{}')
    .split('/')
    .map((part) =>
      /^(?::|\*|\{|<|\[)|[{<]\w/.test(part) || part.includes(HOLE) || part === '{}'
        ? '{}'
        : part.toLowerCase(),
    )
    .join('/');

/** Operations of a service that are a place in its code; none where its keys do not tell. */
export function operationsAt(site: CodeSite, service: ServiceFacts): readonly OperationFacts[] {
  const { route, method, rpc, topic, job } = site.keys;
  const symbol = site.symbol.slice(site.symbol.lastIndexOf('.') + 1);
  const wanted = route === undefined ? undefined : routeShape(route);
  return service.operations.filter((op) => {
    if (symbol !== '' && op.keys.code !== '' && lastName(op.keys.code) === symbol) return true;
    switch (site.kind) {
      case 'entry.http':
        return op.kind === 'server' && wanted !== undefined && sameRoute(op, wanted, method);
      case 'entry.grpc':
        if (rpc) return op.kind === 'server' && endsWithRpc(op, rpc);
        return op.kind === 'server' && op.keys.rpc !== '';
      case 'entry.queue':
        return op.kind === 'consumer' && topic !== undefined && op.keys.destination === topic;
      case 'entry.faas':
        return (
          op.kind === 'server' && op.keys.faas !== '' && (op.keys.faas === job || op.keys.faas === symbol)
        );
      default:
        return (
          op.kind !== 'client' &&
          op.kind !== 'producer' &&
          (op.name === job || (symbol !== '' && op.name === symbol))
        );
    }
  });
}

/** Routers may be mounted below a prefix: the route of the span ends in the one of the code. */
function sameRoute(op: OperationFacts, wanted: string, method: string | undefined): boolean {
  const [verb = '', named = ''] = /^([A-Z]{3,7})\s+(\/\S*)$/.exec(op.name)?.slice(1) ?? [];
  const route = op.keys.route || named;
  if (route === '') return false;
  const own = op.keys.method || verb;
  if (method !== undefined && own !== '' && !method.split(', ').includes(own)) return false;
  const shape = routeShape(route);
  return shape === wanted || (wanted !== '' && shape.endsWith(`/${wanted}`));
}

function endsWithRpc(op: OperationFacts, rpc: string): boolean {
  const full = (op.keys.rpc || op.name).toLowerCase();
  const short = rpc.toLowerCase();
  return full === short || full.endsWith(`.${short}`) || full.endsWith(`/${short}`);
}

const lastName = (code: string): string =>
  code.slice(Math.max(code.lastIndexOf('.'), code.lastIndexOf(':')) + 1);

/** Operations that a span started by hand is, by its name; a template fits what its holes let through. */
export function operationsOfSpan(span: SpanStart, service: ServiceFacts): readonly OperationFacts[] {
  if (!span.name.includes(HOLE)) return service.operations.filter((op) => op.name === span.name);
  const pattern = new RegExp(
    `^${span.name
      .split(HOLE)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return service.operations.filter((op) => pattern.test(op.name));
}
