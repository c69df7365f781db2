import type { Theme } from '../shared/theme.ts';
import type { Hole } from './apply-findings.ts';
import type { LabelFonts } from './draw-label.ts';
import type { RowModel } from './row-model.ts';
import type { View } from './scale.ts';

/** What one frame of the bars is drawn from. x in CSS px from the lane's left edge. */
export type BarScene = {
  readonly ctx: CanvasRenderingContext2D;
  readonly width: number;
  readonly rowHeight: number;
  readonly theme: Theme;
  readonly fonts: LabelFonts;
  /** CSS colour and the colour of text on it, by service's string id. */
  readonly colors: ServiceColors;
  readonly model: RowModel;
  readonly starts: Float64Array;
  readonly view: View;
  /** Where a span is on the critical path: pairs of from and to as drawn, ns; undefined until known. */
  readonly path: (span: number) => Float64Array | undefined;
  readonly movedBy: (span: number) => number;
  readonly active: number;
  readonly match: number;
  /** Words beside the bar, the most important first. */
  readonly label: (rowIndex: number) => readonly string[];
  /** Times of a span's events in ns; undefined until known. */
  readonly events: (span: number) => Float64Array | undefined;
  /** Spans that were slow against their own usual, hosts that do not belong: outlined in the warning colour. */
  readonly warned: (span: number) => boolean;
  /** Where in the span nothing that was measured went on. */
  readonly hole: (span: number) => Hole | undefined;
};

export type ServiceColors = {
  fill(service: number): string;
  text(service: number): string;
};

export const barHeight = (rowHeight: number): number => Math.round(rowHeight * 0.5);
export const barTop = (rowHeight: number): number => Math.round(rowHeight * 0.23);
