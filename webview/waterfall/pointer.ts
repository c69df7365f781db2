import { onDrag } from '../shared/drag.ts';
import type { Context } from './context.ts';
import type { Grid } from './grid.ts';
import { spanOfRow } from './lay-rows.ts';
import type { Minimap } from './minimap.ts';
import type { RowsActions } from './rows-actions.ts';
import type { Ruler } from './ruler.ts';
import { nsAt, widthOf } from './scale.ts';
import type { Zoom } from './zoom.ts';

export type PointerDeps = {
  readonly context: Context;
  readonly grid: Grid;
  readonly ruler: Ruler;
  readonly minimap: Minimap;
  readonly rows: RowsActions;
  readonly zoom: Zoom;
  readonly openCode: (row: number, keepFocus: boolean) => void;
  readonly menu: (index: number, x: number, y: number) => void;
  readonly hover: (row: number | undefined, x: number, y: number) => void;
};

/** One notch of a wheel zooms by this much. */
const ZOOM_STEP = 1.25;

export function bindPointer(deps: PointerDeps): void {
  bindRows(deps);
  bindWheel(deps);
  bindBrush(deps);
  bindDivider(deps);
}

function bindRows({ context, grid, rows, zoom, openCode, menu, hover }: PointerDeps): void {
  const { scroller } = grid;
  const inLane = (x: number) => x - grid.geometry.laneLeft;
  scroller.addEventListener('click', (event) => {
    const row = grid.rowAt(event.target);
    if (!row) return;
    const part = (event.target as Element).closest<HTMLElement>('[data-part]')?.dataset.part;
    if (part === 'chevron') rows.toggle(row.index);
    rows.select(row.index);
    if (part === 'location') openCode(row.row, true);
    else if (event.altKey) openCode(row.row, true);
  });
  scroller.addEventListener('dblclick', (event) => {
    const row = grid.rowAt(event.target);
    if (!row || (event.target as Element).closest('[data-part=chevron],[data-part=location]')) return;
    const box = scroller.getBoundingClientRect();
    if (inLane(event.clientX - box.left) < 0) openCode(row.row, false);
    else {
      const span = spanOfRow(row.row);
      const start = context.doc?.starts[span] ?? 0;
      zoom.toSpan(start, start + Math.max(0, context.doc?.trace.duration[span] ?? 0));
    }
  });
  scroller.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    const row = grid.rowAt(event.target);
    if (!row) return;
    rows.select(row.index);
    menu(row.index, event.clientX, event.clientY);
  });
  scroller.addEventListener('pointermove', (event) => {
    const box = scroller.getBoundingClientRect();
    const x = inLane(event.clientX - box.left);
    const over = x >= 0 && x <= grid.geometry.laneWidth;
    grid.pointer = over ? zoom.nsAt(x, grid.geometry.laneWidth) : undefined;
    hover(over ? grid.rowAt(event.target)?.row : undefined, event.clientX, event.clientY);
    context.invalidate('bars', 'ruler');
  });
  scroller.addEventListener('pointerleave', () => {
    grid.pointer = undefined;
    hover(undefined, 0, 0);
    context.invalidate('bars', 'ruler');
  });
  // Dragging the bars moves them, once there is more than what is in view.
  onDrag(scroller, (x) => {
    if (inLane(x) < 0 || inLane(x) > grid.geometry.laneWidth || !context.store.state.view) return undefined;
    const view = zoom.view;
    return {
      move: (to) => {
        const by = ((x - to) / grid.geometry.laneWidth) * widthOf(view);
        zoom.set({ from: view.from + by, to: view.to + by });
      },
    };
  });
}

function bindWheel({ context, grid, zoom, minimap, ruler }: PointerDeps): void {
  const onWheel = (event: WheelEvent) => {
    const { laneLeft, laneWidth, rowHeight } = grid.geometry;
    const unit = event.deltaMode === 1 ? rowHeight : 1;
    const x = event.clientX - grid.scroller.getBoundingClientRect().left - laneLeft;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      // Pinches arrive as small steps of ctrl + wheel, wheels as notches of 100 and more.
      const factor = ZOOM_STEP ** Math.max(-3, Math.min(3, (event.deltaY * unit) / 60));
      zoom.by(factor, zoom.nsAt(Math.min(Math.max(0, x), laneWidth), laneWidth));
      return;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (Math.abs(sideways) > (event.shiftKey ? 0 : Math.abs(event.deltaY))) {
      event.preventDefault();
      zoom.pan((sideways * unit) / laneWidth);
      return;
    }
    // What is taller than any element is not scrolled by the browser: its px would be several rows.
    if (!grid.scroll.isScaled) return;
    event.preventDefault();
    grid.scroll.moveBy(event.deltaY * unit);
    context.invalidate('rows', 'bars');
  };
  for (const element of [grid.scroller, ruler.axis, minimap.canvas])
    element.addEventListener('wheel', onWheel, { passive: false });
}

/** Pulling over the ruler or the minimap chooses what is in view; a click there goes to that moment. */
function bindBrush({ context, grid, ruler, minimap, zoom }: PointerDeps): void {
  const brush = (element: HTMLElement, whole: boolean) =>
    onDrag(element, (x0) => {
      const { doc } = context;
      if (!doc) return undefined;
      const before = context.store.state.view;
      const axis = whole ? doc.limits : zoom.view;
      const width = grid.geometry.laneWidth;
      const at = (x: number) => nsAt(axis, width, Math.min(Math.max(0, x), width));
      return {
        move: (x) => {
          if (whole) zoom.set({ from: Math.min(at(x0), at(x)), to: Math.max(at(x0), at(x)) });
          else {
            ruler.brush = { from: at(x0), to: at(x) };
            context.invalidate('ruler');
          }
        },
        end: (x, _, moved) => {
          ruler.brush = undefined;
          if (moved) zoom.set({ from: Math.min(at(x0), at(x)), to: Math.max(at(x0), at(x)) });
          else if (whole && before) {
            const half = widthOf(zoom.view) / 2;
            zoom.set({ from: at(x) - half, to: at(x) + half });
          }
        },
        cancel: () => {
          ruler.brush = undefined;
          context.invalidate('ruler');
          context.store.set({ view: before });
        },
      };
    });
  brush(minimap.canvas, true);
  brush(ruler.axis, false);
  for (const element of [minimap.canvas, ruler.axis]) element.addEventListener('dblclick', () => zoom.fit());
}

const KEY_STEP = 16;

function bindDivider({ context, grid, ruler }: PointerDeps): void {
  const set = (nameWidth: number) => context.store.set({ nameWidth: Math.max(1, Math.round(nameWidth)) });
  onDrag(ruler.divider, () => {
    const before = grid.geometry.nameWidth;
    const left = ruler.element.getBoundingClientRect().left + grid.geometry.numbersWidth;
    return { move: (_, __, event) => set(event.clientX - left), cancel: () => set(before) };
  });
  ruler.divider.addEventListener('dblclick', () => context.store.set({ nameWidth: 0 }));
  ruler.divider.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    set(grid.geometry.nameWidth + step);
  });
}
