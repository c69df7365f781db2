import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chordOf, chordText, commandFor, KEY_GROUPS } from '../../../../webview/waterfall/keymap.ts';

const press = (key: string, code: string, ...held: string[]) => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

test('chords name letters, digits by place, and symbols as typed', () => {
  assert.equal(chordOf(press('f', 'KeyF', 'ctrl'), false), 'Mod+F');
  assert.equal(chordOf(press('f', 'KeyF', 'meta'), true), 'Mod+F');
  assert.equal(chordOf(press('f', 'KeyF', 'meta'), false), 'Other+F');
  assert.equal(chordOf(press('E', 'KeyE', 'shift'), false), 'Shift+E');
  assert.equal(chordOf(press('!', 'Digit1', 'shift'), false), 'Shift+1');
  assert.equal(chordOf(press('?', 'Slash', 'shift'), false), '?');
  assert.equal(chordOf(press('ArrowLeft', 'ArrowLeft', 'alt'), false), 'Alt+ArrowLeft');
});

test('keys lead to commands, others to none', () => {
  assert.equal(commandFor(press('F3', 'F3', 'shift'), false), 'previousMatch');
  assert.equal(commandFor(press('+', 'Equal', 'shift'), false), 'zoomIn');
  assert.equal(commandFor(press('(', 'Digit9', 'shift'), false), 'depth9');
  assert.equal(commandFor(press('q', 'KeyQ'), false), undefined);
});

test('no key means two things', () => {
  const chords = KEY_GROUPS.flatMap((g) => g.rows.flatMap((r) => r.keys));
  assert.equal(new Set(chords).size, chords.length);
});

test('chords are written the way the platform writes them', () => {
  assert.equal(chordText('Mod+Shift+G', false), 'Ctrl+Shift+G');
  assert.equal(chordText('Mod+Shift+G', true), '⌘⇧G');
  assert.equal(chordText('+', false), '+');
});
