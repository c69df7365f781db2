import type { PageIds } from './ui-links.ts';
import { baseBefore, spanIdIn, traceIdIn, type UrlFields } from './url-fields.ts';

type Json = { readonly [key: string]: unknown } | readonly unknown[];

/** Explore keeps its state as JSON: `panes` by name since version 10, before it `left`, as an object or a list. */
export function grafanaLink(f: UrlFields): PageIds {
  const { pathname } = f.url;
  const marker = ['/a/grafana-', '/explore', '/d/'].find((part) => pathname.includes(part)) ?? '';
  const baseUrl = baseBefore(f, marker);
  const direct = traceIdIn(f.fields.get('traceid'));
  if (direct) return { traceId: direct, spanId: spanIdIn(f.fields.get('spanid')), baseUrl };
  for (const name of ['panes', 'left', 'right']) {
    const state = parsed(f.fields.get(name));
    if (!state) continue;
    const panes = name === 'panes' ? Object.values(state) : [state];
    for (const pane of panes) {
      const ids = isJson(pane) ? paneIds(pane) : undefined;
      if (ids) return { ...ids, baseUrl };
    }
  }
  return { traceId: undefined, baseUrl };
}

function paneIds(pane: Json): Omit<PageIds, 'baseUrl'> | undefined {
  const queries = Array.isArray(pane) ? pane : get(pane, 'queries');
  if (!Array.isArray(queries)) return undefined;
  for (const query of queries) {
    if (!isJson(query)) continue;
    const text = get(query, 'query');
    const traceId = typeof text === 'string' ? (traceIdIn(text) ?? inTraceQl(text)) : undefined;
    if (!traceId) continue;
    const source = get(query, 'datasource') ?? (Array.isArray(pane) ? pane[2] : get(pane, 'datasource'));
    const uid = isJson(source) ? get(source, 'uid') : source;
    const state = get(pane, 'panelsState');
    const trace = isJson(state) ? get(state, 'trace') : undefined;
    const spanId = isJson(trace) ? get(trace, 'spanId') : undefined;
    return {
      traceId,
      spanId: spanIdIn(typeof spanId === 'string' ? spanId : undefined),
      dataSource: typeof uid === 'string' ? uid : undefined,
    };
  }
  return undefined;
}

const inTraceQl = (query: string) =>
  traceIdIn(/trace:id\s{0,4}=\s{0,4}["`]([0-9a-f]{8,32})["`]/i.exec(query)?.[1]);

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const get = (value: Json, key: string): unknown =>
  Array.isArray(value) || !Object.hasOwn(value, key) ? undefined : (value as Record<string, unknown>)[key];

function parsed(text: string | undefined): Json | undefined {
  if (!text || !/^[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
