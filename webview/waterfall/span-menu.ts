import type { SpanAction } from '../../src/protocol/waterfall.ts';
import type { MenuItem } from '../shared/menu.ts';
import type { Command } from './keymap.ts';
import { chordText, KEY_GROUPS } from './keymap.ts';

export type SpanMenuDeps = {
  readonly mac: boolean;
  readonly run: (command: Command) => void;
  readonly act: (action: SpanAction) => void;
  readonly offers: readonly SpanAction[];
  readonly copyName: () => void;
  /** Undefined for rows without anything below them. */
  readonly expanded: boolean | undefined;
  readonly isRun: boolean;
  readonly findSame: () => void;
  readonly compare: () => void;
};

/** Everything that can be done with a row. */
export function spanMenu(deps: SpanMenuDeps): MenuItem[] {
  const { run, act, offers, expanded } = deps;
  const command = (label: string, name: Command, icon?: string): MenuItem => ({
    label,
    run: () => run(name),
    keys: keysOf(name, deps.mac),
    ...(icon ? { icon } : {}),
  });
  const offered = (action: SpanAction, label: string, icon?: string): MenuItem[] =>
    offers.includes(action) ? [{ label, run: () => act(action), ...(icon ? { icon } : {}) }] : [];
  const single: MenuItem[] = deps.isRun
    ? []
    : [
        command('Open code', 'openCode', 'go-to-file'),
        ...offered('explain', 'Explain mapping', 'question'),
        'separator',
        { label: 'Find same operation', run: deps.findSame, icon: 'search' },
        ...offered('similar', 'Find similar in other traces', 'list-filter'),
        ...offered('backend', 'Open in the backend', 'link-external'),
        { label: 'Compare with another trace...', run: deps.compare, icon: 'diff' },
        'separator',
        command('Copy span id', 'copySpanId', 'copy'),
        { label: 'Copy name', run: deps.copyName },
        ...offered('copyTraceparent', 'Copy as traceparent header'),
        ...offered('copyCurl', 'Copy as curl'),
        ...offered('copyOtlp', 'Copy as OTLP JSON, redacted'),
        ...offered('json', 'Show as JSON', 'json'),
        'separator',
        command('Only this subtree', 'focus', 'target'),
      ];
  return [
    ...single,
    command('Zoom to it', 'zoomToSpan', 'zoom-in'),
    ...(expanded === undefined
      ? []
      : [
          command('Expand with all below', 'expandSubtree'),
          command('Collapse with all below', 'collapseSubtree'),
        ]),
  ];
}

function keysOf(name: Command, mac: boolean): string {
  for (const group of KEY_GROUPS)
    for (const row of group.rows) if (row.command === name) return chordText(row.keys[0] ?? '', mac);
  return '';
}
