import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  histogramPicture,
  type PictureColors,
  trendPicture,
} from '../../../../src/core/figures/latency-svg.ts';
import { statsOf } from '../../../support/figures-fixture.ts';

const colors: PictureColors = { bar: '#111', strong: '#222', error: '#333', text: '#444', axis: '#555' };
const count = (svg: string, fill: string) => svg.split(`fill="${fill}"`).length - 1;

test('a histogram says in words what it shows', () => {
  const durations = [
    ...Array.from({ length: 90 }, (_, i) => 10 + (i % 5)),
    ...Array.from({ length: 10 }, () => 500),
  ];
  const picture = histogramPicture(statsOf(durations), colors);
  assert.match(
    picture?.text ?? '',
    /^Durations from 9\.\d+ ms to 50\d ms, 54 % between 10\.8 ms and 13\.2 ms; p50 12 ms, p95 500 ms$/,
  );
  assert.equal(count(picture?.svg ?? '', '#222'), 2, 'p50 and p95 are marked');
});

test('a bar for every bin that has calls, however few', () => {
  const { svg = '' } =
    histogramPicture(statsOf([...Array.from({ length: 9999 }, () => 1), 1000]), colors) ?? {};
  assert.equal(count(svg, '#111'), 2);
  assert.match(svg, /height="1\.5" fill="#111"/);
});

test('nothing to draw: no sketch, bytes of something else, all calls alike', () => {
  assert.equal(histogramPicture(statsOf([1, 2], { sketch: undefined }), colors), undefined);
  assert.equal(histogramPicture(statsOf([1, 2], { sketch: new Uint8Array([9, 9]) }), colors), undefined);
  assert.equal(histogramPicture(statsOf([5, 5, 5]), colors), undefined);
});

test('labels stay in the picture and apart, also where p50 and p95 are near', () => {
  const { svg = '' } = histogramPicture(statsOf([1, 1, 1, 1, 1, 900]), colors) ?? {};
  const at = [...svg.matchAll(/<text x="([\d.]+)" y="9" text-anchor="middle"/g)].map((m) => Number(m[1]));
  assert.equal(at.length, 2);
  for (const x of at) assert.ok(x >= 0 && x <= 340);
  const near = histogramPicture(statsOf([1, 1.2, 1.2, 1.3, 1.3, 1.3]), colors)?.svg ?? '';
  const [a = 0, b = 0] = [...near.matchAll(/<text x="([\d.]+)" y="9" text-anchor="middle"/g)].map((m) =>
    Number(m[1]),
  );
  assert.ok(b - a > 50, `${a} and ${b} overlap`);
});

test('a trend: gaps where nothing was called, marks where calls failed', () => {
  const picture = trendPicture(
    [statsOf([10]), undefined, statsOf([20], { errors: 1 }), statsOf([30])],
    colors,
  );
  assert.equal(
    picture?.text,
    'p95 over the window, oldest first: 10 ms, –, 20 ms, 30 ms; calls failed in 1 of 4 stretches',
  );
  assert.equal(picture?.svg.match(/M/g)?.length, 2, 'the line is lifted over the gap');
  assert.equal(count(picture?.svg ?? '', '#333'), 1);
});

test('one stretch is no trend', () => {
  assert.equal(trendPicture([undefined, statsOf([10])], colors), undefined);
});

test('numbers in pictures are numbers', () => {
  const svg = `${histogramPicture(statsOf([0.001, 3, 90_000]), colors)?.svg}${trendPicture([statsOf([0]), statsOf([0])], colors)?.svg}`;
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
});
