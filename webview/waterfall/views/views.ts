import { el } from '../../shared/dom.ts';
import type { ViewName } from '../state.ts';
import { CompareView } from './compare-view.ts';
import { FindingsView } from './findings-view.ts';
import { FlameView } from './flame-view.ts';
import { GraphView } from './graph-view.ts';
import { TableView } from './table-view.ts';
import type { PanelView, ViewDeps } from './view.ts';

type Other = Exclude<ViewName, 'waterfall'>;

const MAKE: Readonly<Record<Other, (deps: ViewDeps) => PanelView>> = {
  flame: (deps) => new FlameView(deps),
  table: (deps) => new TableView(deps),
  graph: (deps) => new GraphView(deps),
  findings: (deps) => new FindingsView(deps),
  compare: (deps) => new CompareView(deps),
};

/** The other views of the trace, each made when it is first shown. */
export class Views {
  readonly element = el('div', { class: 'views', hidden: true });
  readonly #deps: ViewDeps;
  readonly #made = new Map<Other, PanelView>();
  #before: ViewName = 'waterfall';

  constructor(deps: ViewDeps) {
    this.#deps = deps;
  }

  /** Lets the user choose what to compare with. */
  compare(): void {
    this.#view('compare').choose?.();
  }

  render(shown: ViewName): void {
    this.element.hidden = shown === 'waterfall';
    for (const [name, view] of this.#made) view.element.hidden = name !== shown;
    const again = shown !== this.#before;
    this.#before = shown;
    if (shown === 'waterfall') return;
    const view = this.#view(shown);
    if (again) view.shown?.();
    view.render();
  }

  #view(name: Other): PanelView {
    const known = this.#made.get(name);
    if (known) return known;
    const view = MAKE[name](this.#deps);
    const { element } = view;
    element.id = `view-${name}`;
    element.setAttribute('role', 'tabpanel');
    element.setAttribute('aria-labelledby', `tab-${name}`);
    element.tabIndex = 0;
    this.#made.set(name, view);
    this.element.append(element);
    return view;
  }
}
