// What switches findings off: comments, comments of Go's linters, and the configuration file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, npm, places } from '../../../support/gap-workspace.ts';

const app = (lines: readonly string[]): Files => ({
  'package.json': npm(['express@4.18.0']),
  'src/app.ts': ["import express from 'express';", 'const app = express();', ...lines].join('\n'),
});
const ROUTE = "app.get('/x', (req, res) => res.json({}));";
const FOUND = ['entry.http@src/app.ts:3'];
const NEXT = ['entry.http@src/app.ts:4'];

const go = (comment: string): Files => ({
  'go.mod': 'module a\ngo 1.24\n',
  'main.go': `package main\nimport "context"\nfunc f(ctx context.Context) {\n\tload(context.TODO()) ${comment}\n}\n`,
});

const cases: readonly {
  readonly title: string;
  readonly files: Files;
  readonly expect: readonly string[];
}[] = [
  { title: 'nothing', files: app([ROUTE]), expect: FOUND },
  {
    title: 'the next line',
    files: app(['// spanlight-ignore-next-line entry.http -- the proxy does', ROUTE]),
    expect: [],
  },
  {
    title: 'at the end of the line',
    files: app([`${ROUTE} // spanlight-ignore entry.http -- x`]),
    expect: [],
  },
  { title: 'a group of rules', files: app(['// spanlight-ignore-next-line entry -- x', ROUTE]), expect: [] },
  {
    title: 'another rule',
    files: app(['// spanlight-ignore-next-line outbound.http -- x', ROUTE]),
    expect: NEXT,
  },
  { title: 'the file', files: app([ROUTE, '// spanlight-ignore-file entry.* -- a mock']), expect: [] },
  { title: 'the older word', files: app(['// otel-gaps-ignore-next-line entry.http', ROUTE]), expect: [] },
  { title: 'Go: detached', files: go(''), expect: ['context.detached@main.go:4'] },
  { title: 'Go: nolint of the linter', files: go('//nolint:contextcheck // on purpose'), expect: [] },
  { title: 'Go: nolint of everything', files: go('//nolint'), expect: [] },
  {
    title: 'Go: nolint of another linter',
    files: go('//nolint:errcheck'),
    expect: ['context.detached@main.go:4'],
  },
  {
    title: 'configuration: rules',
    files: { ...app([ROUTE]), '.spanlight/gaps.json': '{ "rules": { "entry.*": "off", "setup": "off" } }' },
    expect: [],
  },
  {
    title: 'configuration: the longer name wins',
    files: {
      ...app([ROUTE]),
      '.spanlight/gaps.json': '{ "rules": { "entry.*": "off", "entry.http": "on" } }',
    },
    expect: FOUND,
  },
  {
    title: 'configuration: files',
    files: { ...app([ROUTE]), '.spanlight/gaps.json': '{ "exclude": ["src/**"] }' },
    expect: [],
  },
  {
    title: 'configuration: routes',
    files: { ...app([ROUTE]), '.spanlight/gaps.json': '// ours\n{ "routes": ["/x*"] }' },
    expect: [],
  },
  {
    title: 'configuration: wrappers',
    files: {
      ...app(["app.get('/x', traced((req, res) => res.json({})));"]),
      '.spanlight/gaps.json': '{ "wrappers": ["traced"] }',
    },
    expect: [],
  },
  { title: 'health routes by themselves', files: app([ROUTE.replace('/x', '/healthz')]), expect: [] },
];

for (const { title, files, expect } of cases)
  test(title, async () => {
    assert.deepEqual(places(await gapsOf(files)), expect);
  });

test('the baseline of the configuration, which line moves do not touch', async () => {
  const [finding] = (await gapsOf(app([ROUTE]))).findings.filter((f) => f.rule === 'entry.http');
  const config = { '.spanlight/gaps.json': JSON.stringify({ baseline: [finding?.fingerprint] }) };
  const moved = await gapsOf({ ...app(['', '', ROUTE]), ...config });
  assert.deepEqual(places(moved), []);
  assert.equal(moved.ignored, 1);
});

test('mistakes in the configuration are told, and the rest of it counts', async () => {
  const report = await gapsOf({
    ...app([ROUTE]),
    '.spanlight/gaps.json':
      '{ "rules": { "entry.htp": "off" }, "routes": "x", "exclude": ["src/**"], "more": 1 }',
  });
  assert.deepEqual(places(report), []);
  assert.deepEqual(report.notes.map((n) => n.replace(/^\S+: /, '')).sort(), [
    '"more" is not known here.',
    '"routes" must be a list of texts.',
    'There is no rule "entry.htp".',
  ]);
});
