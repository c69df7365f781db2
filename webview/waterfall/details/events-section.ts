import type { SpanDetails, SpanEvent } from '../../../src/core/trace/span-details.ts';
import { formatInteger, formatOffset, plural } from '../../../src/core/trace/units.ts';
import type { ShownFrame } from '../../../src/protocol/engine-view.ts';
import { data, el } from '../../shared/dom.ts';
import { visibleBlock } from '../../shared/visible-text.ts';
import { type AttributeActions, attributeList } from './attribute-list.ts';
import { linkButton, section } from './section.ts';

export type StackActions = {
  readonly frames: (event: number) => Promise<readonly ShownFrame[]>;
  readonly openFrame: (frame: ShownFrame) => void;
};

const isException = (event: SpanEvent) => event.name === 'exception';
const textOf = (event: SpanEvent, key: string) =>
  event.attributes.shown.find((a) => a.key === key)?.text ?? '';

/** Why it failed: the status message, then each exception with its stack. */
export function errorSection(span: SpanDetails, stack: StackActions): HTMLElement | undefined {
  const exceptions = span.events.flatMap((event, i) => (isException(event) ? [{ event, i }] : []));
  if (span.status !== 'error' && exceptions.length === 0) return undefined;
  const parts: HTMLElement[] = exceptions.map(({ event, i }) => exception(event, i, stack));
  const told = exceptions.some(({ event }) =>
    span.statusMessage.includes(textOf(event, 'exception.message')),
  );
  if (span.statusMessage !== '' && !(told && exceptions.length > 0))
    parts.unshift(el('p', { class: 'failure' }, data(span.statusMessage)));
  if (parts.length === 0) parts.push(el('p', { class: 'dim' }, 'It failed; no reason was recorded.'));
  return section('Error', ...parts);
}

function exception(event: SpanEvent, index: number, stack: StackActions): HTMLElement {
  const [type, message] = [textOf(event, 'exception.type'), textOf(event, 'exception.message')];
  const holder = el('div', { class: 'exception' });
  holder.append(
    el('p', { class: 'failure' }, data([type, message].filter((t) => t !== '').join(': ') || 'exception')),
  );
  const text = textOf(event, 'exception.stacktrace');
  if (text === '') return holder;
  const list = el('div', { class: 'stack mono' });
  holder.append(list);
  void stack.frames(index).then(
    (frames) => list.replaceChildren(...(frames.length > 0 ? frameRows(frames, stack) : [rawStack(text)])),
    () => list.replaceChildren(rawStack(text)),
  );
  return holder;
}

const rawStack = (text: string) => el('pre', {}, visibleBlock(text));

/** Own frames as links, runs of library frames as a line that opens. */
function frameRows(frames: readonly ShownFrame[], { openFrame }: StackActions): HTMLElement[] {
  const rows: HTMLElement[] = [];
  let library: ShownFrame[] = [];
  const flush = () => {
    if (library.length === 0) return;
    const hidden = library;
    const holder = el('div', { class: 'dim' });
    holder.append(
      linkButton(`+ ${plural(hidden.length, 'library frame')}`, () =>
        holder.replaceChildren(...hidden.map((frame) => el('div', {}, data(frame.text)))),
      ),
    );
    rows.push(holder);
    library = [];
  };
  for (const frame of frames) {
    if (frame.library) {
      library.push(frame);
      continue;
    }
    flush();
    rows.push(
      el(
        'div',
        {},
        linkButton(visibleBlock(frame.text), () => openFrame(frame)),
      ),
    );
  }
  flush();
  return rows;
}

/** What happened while it ran, exceptions apart. */
export function eventsSection(
  span: SpanDetails,
  start: number,
  actions: (event: number) => AttributeActions,
  more: () => void,
): HTMLElement | undefined {
  const plain = span.events.flatMap((event, i) => (isException(event) ? [] : [{ event, i }]));
  if (plain.length === 0 && span.droppedEvents === 0) return undefined;
  const list = plain.map(({ event, i }) => {
    const title = el(
      'div',
      { class: 'event' },
      el('span', { class: 'at' }, formatOffset(event.time - start)),
      data(event.name),
    );
    if (event.attributes.count === 0) return title;
    return el('div', {}, title, attributeList(event.attributes, { owner: 'event', item: i }, actions(i)));
  });
  const rest = span.eventCount - span.events.length;
  return section(
    'Events',
    ...list,
    rest > 0 ? linkButton(`${formatInteger(rest)} more`, more) : undefined,
    span.droppedEvents > 0
      ? el('p', { class: 'dim' }, `${plural(span.droppedEvents, 'event')} dropped by the SDK.`)
      : undefined,
  );
}
