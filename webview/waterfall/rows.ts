import type { Trace } from '../../src/core/trace/columns.ts';
import type { OpenedTrace } from '../../src/protocol/engine-traces.ts';

/** One row a span: the first slice of the panel. Activating a row jumps to its code or says why it cannot. */
export function renderRows(
  root: HTMLElement,
  head: OpenedTrace,
  trace: Trace,
  jump: (span: number) => Promise<string>,
): void {
  const title = document.createElement('h1');
  title.textContent = `${head.rootName} · ${head.spanCount} spans`;
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const grid = document.createElement('div');
  grid.setAttribute('role', 'treegrid');
  grid.setAttribute('aria-label', 'Spans');
  for (let i = 0; i < trace.count; i++) {
    const row = document.createElement('div');
    row.className = 'row';
    row.tabIndex = 0;
    row.setAttribute('role', 'row');
    row.setAttribute('aria-level', String((trace.depth[i] ?? 0) + 1));
    const name = document.createElement('span');
    name.className = 'name';
    name.style.paddingInlineStart = `${(trace.depth[i] ?? 0) * 14}px`;
    name.textContent = trace.strings.get(trace.name[i] ?? 0);
    const bar = document.createElement('span');
    bar.className = 'bar';
    const share = (ns: number) => `${(100 * ns) / Math.max(1, trace.length)}%`;
    bar.style.marginInlineStart = share(trace.start[i] ?? 0);
    bar.style.width = share(Math.max(0, trace.duration[i] ?? 0));
    const lane = document.createElement('span');
    lane.className = 'lane';
    lane.append(bar);
    row.append(name, lane);
    const activate = async () => {
      status.textContent = await jump(i);
    };
    row.addEventListener('click', () => void activate());
    row.addEventListener('keydown', (e) => e.key === 'Enter' && void activate());
    grid.append(row);
  }
  root.replaceChildren(title, status, grid);
}
