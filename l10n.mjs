// The texts of the running extension, for translators: l10n/bundle.l10n.json, written with every build. Those of the
// manifest are in package.nls.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Calls of `vscode.l10n.t`, and of a `t` that was taken from it. */
const CALL = /(?<![\w$.])(?:vscode\.l10n\.t|l10n\.t|t)\(\s*/g;
const BARE = /\bt\b[^=\n]*=\s*vscode\.l10n\b/;
const LITERAL = /^'((?:[^'\\\n]|\\.)*)'|^"((?:[^"\\\n]|\\.)*)"|^`((?:[^`\\$]|\\.)*)`/;

/** `{ text, line, problem }` of each call in a source; a text that is put together cannot be translated. */
export function l10nCalls(source) {
  const calls = [];
  const bare = BARE.test(source);
  for (const match of source.matchAll(CALL)) {
    if (!match[0].includes('l10n') && !bare) continue;
    const rest = source.slice(match.index + match[0].length);
    const literal = LITERAL.exec(rest);
    const line = source.slice(0, match.index).split('\n').length;
    if (!literal) {
      calls.push({ line, text: '', problem: 'not one literal' });
      continue;
    }
    const joined = /^\s*\+/.test(rest.slice(literal[0].length));
    const text = unescaped(literal[1] ?? literal[2] ?? literal[3] ?? '');
    calls.push({ line, text, problem: joined ? 'put together by +' : undefined });
  }
  return calls;
}

const unescaped = (text) =>
  text.replace(/\\(u\{([\da-f]+)\}|u([\da-f]{4})|.)/gi, (_, one, braced, four) => {
    const code = braced ?? four;
    if (code) return String.fromCodePoint(Number.parseInt(code, 16));
    return { n: '\n', t: '\t' }[one] ?? one;
  });

/** Every text of `src`, sorted, each once. */
export function l10nTexts(root) {
  const texts = new Set();
  for (const file of readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.ts'))
      for (const { text, problem } of l10nCalls(readFileSync(path.join(root, 'src', file), 'utf8')))
        if (!problem) texts.add(text);
  return [...texts].sort();
}

export function writeL10nBundle(root) {
  const bundle = Object.fromEntries(l10nTexts(root).map((text) => [text, text]));
  mkdirSync(path.join(root, 'l10n'), { recursive: true });
  writeFileSync(path.join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
}
