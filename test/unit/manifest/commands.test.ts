// Commands, menus, keys and texts of the manifest: what a user meets in the palette and in context menus.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { VIEWS } from '../../../src/core/manifest.ts';

type Command = { command: string; title: string; category: string; icon: string; enablement?: string };
type Entry = { command: string; when?: string; group?: string };
type Key = { command: string; key: string; mac?: string; when?: string };

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { contributes } = JSON.parse(read('package.json')) as {
  contributes: {
    commands: Command[];
    menus: Record<string, Entry[]>;
    keybindings: Key[];
    views: Record<string, { id: string; type?: string }[]>;
    viewsWelcome: { view: string; contents: string; when?: string }[];
  };
};
const { commands, menus, keybindings, views, viewsWelcome } = contributes;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const text = (key: string) => nls[key.replaceAll('%', '')] ?? '';
const ids = new Set(commands.map(({ command }) => command));
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(path.join('src', file)))
  .join('\n');

test('commands stand under one category, with an icon there is and a title of its own', () => {
  const library = read('node_modules/@vscode/codicons/dist/codiconsLibrary.ts');
  const icons = new Set([...library.matchAll(/register\('([\w-]+)'/g)].map((match) => match[1]));
  for (const { command, category, icon, title } of commands) {
    assert.equal(category, 'Spanlight', command);
    const name = /^\$\(([\w-]+)\)$/.exec(icon)?.[1] ?? '';
    assert.ok(icons.has(name), `${command}: there is no icon ${icon}`);
    assert.match(text(title), /^[A-Z][^.]*(\.\.\.)?$/, command);
    assert.ok(!text(title).includes('Spanlight'), `${command}: the category says it already`);
  }
  const titles = commands.map(({ title }) => text(title));
  assert.deepEqual(
    titles.filter((title, i) => titles.indexOf(title) !== i),
    [],
    'two commands look the same in the palette',
  );
});

test('menus name commands there are; each where it belongs', () => {
  for (const [menu, entries] of Object.entries(menus))
    for (const { command, group } of entries) {
      assert.ok(ids.has(command), `${menu}: ${command}`);
      if (menu !== 'commandPalette') assert.ok(group, `${menu}: ${command} has no group`);
    }
  for (const menu of [
    'editor/context',
    'explorer/context',
    'terminal/context',
    'view/title',
    'view/item/context',
  ])
    assert.ok((menus[menu] ?? []).length > 0, menu);
});

test('commands of rows are in no palette: without a row they have nothing to work on', () => {
  const hidden = new Set(
    (menus.commandPalette ?? []).filter(({ when }) => when === 'false').map(({ command }) => command),
  );
  const onlyOnRows = new Set((menus['view/item/context'] ?? []).map(({ command }) => command));
  for (const entries of Object.entries(menus))
    if (entries[0] !== 'view/item/context' && entries[0] !== 'commandPalette')
      for (const { command } of entries[1]) onlyOnRows.delete(command);
  const open = [...onlyOnRows].filter((command) => !hidden.has(command));
  // Its palette form asks which one is meant.
  assert.deepEqual(
    open.filter((command) => !PALETTE_TOO.has(command)),
    [],
  );
});

const PALETTE_TOO = new Set<string>();

test('every context key of a condition is set somewhere', () => {
  const conditions = [
    ...Object.values(menus).flatMap((entries) => entries.map(({ when }) => when ?? '')),
    ...commands.map(({ enablement }) => enablement ?? ''),
    ...keybindings.map(({ when }) => when ?? ''),
    ...viewsWelcome.map(({ when }) => when ?? ''),
  ].join(' ');
  const keys = new Set([...conditions.matchAll(/(?<![\w./\\-])spanlight\.[\w.]+/g)].map((match) => match[0]));
  const known = new Set([...ids, ...Object.values(views).flatMap((list) => list.map(({ id }) => id))]);
  // Written out, or put together of a view's id and a name: `${VIEWS.thisFile}.empty`, `spanlight.traces.${key}`.
  const set = new Set([...sources.matchAll(/'(spanlight\.[\w.]+)'/g)].map((match) => match[1]));
  const built = (key: string) => {
    const at = key.lastIndexOf('.');
    const [start, name] = [key.slice(0, at), key.slice(at + 1)];
    const view = Object.entries(VIEWS).find(([, id]) => id === start)?.[0];
    const prefixed = sources.includes(`\`${start}.\${`) || (view && sources.includes(`\`\${VIEWS.${view}}.`));
    return prefixed && new RegExp(`['.]${name}['\`]`).test(sources);
  };
  const unset = [...keys].filter((key) => !known.has(key) && !set.has(key) && !built(key));
  assert.deepEqual(unset, []);
});

test('keys are of Spanlight alone, wait for their moment and have a form for macOS', () => {
  const pairs = keybindings.map(({ key, when }) => `${key} ${when}`);
  assert.equal(new Set(pairs).size, pairs.length);
  for (const { command, key, mac, when } of keybindings) {
    assert.ok(ids.has(command), command);
    assert.ok(mac && when, `${command} lacks mac or when`);
    assert.equal(mac, key.replaceAll('ctrl', 'cmd'), command);
  }
});

test('each view says why it is empty, with buttons of commands there are', () => {
  for (const [container, list] of Object.entries(views))
    for (const { id, type } of list)
      assert.ok(
        type === 'webview' || viewsWelcome.some(({ view }) => view === id),
        `${container}: ${id} has no text for when it is empty`,
      );
  for (const { contents, view } of viewsWelcome) {
    assert.notEqual(text(contents), '', view);
    for (const [, command = ''] of text(contents).matchAll(/\(command:([\w.]+)[^)]*\)/g))
      assert.ok(ids.has(command) || command.startsWith('workbench.'), `${view}: ${command}`);
  }
});
