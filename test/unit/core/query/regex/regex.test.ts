import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRegex } from '../../../../../src/core/query/regex/regex.ts';
import { type Random, seeded } from '../../../../support/random.ts';

function matches(pattern: string, text: string): boolean {
  const regex = compileRegex(pattern);
  if ('message' in regex) throw new Error(`${pattern}: ${regex.message}`);
  return regex.test(text);
}

// pattern, what it matches as a whole, what it does not
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['', [''], ['a']],
  ['abc', ['abc'], ['ab', 'abcd', 'xabc']],
  ['prod-.*', ['prod-', 'prod-eu'], ['xprod-eu', 'prod']],
  ['postgresql|mysql', ['postgresql', 'mysql'], ['mysqlx', 'postgresqlmysql']],
  ['DELETE|', ['DELETE', ''], ['x']],
  ['.*', ['', 'a', 'two\nlines', '😝'], []],
  ['(?-s).*', ['a'], ['two\nlines']],
  ['a{2,3}', ['aa', 'aaa'], ['a', 'aaaa']],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{2,}', ['aa', 'aaaaa'], ['a']],
  ['a{x}', ['a{x}'], ['a']],
  ['(ab)+c?', ['ab', 'ababc'], ['', 'abb']],
  ['a+?b*?', ['a', 'aabb'], ['b']],
  ['[a-c]', ['b'], ['d', '']],
  ['[^a-c]', ['d', 'é', '\n'], ['a', '']],
  ['[]a]', [']', 'a'], ['b']],
  ['[a-]', ['a', '-'], ['b']],
  ['[[:digit:]x]+', ['12x'], ['y']],
  ['[[:^alpha:]]', ['1'], ['a']],
  ['\\d+\\D\\w\\W\\s\\S', ['12x_- é'], ['12x_-é ']],
  ['\\.\\*\\/', ['.*/'], ['x*/']],
  ['\\x41\\x{1F61D}\\101\\t', ['A😝A\t'], ['A']],
  ['\\Qa.b\\E+', ['a.b'], ['axb', 'a.ba.b']],
  ['(?i)GeT /Ü', ['get /ü', 'GET /Ü'], ['get']],
  ['(?i:a)b', ['Ab', 'ab'], ['AB']],
  ['(?i)[a-c]+', ['aBC'], ['d']],
  ['a(?i)b|c', ['aB', 'C'], ['AB']],
  ['(?P<name>a)(?<other>b)(?:c)', ['abc'], ['ab']],
  ['^abc$', ['abc'], ['abc\n']],
  ['(?m)a$\n^b', ['a\nb'], ['ab']],
  ['\\Aa\\z', ['a'], ['aa']],
  ['a\\b.\\bb', ['a-b'], ['a_b', 'axb']],
  ['a\\Bb', ['ab'], ['a-b']],
  ['\\bfoo\\b', ['foo'], ['foox']],
  ['.*\\bfoo\\b.*', ['a foo b', 'foo'], ['afoo b']],
  ['\\p{L}+', ['aé漢'], ['1']],
  ['\\pN', ['٣'], ['a']],
  ['\\P{L}\\p{^L}', ['12'], ['a1', '1a']],
  ['\\p{Greek}+', ['αβγ'], ['abc']],
  ['[\\p{Lu}\\d]+', ['A1É'], ['a']],
  ['é|😝|\\x{fffd}', ['é', '😝', '\ufffd'], ['e']],
  ['.', ['😝', 'é', 'a'], ['ab', '']],
  ['(a*)*b', ['b', 'aaab'], ['a']],
  ['(|a)+', ['', 'aaa'], ['b']],
  ['(?:)', [''], ['a']],
];

for (const [pattern, yes, no] of cases)
  test(`matches ${pattern}`, () => {
    for (const text of yes) assert.equal(matches(pattern, text), true, JSON.stringify(text));
    for (const text of no) assert.equal(matches(pattern, text), false, JSON.stringify(text));
  });

