import { formatOffset } from '../../../src/core/trace/units.ts';
import type { ShownLog } from '../../../src/protocol/waterfall.ts';
import { el } from '../../shared/dom.ts';
import { visibleBlock } from '../../shared/visible-text.ts';
import { section } from './section.ts';

/** Log records that were written while the span ran, at their place in it. */
export function logsSection(logs: readonly ShownLog[], start: number): HTMLElement | undefined {
  if (logs.length === 0) return undefined;
  return section(
    'Logs',
    ...logs.map(({ at, severity, body }) =>
      el(
        'div',
        { class: 'event' },
        el('span', { class: 'at' }, `${formatOffset(at - start)}${severity === '' ? '' : ` ${severity}`}`),
        el('bdi', { class: /^(error|fatal)/i.test(severity) ? 'failure text' : 'text' }, visibleBlock(body)),
      ),
    ),
  );
}
