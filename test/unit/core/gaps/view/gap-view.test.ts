import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../../../src/core/gaps/model.ts';
import type { ServiceReport } from '../../../../../src/core/gaps/report.ts';
import { asFilter, isShown, NO_FILTER } from '../../../../../src/core/gaps/view/filter-findings.ts';
import { gapPage, servicePage } from '../../../../../src/core/gaps/view/gap-page.ts';
import { groupFindings, remedyGroups } from '../../../../../src/core/gaps/view/group-findings.ts';

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'entry.http',
  service: 'shop',
  tech: 'express',
  file: 'a.js',
  line: 3,
  endLine: 3,
  symbol: '',
  title: 'GET /x: no span',
  confidence: 'high',
  severity: 'warning',
  why: ['Nothing makes a span.'],
  evidence: ['package.json was read.'],
  keys: { route: '/x' },
  observed: undefined,
  fixes: [{ kind: 'wrap', title: 'Wrap it' }],
  fingerprint: 'f',
  remedy: '',
  value: 1,
  ...more,
});

const placed = (more: Partial<Finding>) => ({ folder: '/w', finding: finding(more) });
const observed = {
  calls: 5,
  errors: 0,
  p95Ns: undefined,
  unexplained: undefined,
  sentence: '5 calls an hour.',
};

test('the filter: confidence, traffic and kinds', () => {
  assert.equal(isShown(finding({ confidence: 'low' }), NO_FILTER), false);
  assert.equal(isShown(finding({ confidence: 'low' }), { ...NO_FILTER, confidence: 'low' }), true);
  assert.equal(isShown(finding({}), { ...NO_FILTER, withTraffic: true }), false);
  assert.equal(isShown(finding({ observed }), { ...NO_FILTER, withTraffic: true }), true);
  assert.equal(isShown(finding({}), { ...NO_FILTER, hidden: ['entry'] }), false);
  assert.deepEqual(asFilter({ confidence: 'sure', hidden: ['span', 'x'] }), {
    confidence: 'medium',
    withTraffic: false,
    hidden: ['span'],
  });
});

test('groups are in the order of what they are worth, and so are findings in them', () => {
  const list = [
    placed({ file: 'b.js', value: 2, fingerprint: '1' }),
    placed({ file: 'a.js', rule: 'span.in-loop', value: 9, fingerprint: '2' }),
    placed({ file: 'b.js', value: 3, fingerprint: '3' }),
  ];
  const of = (by: 'kind' | 'file' | 'rule') =>
    groupFindings(list, by).map((g) => [g.label, g.findings.map((f) => f.finding.fingerprint).join()]);
  assert.deepEqual(of('file'), [
    ['a.js', '2'],
    ['b.js', '3,1'],
  ]);
  assert.deepEqual(of('kind'), [
    ['Spans', '2'],
    ['Entry points', '3,1'],
  ]);
  assert.deepEqual(of('rule'), [
    ['A span is started for each item of a loop', '2'],
    ['Requests that make no span', '3,1'],
  ]);
});

test('what one package closes stands together; setup and single findings stand alone', () => {
  const list = [
    placed({ remedy: 'auto', value: 1, fingerprint: '1' }),
    placed({ remedy: 'auto', value: 2, fingerprint: '2' }),
    placed({ remedy: 'other', fingerprint: '3' }),
    placed({ remedy: 'auto', rule: 'setup.no-otel', fingerprint: '4' }),
  ];
  const { remedies, alone } = remedyGroups(list);
  assert.deepEqual(
    remedies.map((r) => [r.remedy, r.findings.map((f) => f.finding.fingerprint).join()]),
    [['auto', '2,1']],
  );
  assert.deepEqual(
    alone.map((f) => f.finding.fingerprint),
    ['3', '4'],
  );
});

const SERVICE: ServiceReport = {
  name: 'shop',
  root: '',
  language: 'js',
  manifest: 'package.json',
  state: 'partly',
  summary: 'Some of it makes spans.',
  lookedAt: ['3 source files'],
  instrumentations: [
    { id: 'x|y', version: '1', state: 'enabled', because: [{ text: 'loaded', file: 'Dockerfile', line: 4 }] },
  ],
  entries: { total: 2, covered: 1 },
  outbound: { total: 0, covered: 0 },
  findings: 0,
};

test('pages say why and what was looked at; nothing of the code becomes Markdown', () => {
  const page = gapPage(finding({ title: 'GET /<b>*x*: no span', observed }), SERVICE);
  assert.match(page, /^# GET \/\\<b\\>\\\*x\\\*: no span$/m);
  for (const part of [
    '- Nothing makes a span.',
    '5 calls an hour.',
    '- package.json was read.',
    '- 3 source files',
    '| x\\|y | 1 | enabled | loaded (`Dockerfile:4`) |',
    '// spanlight-ignore entry.http -- why',
  ])
    assert.ok(page.includes(part), part);
  assert.match(servicePage(SERVICE, []), /Entry points traced: 1 of 2[\s\S]*No gap was found\./);
});
