// Every rule row brings its own examples: code in which it must find something, and code in which it must not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedLanguage } from '../../../../src/core/facts/facts.ts';
import { matchFile } from '../../../../src/core/gaps/match/match-file.ts';
import type { RuleFamily } from '../../../../src/core/gaps/rule.ts';
import { RULES } from '../../../../src/core/gaps/rules/tables.ts';
import { grammarsDir } from '../../../../src/indexer/parsing/grammars-dir.ts';
import { createParser } from '../../../../src/indexer/parsing/parser.ts';

const LANGUAGE: Readonly<Record<RuleFamily, ParsedLanguage>> = {
  js: 'typescript',
  python: 'python',
  go: 'go',
  jvm: 'java',
  dotnet: 'csharp',
  ruby: 'ruby',
  php: 'php',
  rust: 'rust',
};
const EXTENSION: Readonly<Record<RuleFamily, string>> = {
  js: 'ts',
  python: 'py',
  go: 'go',
  jvm: 'java',
  dotnet: 'cs',
  ruby: 'rb',
  php: 'php',
  rust: 'rs',
};
const parser = createParser(grammarsDir());

for (const [family, rules] of Object.entries(RULES))
  for (const rule of rules)
    test(rule.id, async () => {
      const positive = rule.tests.some((t) => t.expect.length > 0);
      assert.ok(
        positive && rule.tests.some((t) => t.expect.length === 0),
        'a row has an example of each sort',
      );
      for (const { code, expect, file, language = LANGUAGE[family as RuleFamily] } of rule.tests) {
        await parser.prepare(language);
        const facts = parser.parse(language, code);
        const found =
          matchFile(facts, code, file ?? `src/app.${EXTENSION[family as RuleFamily]}`)?.sites ?? [];
        const open = found.filter((s) => s.covered === '').map((s) => `${s.kind}@${s.line}`);
        assert.deepEqual(open, expect, `in:\n${code}\nfound: ${JSON.stringify(found, undefined, 1)}`);
        if (expect.length > 0)
          assert.ok(
            found.some((s) => s.rule === rule.id),
            `${rule.id} itself fires in:\n${code}`,
          );
      }
    });

test('ids are unique and begin with their family', () => {
  const ids = Object.values(RULES).flatMap((rules) => rules.map((r) => r.id));
  assert.equal(new Set(ids).size, ids.length);
});
