import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleBlock, visibleLine, visibleText } from '../../../../webview/shared/visible-text.ts';

test('ordinary text of any script is left alone', () => {
  for (const text of ['GET /users/:id', 'übergrößen', '支払い', 'שלום', 'مرحبا', '👩‍🚀'.slice(0, 2), 'a b'])
    assert.equal(visibleText(text), text);
});

test('what hides, breaks lines or turns direction is written out', () => {
  assert.equal(visibleText('a\u202eb'), 'a<U+202E>b');
  assert.equal(visibleText('a\nb\tc\0'), 'a⏎b⇥c␀');
  assert.equal(visibleText('\u001b[31mred'), '<U+001B>[31mred');
  assert.equal(visibleText('zero\u200bwidth\ufeff'), 'zero<U+200B>width<U+FEFF>');
  assert.equal(visibleText('\u{e0041}'), '<U+E0041>');
  assert.equal(visibleText('\ud800x'), '<U+D800>x');
});

test('lines are cut before they are made visible, blocks keep their breaks', () => {
  assert.equal(visibleLine('x'.repeat(400)).length, 301);
  assert.equal(visibleBlock('a\r\n\tb\u2028c'), 'a\n\tb<U+2028>c');
});
