import type { AttributePath, ShownAttribute, ShownAttributes } from '../../../src/core/trace/span-details.ts';
import { formatInteger, plural } from '../../../src/core/trace/units.ts';
import { data, el, icon } from '../../shared/dom.ts';
import { groupAttributes, type Numbered } from './attribute-groups.ts';
import { attributeValue } from './attribute-value.ts';
import { linkButton } from './section.ts';

export type AttributeActions = {
  readonly whole: (path: AttributePath) => Promise<string>;
  readonly copy: (text: string, what: string) => void;
  /** Looks for spans that have the value; absent where that makes no sense. */
  readonly findAll: (key: string, text: string, type: ShownAttribute['type']) => void;
  /** Lists more of them. */
  readonly more: () => void;
};

type Owner = Pick<AttributePath, 'owner' | 'item'>;

/** Attributes of one owner, each with what can be done with it; grouped when there are many. */
export function attributeList(list: ShownAttributes, owner: Owner, actions: AttributeActions): HTMLElement {
  const holder = el('div', { class: 'attributes' });
  const groups = groupAttributes(list.shown);
  const plain = groups.length < 2 || list.shown.length < 6;
  if (plain)
    holder.append(
      rows(
        list.shown.map((attribute, index) => ({ attribute, index })),
        owner,
        actions,
      ),
    );
  else for (const group of groups) holder.append(el('h4', {}, group.title), rows(group.rows, owner, actions));
  if (list.count > list.shown.length)
    holder.append(
      linkButton(
        `${formatInteger(list.count - list.shown.length)} more of ${formatInteger(list.count)}`,
        actions.more,
      ),
    );
  if (list.dropped > 0)
    holder.append(
      el('p', { class: 'dim' }, `${plural(list.dropped, 'attribute')} dropped by the SDK or collector.`),
    );
  return holder;
}

function rows(numbered: readonly Numbered[], owner: Owner, actions: AttributeActions): HTMLElement {
  const list = el('dl', { class: 'pairs' });
  for (const { attribute, index } of numbered) {
    const path: AttributePath = { ...owner, attribute: index };
    const whole = () => actions.whole(path);
    const value = attributeValue(attribute, { whole });
    list.append(
      el('dt', { title: attribute.key }, data(attribute.key)),
      el(
        'dd',
        { class: attribute.type === 'empty' ? 'dim' : undefined },
        value,
        tools(attribute, whole, actions),
      ),
    );
  }
  return list;
}

function tools(
  attribute: ShownAttribute,
  whole: () => Promise<string>,
  actions: AttributeActions,
): HTMLElement {
  const copy = tool('copy', `Copy the value of ${attribute.key}`, () => {
    void whole().then((text) => actions.copy(text, attribute.key));
  });
  if (attribute.secret || attribute.type === 'bytes' || attribute.length > attribute.text.length)
    return el('span', { class: 'tools' }, copy);
  const find = tool('filter', `Find spans with the same ${attribute.key}`, () =>
    actions.findAll(attribute.key, attribute.text, attribute.type),
  );
  return el('span', { class: 'tools' }, find, copy);
}

function tool(name: string, label: string, run: () => void): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'tool', title: label, 'aria-label': label },
    icon(name),
  );
  button.addEventListener('click', run);
  return button;
}
