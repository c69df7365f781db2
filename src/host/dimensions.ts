import { LOCAL_CONNECTION } from '../protocol/engine-backends.ts';
import type { Engine } from './engine.ts';

/** What a connection's figures can be narrowed to. */
export type Dimensions = {
  readonly environments: readonly string[];
  /** Newest first where that is known; `services`: those that had the version. */
  readonly versions: readonly { readonly version: string; readonly services: readonly string[] }[];
};

export type DimensionSource = (connection: string, signal: AbortSignal) => Promise<Dimensions>;

const DAY_MS = 24 * 3_600_000;

/** The local store knows what it has statistics of; a remote backend is asked for the values of two attributes. */
export function engineDimensions(engine: Engine): DimensionSource {
  return async (connection, signal) => {
    if (connection === LOCAL_CONNECTION)
      return ofStore(await engine.call('store.dimensions', undefined, { signal }));
    const toMs = Date.now();
    const values = (key: string) =>
      engine.call(
        'backend.attributeValues',
        { connection, key, range: { fromMs: toMs - DAY_MS, toMs } },
        { signal },
      );
    const [environments, versions] = await Promise.all([
      values('resource.deployment.environment.name'),
      values('resource.service.version'),
    ]);
    return { environments, versions: versions.map((version) => ({ version, services: [] })) };
  };
}

type Row = { readonly service: string; readonly environment: string; readonly version: string };

function ofStore(rows: readonly Row[]): Dimensions {
  const services = new Map<string, Set<string>>();
  for (const { service, version } of rows)
    if (version !== '') services.set(version, (services.get(version) ?? new Set()).add(service));
  return {
    environments: [...new Set(rows.map((row) => row.environment))].filter((e) => e !== '').sort(),
    versions: [...services].map(([version, names]) => ({ version, services: [...names].sort() })).reverse(),
  };
}
