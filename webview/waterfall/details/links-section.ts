import type { SpanDetails } from '../../../src/core/trace/span-details.ts';
import type { ReverseLink } from '../../../src/protocol/engine-view.ts';
import { data, el } from '../../shared/dom.ts';
import { type AttributeActions, attributeList } from './attribute-list.ts';
import { linkButton, section } from './section.ts';

export type LinkActions = {
  readonly own: string;
  readonly open: (traceId: string, spanId: string) => void;
  readonly attributes: (link: number) => AttributeActions;
};

const short = (id: string) => (id.length > 12 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

/** Spans it points to, and spans that point to it. */
export function linksSection(
  span: SpanDetails,
  reverse: readonly ReverseLink[],
  { own, open, attributes }: LinkActions,
): HTMLElement | undefined {
  if (span.linkCount === 0 && reverse.length === 0) return undefined;
  const rows = span.links.map((link, i) => {
    const where = link.traceId === own ? 'this trace' : `trace ${short(link.traceId)}`;
    const row = el(
      'div',
      {},
      '→ ',
      linkButton(`span ${short(link.spanId)} in ${where}`, () => open(link.traceId, link.spanId)),
    );
    if (link.attributes.count > 0)
      row.append(attributeList(link.attributes, { owner: 'link', item: i }, attributes(i)));
    return row;
  });
  const back = reverse.map((link) =>
    el(
      'div',
      {},
      '← ',
      linkButton('', () => open(link.traceId, link.spanId)),
      data(link.name),
    ),
  );
  for (const [i, row] of back.entries()) {
    const link = reverse[i];
    const button = row.querySelector('button');
    if (link && button)
      button.append(link.traceId === own ? 'linked from here' : `linked from trace ${short(link.traceId)}`);
    button?.after(' ');
  }
  return section('Links', ...rows, ...back);
}
