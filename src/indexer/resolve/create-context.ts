import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { Pick, UserMapping } from '../../core/mapping/user-mapping.ts';
import type { PropertyValues } from '../indexes/property-values.ts';
import { propertyValues } from '../indexes/property-values.ts';
import { createHistories, type Histories } from '../revision/line-mapper.ts';
import { SourceMaps } from '../revision/source-maps.ts';
import { WorkspaceRoots } from '../roots/workspace-roots.ts';
import type { Workspace } from '../workspace.ts';
import type { ResolveContext } from './resolve-context.ts';

/** Puts what strategies need around a workspace. */
export function createContext(
  workspace: Workspace,
  roots = new WorkspaceRoots(workspace.index),
): { context: ResolveContext; histories: Histories; configure: (mapping: UserMapping) => void } {
  const { index } = workspace;
  const histories = createHistories({ files: index.files, unsaved: (entry) => workspace.unsaved(entry) });
  let properties: { version: number; values: PropertyValues } | undefined;
  let picks: ReadonlyMap<string, Pick> = new Map();
  const context: ResolveContext = {
    index,
    facts: (entry) => workspace.facts(entry),
    mapLine: histories.mapLine,
    renamed: histories.renamed,
    sourceMaps: new SourceMaps(index),
    properties() {
      if (properties?.version !== index.version)
        properties = { version: index.version, values: propertyValues(index) };
      return properties.values;
    },
    roots,
    pick: (site) => (picks.size === 0 ? undefined : picks.get(fingerprint(site))),
  };
  const configure = (mapping: UserMapping) => {
    roots.configure(mapping);
    picks = new Map(mapping.picks.map((pick) => [pick.fingerprint, pick]));
  };
  return { context, histories, configure };
}
