import type { FixTarget } from './fix-plan.ts';

export type SpanKindWord = 'server' | 'consumer' | 'client' | 'producer' | 'internal';

/** The kind of span that OpenTelemetry expects at a place. */
export function spanKind(rule: string): SpanKindWord {
  if (/^entry\.(?:http|grpc|graphql|faas|websocket)/.test(rule)) return 'server';
  if (rule === 'entry.queue') return 'consumer';
  if (rule === 'outbound.queue') return 'producer';
  return rule.startsWith('outbound.') ? 'client' : 'internal';
}

/** Names of low cardinality: the route, RPC, topic or job, else the function (semantic conventions, span names). */
export function spanName({ rule, keys, symbol, tech }: FixTarget): string {
  const { route, method, topic, rpc, job, field, table } = keys;
  if (route !== undefined && rule.startsWith('entry.'))
    return clean(method ? `${method.toUpperCase()} ${route}` : route);
  if (rpc) return clean(rpc);
  const named = topic ?? table;
  if (named) return clean(`${rule === 'entry.queue' ? 'process' : 'send'} ${named}`);
  if (job ?? field) return clean(job ?? field ?? '');
  if (rule.startsWith('outbound.')) {
    const inside = symbol === '' ? '' : ` in ${symbol}`;
    return clean(method ? method.toUpperCase() : `${tech}${inside}`);
  }
  return clean(symbol || tech || rule);
}

/** What a string literal of every language may hold as it is. */
const clean = (name: string): string =>
  name
    .replace(/[\p{Cc}"'`\\$]/gu, '')
    .slice(0, 120)
    .trim() || 'operation';

export const tracerName = ({ service, file }: FixTarget): string =>
  clean(service || (file.split('/').at(-1) ?? '').replace(/\.\w+$/, ''));
