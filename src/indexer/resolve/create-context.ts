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
): { context: ResolveContext; histories: Histories } {
  const { index } = workspace;
  const histories = createHistories({ files: index.files, unsaved: (entry) => workspace.unsaved(entry) });
  let properties: { version: number; values: PropertyValues } | undefined;
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
  };
  return { context, histories };
}
