import type { SpanSite } from '../../core/mapping/span-site.ts';
import { isParsed } from '../parsing/describe-file.ts';
import type { Workspace } from '../workspace.ts';
import { findFiles } from './find-files.ts';
import { searchTerms, type Terms } from './search-terms.ts';

const MAX_SITES = 40;
const MAX_SETS = 40;

/**
 * While the index is being built: finds the files that the sites asked for can lead to by their text, and indexes
 * those first. Each set of terms is searched for once.
 */
export class ColdSearch {
  readonly #workspace: Workspace;
  readonly #done = new Set<string>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Returns how many files it indexed. */
  async indexFor(sites: readonly SpanSite[], signal: AbortSignal): Promise<number> {
    const sets = this.#fresh(sites.slice(0, MAX_SITES).flatMap(searchTerms));
    let indexed = await this.#index(sets, signal);
    // Names that a constant holds are used under the constant's name.
    const { spanNames } = this.#workspace.index;
    const constants = sites
      .slice(0, MAX_SITES)
      .filter((site) => spanNames.literals(site.name).length === 0)
      .flatMap((site) => spanNames.constants(site.name).slice(0, 3))
      .map((c): Terms => [c.name]);
    indexed += await this.#index(this.#fresh(constants), signal);
    return indexed;
  }

  #fresh(sets: readonly Terms[]): Terms[] {
    const fresh = sets.filter((terms) => !this.#done.has(terms.join('\0'))).slice(0, MAX_SETS);
    for (const terms of fresh) this.#done.add(terms.join('\0'));
    return fresh;
  }

  async #index(sets: readonly Terms[], signal: AbortSignal): Promise<number> {
    if (sets.length === 0) return 0;
    const entries = await findFiles(this.#workspace, sets, signal);
    for (const entry of entries) {
      signal.throwIfAborted();
      if (isParsed(entry.language)) await this.#workspace.prepareFor(entry.language);
      this.#workspace.indexFile(entry);
    }
    return entries.length;
  }
}
