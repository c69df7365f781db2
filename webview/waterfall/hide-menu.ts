import { KIND_NAMES } from '../../src/core/trace/columns.ts';
import { formatDuration, formatInteger } from '../../src/core/trace/units.ts';
import { button, textField } from '../shared/controls.ts';
import { openDialog } from '../shared/dialog.ts';
import { el, setText } from '../shared/dom.ts';
import { type MenuItem, openMenu } from '../shared/menu.ts';
import { visibleLine } from '../shared/visible-text.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';
import { parseLength } from './parse-length.ts';
import { NO_FILTER, type RowFilter } from './row-filter.ts';

type Columns = { readonly shown: () => boolean; readonly toggle: () => void };
type Scope = { readonly name: string; readonly count: number };

/** Chooses what is left out: short spans, kinds, services, instrumentation libraries. */
export class HideMenu {
  readonly #context: Context;
  readonly #columns: Columns;
  readonly #changed: () => void;
  #scopes: { doc: Doc; list: readonly Scope[] } | undefined;
  readonly #hiddenScopes = new Set<string>();

  constructor(context: Context, columns: Columns, changed: () => void) {
    this.#columns = columns;
    this.#context = context;
    this.#changed = changed;
  }

  async open(anchor: HTMLElement): Promise<void> {
    const { doc, host } = this.#context;
    if (!doc) return;
    if (this.#scopes?.doc !== doc) {
      const list = await host.call('scopes', undefined).catch(() => []);
      this.#scopes = { doc, list };
    }
    openMenu(() => this.#items(doc), anchor, 'What is hidden');
  }

  showAll(): void {
    this.#hiddenScopes.clear();
    const { doc } = this.#context;
    if (!doc) return;
    doc.model.setFilter({ ...NO_FILTER, matchesOnly: doc.model.filter.matchesOnly });
    this.#changed();
  }

  #items(doc: Doc): MenuItem[] {
    const { filter } = doc.model;
    const set = (patch: Partial<RowFilter>) => {
      doc.model.setFilter({ ...doc.model.filter, ...patch });
      this.#changed();
    };
    return [
      { title: 'Hide spans shorter than' },
      ...lengths(doc).map(({ label, ns }) => ({
        label,
        checked: filter.minNs === ns,
        run: () => set({ minNs: ns }),
      })),
      {
        label: custom(doc, filter.minNs),
        icon: lengths(doc).some(({ ns }) => ns === filter.minNs) ? 'blank' : 'check',
        run: () => askLength(doc, (minNs) => set({ minNs })),
      },
      { title: 'Hide kinds' },
      ...kinds(doc).map((kind) => ({
        label: KIND_NAMES[kind] ?? '',
        checked: ((filter.hiddenKinds >>> kind) & 1) === 1,
        run: () => set({ hiddenKinds: doc.model.filter.hiddenKinds ^ (1 << kind) }),
      })),
      { title: 'Hide services' },
      ...doc.services.map((service) => ({
        label: visibleLine(doc.trace.strings.get(service), 60) || '(no service)',
        checked: filter.hiddenServices.includes(service),
        run: () => set({ hiddenServices: toggled(doc.model.filter.hiddenServices, service) }),
      })),
      ...this.#scopeItems(set),
      { title: 'Columns' },
      { label: 'Duration and self time', checked: this.#columns.shown(), run: this.#columns.toggle },
    ];
  }

  #scopeItems(set: (patch: Partial<RowFilter>) => void): MenuItem[] {
    const list = this.#scopes?.list ?? [];
    if (list.length < 2) return [];
    return [
      { title: 'Hide libraries' },
      ...list.map(({ name, count }) => ({
        label: `${visibleLine(name, 60) || '(none named)'} (${formatInteger(count)})`,
        checked: this.#hiddenScopes.has(name),
        run: () => {
          if (!this.#hiddenScopes.delete(name)) this.#hiddenScopes.add(name);
          void this.#context.host
            .call('spansOfScopes', { names: [...this.#hiddenScopes] })
            .then((hiddenSpans) => set({ hiddenSpans }));
        },
      })),
    ];
  }
}

function lengths({ trace }: Doc): { label: string; ns: number }[] {
  const shares = [0.001, 0.01, 0.05, 0.1].map((share) => {
    const ns = Math.round(trace.length * share);
    return { label: `${share * 100} % of the trace (${formatDuration(ns)})`, ns };
  });
  const fixed = [1e3, 1e5, 1e6, 1e7, 1e8, 1e9]
    .filter((ns) => ns < trace.length / 2)
    .slice(-4)
    .map((ns) => ({ label: formatDuration(ns), ns }));
  return [{ label: 'nothing, show all', ns: 0 }, ...fixed, ...shares];
}

function custom(doc: Doc, minNs: number): string {
  const listed = minNs === 0 || lengths(doc).some(({ ns }) => ns === minNs);
  return listed ? 'another length...' : `${formatDuration(minNs)}, another length...`;
}

function askLength(doc: Doc, take: (minNs: number) => void): void {
  const field = textField({ label: 'Shortest span shown', placeholder: '5 ms, 250 us, 2 %' });
  const problem = el('p', { class: 'failure', role: 'alert' });
  const apply = () => {
    const minNs = parseLength(field.value, doc.trace.length);
    if (minNs === undefined) {
      setText(problem, 'A number with ns, us, ms, s or % is expected, such as 5 ms or 2 %.');
      return;
    }
    dialog.close();
    take(minNs);
  };
  const dialog = openDialog(
    'Hide spans shorter than',
    [field, problem, el('p', { class: 'dim' }, 'Spans that failed stay. 2 % means 2 % of the trace.')],
    [button({ label: 'Hide', appearance: 'primary' }, apply)],
  );
  field.addEventListener('keydown', (event) => event.key === 'Enter' && apply());
  field.focus();
}

function kinds({ trace }: Doc): number[] {
  const seen = new Set<number>();
  for (let i = 0; i < trace.count; i++) seen.add(trace.kind[i] ?? 0);
  return [...seen].sort();
}

const toggled = (list: readonly number[], item: number) =>
  list.includes(item) ? list.filter((x) => x !== item) : [...list, item];
