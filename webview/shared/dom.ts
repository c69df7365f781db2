import { visibleText } from './visible-text.ts';

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined | false;

/** An element with attributes and children. Text becomes text nodes: nothing here can make HTML from data. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svgEl<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** Text of span data: hidden and direction-turning characters written out, isolated from what is around it. */
export function data(text: string, className = ''): HTMLElement {
  return el('bdi', { class: className || undefined }, visibleText(text));
}

/** A codicon; says nothing to screen readers. */
export function icon(name: string): HTMLElement {
  return el('i', { class: `codicon codicon-${name}`, 'aria-hidden': true });
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, String(value));
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
}

/** Writes only what changes: an untouched text node costs no layout. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Where a separator stands, for screen readers; px. */
export function setRange(separator: Element, now: number, least: number, most: number): void {
  setAttribute(separator, 'aria-valuenow', String(now));
  setAttribute(separator, 'aria-valuemin', String(least));
  setAttribute(separator, 'aria-valuemax', String(Math.max(most, now)));
}

export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
