import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import type { ConnectionList } from '../../host/connections.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { DetailSource } from '../../host/figures/function-details.ts';
import type { FunctionActions, ShowTrace } from '../../host/function-actions.ts';
import type { Links } from '../../host/links.ts';
import type { SelectionState } from '../../host/selection.ts';

export type HoverDeps = {
  readonly figures: Figures;
  readonly details: DetailSource;
  readonly selection: SelectionState;
  readonly connections: ConnectionList;
  readonly links: Links;
  readonly actions: FunctionActions;
  readonly showTrace: ShowTrace;
  readonly config: Config;
  readonly log: Logger;
};