const invalid: readonly (readonly [string, RegExp])[] = [
  ['(a', /closing \) is missing/],
  ['a)', /there is no \( for this \)/],
  ['[a', /closing \] is missing/],
  ['*a', /nothing before \* to repeat/],
  ['a**', /directly follows another/],
  ['a{3,2}', /counts backwards/],
  ['a{2000}', /1000 at most/],
  ['[z-a]', /backwards/],
  ['\\', /ends in a single/],
  ['\\y', /means nothing/],
  ['(a)\\1', /referring back/],
  ['a(?=b)', /looking ahead/],
  ['(?<!a)b', /looking ahead or behind/],
  ['(?x)a', /not known/],
  ['\\p{Nonsense}', /no class of characters/],
  ['[[:nonsense:]]', /no class of characters/],
  ['((a{1000}){1000}){1000}', /too large/],
  ['('.repeat(300) + ')'.repeat(300), /nested more than/],
];

for (const [pattern, message] of invalid)
  test(`refuses ${pattern.slice(0, 30)}`, () => {
    const regex = compileRegex(pattern);
    assert.ok('message' in regex);
    assert.match(regex.message, message);
  });

/** Patterns that mean the same to JavaScript, which is the oracle. */
function randomPattern(r: Random, depth: number): string {
  const atom = () => {
    switch (depth > 0 ? r.int(9) : r.int(6)) {
      case 0:
        return '.';
      case 1:
        return r.pick(['[ab]', '[^a]', '[b-d]', '\\w', '\\d', '\\W']);
      case 6:
      case 7:
        return `(?:${randomPattern(r, depth - 1)})`;
      case 8:
        return r.pick(['\\b', '\\B', '^', '$', '']);
      default:
        return r.pick(['a', 'b', 'c', '1', ' ', 'é']);
    }
  };
  const piece = () => {
    const text = atom();
    return /^(?:\\[bB]|\^|\$|)$/.test(text)
      ? text
      : text + r.pick(['', '', '', '*', '+', '?', '{1,2}', '{2}']);
  };
  const branch = () => Array.from({ length: r.int(4) }, piece).join('');
  return Array.from({ length: 1 + r.int(3) }, branch).join('|');
}

test('agrees with JavaScript on 3,000 random patterns', () => {
  const random = seeded(3);
  let matched = 0;
  for (let i = 0; i < 3000; i++) {
    const pattern = randomPattern(random, 2);
    const oracle = new RegExp(`^(?:${pattern})$`, 'su');
    for (let k = 0; k < 12; k++) {
      const text = Array.from({ length: random.int(7) }, () =>
        random.pick(['a', 'b', 'c', '1', ' ', 'é', '\n']),
      ).join('');
      const expected = oracle.test(text);
      if (expected) matched++;
      assert.equal(matches(pattern, text), expected, `${JSON.stringify(pattern)} on ${JSON.stringify(text)}`);
    }
  }
  assert.ok(matched > 3000);
});

test('patterns that hang a backtracking matcher end', () => {
  const text = 'a'.repeat(20_000);
  assert.equal(matches('(a+)+b', text), false);
  assert.equal(matches('(a|a)*b', text), false);
  assert.equal(matches('(.*)*(.*)*(.*)*x', text), false);
  assert.equal(matches(`${'a?'.repeat(50)}${'a'.repeat(50)}`, 'a'.repeat(50)), true);
});

test('patterns with more states than are kept', () => {
  // The state must remember which of the last 14 characters were an a: 2^14 of them.
  const pattern = `.*a.{14}`;
  const random = seeded(5);
  const text = Array.from({ length: 100_000 }, () => random.pick(['a', 'b'])).join('');
  assert.equal(matches(pattern, `${text}a${'b'.repeat(14)}`), true);
  assert.equal(matches(pattern, `${text}b${'b'.repeat(14)}`), false);
});

test('a pattern of very many characters is refused, not allocated', () => {
  const pattern = Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + i * 2)).join('');
  const regex = compileRegex(pattern);
  assert.ok('message' in regex);
});
