import type { ShownAttribute } from '../../../src/core/trace/span-details.ts';
import { formatInteger } from '../../../src/core/trace/units.ts';
import { el } from '../../shared/dom.ts';
import { visibleBlock } from '../../shared/visible-text.ts';
import { formatSql } from './format-sql.ts';
import { linkButton } from './section.ts';

export type ValueDeps = {
  /** The whole text of the attribute. */
  readonly whole: () => Promise<string>;
};

/** Lines of a laid-out value that are shown before the rest is asked for. */
const FIRST_LINES = 12;
const FIRST_CHARS = 1500;
const PRETTY_BELOW = 256 * 1024;

/** A value as it is read best: SQL and JSON laid out, secrets as dots, long ones cut with their size. */
export function attributeValue(attribute: ShownAttribute, deps: ValueDeps): HTMLElement {
  const holder = el('div', { class: 'value' });
  if (attribute.secret) showSecret(holder, attribute, deps);
  else showText(holder, attribute, attribute.text, deps);
  return holder;
}

function showSecret(holder: HTMLElement, attribute: ShownAttribute, deps: ValueDeps): void {
  const show = linkButton('show', () => {
    void deps.whole().then((text) => {
      const hide = linkButton('hide', () => showSecret(holder, attribute, deps));
      holder.replaceChildren(block(text), ' ', hide);
      hide.focus();
    });
  });
  show.setAttribute('aria-label', `Show the value of ${attribute.key}`);
  const dots = () => el('span', { class: 'dim', role: 'img', 'aria-label': 'Hidden value' }, '••••••');
  holder.replaceChildren(attribute.text === '' ? dots() : block(attribute.text), ' ', show);
}

function showText(holder: HTMLElement, attribute: ShownAttribute, text: string, deps: ValueDeps): void {
  const pretty = layOut(attribute.key, text, text.length === attribute.length);
  const lines = pretty.split('\n');
  const cut = lines.length > FIRST_LINES || pretty.length > FIRST_CHARS || text.length < attribute.length;
  const first = lines.slice(0, FIRST_LINES).join('\n').slice(0, FIRST_CHARS);
  const body = block(cut ? `${first}…` : pretty, lines.length > 1);
  holder.replaceChildren(body);
  if (!cut) return;
  const more = linkButton(`show all (${formatInteger(attribute.length)} characters)`, () => {
    void deps.whole().then((whole) => {
      const all = block(layOut(attribute.key, whole, true), true);
      all.classList.add('whole');
      all.tabIndex = 0;
      holder.replaceChildren(all);
      all.focus();
    });
  });
  holder.append(more);
}

function block(text: string, isBlock = text.includes('\n')): HTMLElement {
  return el(isBlock ? 'pre' : 'bdi', { class: isBlock ? 'text mono' : 'text' }, visibleBlock(text));
}

const SQL_KEYS = /(^|[._])(statement|sql|query\.text|query)$/i;

function layOut(key: string, text: string, complete: boolean): string {
  if (SQL_KEYS.test(key)) return formatSql(text);
  if (!complete || text.length > PRETTY_BELOW || !/^\s*[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    const flat = JSON.stringify(value);
    // Numbers beyond 2^53 would change: such text is left as it came.
    return digits(flat) === digits(text) ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

const digits = (text: string) => text.replace(/\D+/g, '');
