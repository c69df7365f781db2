import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../../../src/core/gaps/config.ts';
import type { FixOutcome, FixTarget } from '../../../../../src/core/gaps/fixes/fix-plan.ts';
import { ignoreHere, ignoreInConfig } from '../../../../../src/core/gaps/fixes/ignore.ts';
import { setInJson } from '../../../../../src/core/gaps/fixes/json-edit.ts';
import { applyEdits } from '../../../../../src/core/gaps/fixes/text-edit.ts';
import { isSuppressed, suppressions } from '../../../../../src/core/gaps/match/suppressions.ts';

const target: FixTarget = {
  rule: 'entry.http',
  service: 'shop',
  tech: 'Express',
  file: 'app.ts',
  line: 2,
  endLine: 2,
  symbol: '',
  keys: {},
  title: '',
  remedy: '',
  fingerprint: 'abc',
};

function after(text: string, outcome: FixOutcome): string {
  if ('refused' in outcome) return outcome.refused;
  const edit = outcome.edits[0];
  return edit && 'edits' in edit ? applyEdits(text, edit.edits) : (edit?.create ?? '');
}

test('a comment above the line, as the scan reads it', () => {
  const code = 'f(\r\n\tapp.get());\r\n';
  const text = after(code, ignoreHere('app.ts', code, 'typescript', target, 'here', 'only\nfor tests'));
  assert.equal(text, 'f(\r\n\t// spanlight-ignore entry.http -- only for tests\r\n\tapp.get());\r\n');
  const found = isSuppressed(suppressions(text), 'entry.http', 3, 3);
  assert.equal(found?.reason, 'only for tests');
  const py = after(
    '#!/bin/python\na\n',
    ignoreHere('a.py', '#!/bin/python\na\n', 'python', target, 'file', ''),
  );
  assert.equal(py, '#!/bin/python\n# spanlight-ignore-file entry.http\na\n');
});

test('rule and baseline go into the configuration, whose comments stay', () => {
  assert.equal(
    after('', ignoreInConfig(undefined, target, 'rule')),
    '{\n  "rules": {\n    "entry.http": "off"\n  }\n}\n',
  );
  const config = '{\n  // ours\n  "rules": { "span.*": "off" },\n  "baseline": [\n    "one"\n  ]\n}\n';
  const both = after(
    after(config, ignoreInConfig(config, target, 'rule')),
    ignoreInConfig(after(config, ignoreInConfig(config, target, 'rule')), target, 'baseline'),
  );
  assert.match(both, /\/\/ ours/);
  assert.deepEqual(parseConfig(both), {
    config: {
      rules: { 'span.*': 'off', 'entry.http': 'off' },
      exclude: [],
      include: [],
      routes: [],
      wrappers: [],
      baseline: ['one', 'abc'],
    },
    problems: [],
  });
});

test('JSON is edited as text: order, spacing and nesting stay', () => {
  const set = (text: string, path: readonly string[], value: unknown) =>
    applyEdits(text, setInJson(text, path, value));
  const manifest = '{\n  "name": "x",\n  "dependencies": {\n    "express": "^4",\n    "zod": "^3"\n  }\n}\n';
  assert.equal(
    set(manifest, ['dependencies', 'pg'], '^8'),
    '{\n  "name": "x",\n  "dependencies": {\n    "express": "^4",\n    "pg": "^8",\n    "zod": "^3"\n  }\n}\n',
  );
  assert.equal(set(manifest, ['dependencies', 'zod'], '^4'), manifest.replace('"^3"', '"^4"'));
  assert.equal(set('{}', ['a', 'b'], 1), '{\n  "a": {\n    "b": 1\n  }\n}');
  assert.equal(set('{ "a": {} }', ['a', 'b'], 1), '{ "a": {\n    "b": 1\n  } }');
  assert.equal(set('{"a": "} , {"}', ['b'], 1), '{"a": "} , {",\n  "b": 1}');
});
