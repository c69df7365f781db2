// What the mapping doctor says: shares, roots to teach, setup that would help.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confidence, Resolution, Strategy } from '../../../../src/core/mapping/resolution.ts';
import { setupAdvice } from '../../../../src/core/mapping/setup-advice.ts';
import {
  type MappedSpans,
  mappedSpansOf,
  mappingShare,
  mappingShares,
} from '../../../../src/core/mapping/shares.ts';
import { NO_SITE, type SpanSite } from '../../../../src/core/mapping/span-site.ts';
import { suggestRoots } from '../../../../src/core/mapping/suggest-roots.ts';
import { readRoots } from '../../../../src/core/mapping/user-mapping.ts';

const NONE: Resolution = {
  result: null,
  reason: 'nothing',
  alternatives: [],
  library: null,
  rejected: [],
  provisional: false,
};

const at = (confidence: Confidence, strategy: Strategy, jump = true): Resolution => ({
  ...NONE,
  reason: null,
  result: {
    folder: '/ws',
    file: 'a.ts',
    line: 1,
    endLine: 2,
    symbol: 'a',
    column: undefined,
    confidence,
    strategy,
    role: 'code',
    evidence: [],
    stale: null,
    revision: null,
    jump,
  },
});

const spans = (site: Partial<SpanSite>, n: number, resolution: Resolution): MappedSpans => ({
  site: { ...NO_SITE, ...site },
  spans: n,
  resolution,
});

test('shares count spans by confidence and strategy; the service that needs help most comes first', () => {
  const shares = mappingShares([
    spans({ service: 'good', name: 'a' }, 90, at('exact', 'file-line')),
    spans({ service: 'bad', name: 'b' }, 5, at('guess', 'span-name', false)),
    spans({ service: 'bad', name: 'c' }, 10, NONE),
    spans({ service: 'bad', name: 'd' }, 20, { ...NONE, library: { name: 'pg', file: 'pg.js' } }),
    spans({ service: 'bad', name: 'e' }, 15, at('likely', 'route')),
    spans({ service: 'bad', name: 'f' }, 50, at('exact', 'route')),
  ]);
  assert.deepEqual(
    shares.map((s) => s.service),
    ['bad', 'good'],
  );
  const [bad] = shares;
  assert.deepEqual(bad?.byConfidence, { exact: 50, likely: 15, guess: 5, none: 30 });
  assert.equal(bad?.spans, 100);
  assert.equal(bad?.asking, 5);
  assert.equal(bad?.library, 20);
  assert.deepEqual(bad?.byStrategy, [
    { strategy: 'route', spans: 65 },
    { strategy: 'span-name', spans: 5 },
  ]);
  assert.deepEqual(
    bad?.sites.map((s) => s.site.name),
    ['d', 'c', 'b', 'e', 'f'],
  );
});

test('spans of a trace with the same site and answer are one row; the same site below another caller is another', () => {
  const site = { ...NO_SITE, name: 'select' };
  const mapped = mappedSpansOf(
    { sites: [site], siteOf: [0, 0, 0] },
    { resolutions: [NONE, at('guess', 'database')], of: [0, 1, 1] },
  );
  assert.deepEqual(
    mapped.map((m) => [m.firstSpan, m.spans, m.resolution.result?.confidence]),
    [
      [0, 1, undefined],
      [1, 2, 'guess'],
    ],
  );
});

test('a root is suggested from what the path and a place have in common at the end', () => {
  const site = { ...NO_SITE, service: 'pay', attributes: { 'code.file.path': '/srv/app/src/index.js' } };
  const place = (file: string) => ({ folder: '/ws', file, line: 1, endLine: 1, symbol: '' });
  assert.deepEqual(suggestRoots(site, [place('pay/index.js'), place('pay/src/index.js'), place('x/y.js')]), [
    { service: 'pay', runtime: '/srv/app', workspace: '/ws/pay' },
    { service: 'pay', runtime: '/srv/app/src', workspace: '/ws/pay' },
  ]);
  assert.deepEqual(suggestRoots({ ...NO_SITE, name: 'x' }, [place('pay/index.js')]), []);
});

test('settings that are no roots are left out', () => {
  const good = { runtime: '/app', workspace: 'svc' };
  assert.deepEqual(readRoots([good, null, 3, { runtime: '' }, { runtime: '/x' }, { ...good, service: 7 }]), [
    good,
  ]);
  assert.deepEqual(readRoots('nonsense'), []);
});

const idsOf = (...items: readonly MappedSpans[]) => setupAdvice(mappingShare('s', items)).map((a) => a.id);
const revisions = ['0a1b2c3d'];

test('setup is advised where it would help, and nowhere else', () => {
  const server = { service: 's', kind: 2, revisions };
  assert.deepEqual(idsOf(spans({ ...server, language: 'java' }, 3, NONE)), [
    'java-controllers',
    'code-attributes',
  ]);
  assert.deepEqual(idsOf(spans({ ...server, language: 'java' }, 3, at('exact', 'file-line'))), []);
  assert.deepEqual(idsOf(spans({ ...server, language: 'rust' }, 3, NONE)), []);
  const built = { 'code.file.path': '/app/dist/main.js', 'code.line.number': '3' };
  assert.deepEqual(idsOf(spans({ ...server, language: 'nodejs', attributes: built }, 1, NONE)), [
    'node-source-maps',
  ]);
  assert.deepEqual(idsOf(spans({ ...server, revisions: [] }, 3, at('exact', 'file-line'))), ['revision']);
  assert.deepEqual(idsOf(spans({ ...server, service: 'unknown_service:node' }, 3, NONE)), ['service-name']);
});
