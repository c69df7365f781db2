// Holds core/manifest.ts and package.json together: neither may name what the other does not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { COMMANDS, SETTINGS, VIEWS } from '../../../src/core/manifest.ts';

type Setting = { default: unknown; markdownDescription?: string; order?: number; scope?: string };
type Manifest = {
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string; icon?: string }[];
    views: Record<string, { id: string }[]>;
    configuration: { title: string; properties: Record<string, Setting> }[];
  };
};

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { commands, views, configuration } = manifest.contributes;
const properties = Object.assign({}, ...configuration.map((c) => c.properties)) as Record<string, Setting>;

test('commands are the same on both sides, each with a category and an icon', () => {
  assert.deepEqual(commands.map((c) => c.command).sort(), Object.values(COMMANDS).sort());
  for (const c of commands) assert.ok(c.category === 'Spanlight' && c.icon, c.command);
});

test('views are the same on both sides', () => {
  const ids = Object.values(views).flatMap((v) => v.map((x) => x.id));
  assert.deepEqual(ids.sort(), Object.values(VIEWS).sort());
});

test('settings and their defaults are the same on both sides, each described, scoped and ordered', () => {
  const defaults = Object.fromEntries(
    Object.entries(properties).map(([k, v]) => [k.replace('spanlight.', ''), v.default]),
  );
  assert.deepEqual(defaults, { ...SETTINGS });
  for (const [key, s] of Object.entries(properties))
    assert.ok(
      s.markdownDescription && s.scope && s.order !== undefined,
      `${key} lacks description, scope or order`,
    );
});

test('every text key of package.json is in package.nls.json and the other way round', () => {
  const used = new Set([...read('package.json').matchAll(/"%([\w.-]+)%"/g)].map((m) => m[1]));
  assert.deepEqual([...used].sort(), Object.keys(JSON.parse(read('package.nls.json'))).sort());
});

test('activation waits until the window is up, unless a panel of an earlier session is there to be filled', () => {
  assert.deepEqual(manifest.activationEvents, ['onStartupFinished', 'onWebviewPanel:spanlight.waterfall']);
});
