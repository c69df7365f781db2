// Every text of the running extension can be translated: it stands in one piece, and in the bundle.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../../..');
type Call = { readonly line: number; readonly text: string; readonly problem: string | undefined };
const { l10nCalls, l10nTexts } = (await import(path.join(root, 'l10n.mjs'))) as {
  l10nCalls(source: string): Call[];
  l10nTexts(root: string): string[];
};

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, source: readFileSync(path.join(root, 'src', file), 'utf8') }));

test('texts are found however they are written', () => {
  const source = `
    const a = vscode.l10n.t('It\\'s {0}', name);
    const b = \`\${vscode.l10n.t("in a template")} x\`;
    const { t } = vscode.l10n;
    const c = t(
      'on the next line \\u2026',
    );
    list.at(0); start('not this');
    t(name); t('put ' + 'together'); t(\`no \${hole}\`);
  `;
  assert.deepEqual(
    l10nCalls(source).map(({ line, text, problem }) => [line, problem ?? text]),
    [
      [2, "It's {0}"],
      [3, 'in a template'],
      [5, 'on the next line \u2026'],
      [9, 'not one literal'],
      [9, 'put together by +'],
      [9, 'not one literal'],
    ],
  );
});

test('every text of the extension stands in one piece and has its holes in order', () => {
  const wrong = sources.flatMap(({ file, source }) =>
    l10nCalls(source).flatMap(({ line, text, problem }) => {
      const holes = new Set([...text.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])));
      const gap = [...holes].some((hole) => hole >= holes.size);
      const why = problem ?? (gap ? `holes ${[...holes]}` : text.trim() === '' ? 'empty' : undefined);
      return why === undefined ? [] : [`src/${file}:${line}: ${why}`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('the bundle has the texts of every source', () => {
  const texts = new Set(l10nTexts(root));
  const calls = sources.flatMap(({ source }) => l10nCalls(source));
  assert.ok(calls.length > 200);
  for (const { text, problem } of calls) assert.ok(problem || texts.has(text), text);
  // Counted by another way: what is written out in full.
  const written = sources.reduce((sum, { source }) => sum + source.split('vscode.l10n.t(').length - 1, 0);
  const found = sources.reduce(
    (sum, { source }) => sum + l10nCalls(source.replaceAll(/= vscode\.l10n;/g, '')).length,
    0,
  );
  assert.equal(found, written);
});
