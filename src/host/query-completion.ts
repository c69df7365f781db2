import type { Logger, TimeRange } from '../core/ports.ts';
import { type Suggestion, suggestAt, wantedAt } from '../core/query/suggest.ts';
import type { Engine } from './engine.ts';

export type CompletionDeps = {
  readonly engine: Engine;
  readonly log: Logger;
  readonly connection: () => string;
  readonly range: () => TimeRange;
};

/** Keys and values change slowly; asking again while somebody types helps nobody. */
const FRESH_MS = 60_000;
const MOST_KNOWN = 200;

/** Every backend lists its services; values of attributes some only guess from a sample. */
const SERVICE = /^(resource)?\.service\.name$|^rootServiceName$/;

/** Completes queries with the keys and values of the backend that is chosen. */
export class QueryCompletion {
  readonly #deps: CompletionDeps;
  readonly #known = new Map<string, { readonly at: number; readonly names: Promise<readonly string[]> }>();

  constructor(deps: CompletionDeps) {
    this.#deps = deps;
  }

  /** What the language itself offers, at once. */
  now(text: string, most: number): Suggestion[] {
    return suggestAt(text, [], most);
  }

  /** With what the backend knows; the same as `now` where it does not say. */
  async complete(text: string, most: number, signal: AbortSignal): Promise<Suggestion[]> {
    const wanted = wantedAt(text);
    if (!wanted) return this.now(text, most);
    const names = await this.#ask('keys' in wanted ? undefined : wanted.valuesOf);
    signal.throwIfAborted();
    return suggestAt(text, names, most);
  }

  /** An answer serves everybody who types: it is not given up with the key that asked for it. */
  #ask(key: string | undefined): Promise<readonly string[]> {
    const { engine, log, range, connection: current } = this.#deps;
    const connection = current();
    const id = `${connection}\n${key ?? ''}`;
    const known = this.#known.get(id);
    if (known && Date.now() - known.at < FRESH_MS) return known.names;
    const on = { connection, range: range() };
    const asked =
      key === undefined
        ? engine.call('backend.attributeKeys', on)
        : SERVICE.test(key)
          ? engine.call('backend.services', on)
          : engine.call('backend.attributeValues', { ...on, key });
    const names = asked.catch((error: Error) => {
      log.debug(`completion: ${error.message}`);
      return [];
    });
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(id, { at: Date.now(), names });
    return names;
  }
}
