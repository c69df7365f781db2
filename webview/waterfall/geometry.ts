/** Sizes of the grid in CSS px, measured when they change and never while drawing. */
export type Geometry = {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly nameWidth: number;
  /** 0 when the number columns are not shown. */
  readonly numbersWidth: number;
  readonly laneLeft: number;
  readonly laneWidth: number;
  readonly pixelRatio: number;
};

/** Inner heights, as in the style sheet: not asked of the page, which would have to lay itself out for it. */
export const RULER_HEIGHT = 21;
export const MINIMAP_HEIGHT = 43;

export type ColumnsChoice = 'auto' | 'on' | 'off';

const NUMBERS_EM = 11;
/** Columns of numbers appear by themselves in panels at least this wide; in em. */
const AUTO_COLUMNS_EM = 84;
const MIN_NAME = 120;
const MIN_LANE = 120;

export type Measured = {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly pixelRatio: number;
};

export function geometry(box: Measured, wanted: { nameWidth: number; columns: ColumnsChoice }): Geometry {
  const { width, height, fontSize, pixelRatio } = box;
  const shown = wanted.columns === 'on' || (wanted.columns === 'auto' && width >= fontSize * AUTO_COLUMNS_EM);
  const numbersWidth = shown ? Math.round(fontSize * NUMBERS_EM) : 0;
  const room = Math.max(MIN_NAME, width - numbersWidth - MIN_LANE);
  const automatic = Math.round(Math.min(Math.max(width * 0.42, fontSize * 21), width * 0.52, fontSize * 30));
  const nameWidth = Math.max(MIN_NAME, Math.min(wanted.nameWidth > 0 ? wanted.nameWidth : automatic, room));
  const laneLeft = nameWidth + numbersWidth;
  return {
    width,
    height,
    rowHeight: Math.round(fontSize * 1.77),
    nameWidth,
    numbersWidth,
    laneLeft,
    laneWidth: Math.max(1, width - laneLeft),
    pixelRatio,
  };
}

/** Rows in view, and where the first of them is drawn. */
export function visibleRange(
  offset: number,
  { height, rowHeight }: Pick<Geometry, 'height' | 'rowHeight'>,
  count: number,
): { first: number; last: number; top: number } {
  const first = Math.max(0, Math.floor(offset / rowHeight));
  const last = Math.min(count, Math.ceil((offset + height) / rowHeight));
  return { first, last, top: first * rowHeight - offset };
}
