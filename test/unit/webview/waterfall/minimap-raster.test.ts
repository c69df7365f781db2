import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MinimapRaster } from '../../../../webview/waterfall/minimap-raster.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

/** Lines of pixels as text: `.` nothing, `!` an error, else the colour's number. */
function picture(spans: SpanSpec[], width: number, maxLines: number): string[] {
  const trace = traceOf(...spans);
  const raster = new MinimapRaster(trace, { width, maxLines }, { from: 0, to: trace.length }, (service) =>
    Number(trace.strings.get(service)),
  );
  while (!raster.step(1));
  return Array.from({ length: raster.lines }, (_, line) =>
    Array.from(raster.pixels.subarray(line * width, (line + 1) * width), (p) =>
      p === 0 ? '.' : p === 255 ? '!' : String(p - 1),
    ).join(''),
  );
}

test('spans keep their order from top to bottom and their place in time', () => {
  const spans: SpanSpec[] = [
    { id: '01', service: '1', start: 0, end: 100 },
    { id: '02', parent: '01', service: '2', start: 10, end: 50 },
    { id: '03', parent: '01', service: '3', status: 'error', start: 60, end: 90 },
  ];
  assert.deepEqual(picture(spans, 10, 40), ['1111111111', '.2222.....', '......!!!.']);
});

test('where spans share a line errors win, then what is deepest; the shortest span is a pixel', () => {
  const spans: SpanSpec[] = [
    { id: '01', service: '1', start: 0, end: 100 },
    { id: '02', parent: '01', service: '2', start: 10, end: 50 },
    { id: '03', parent: '02', service: '3', start: 20, end: 20 },
    { id: '04', parent: '01', service: '4', status: 'error', start: 45, end: 65 },
  ];
  assert.deepEqual(picture(spans, 10, 1), ['1232!!!111']);
});
