import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { openStore } from '../../../../src/engine/store/open-store.ts';
import { MIGRATIONS } from '../../../../src/engine/store/schema.ts';
import { StoreError } from '../../../../src/engine/store/store-error.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const now = () => new Date('2026-08-05T10:20:30Z');
const fileIn = (t: TestContext) => path.join(tempDir(t), 'deep', 'traces.db');

/** Opens, does something, closes; returns what the user is told. */
function visit(file: string, options: Parameters<typeof openStore>[1] = {}, use = (_db: DatabaseSync) => {}) {
  const { store, notes } = openStore(file, { now, setAside: true, ...options });
  use(store.db);
  store.close();
  return { path: store.path, notes };
}

test('a store is created with its folder, and found again', (t) => {
  const file = fileIn(t);
  visit(file, {}, (db) => db.exec("INSERT INTO meta VALUES ('k', 'v')"));
  visit(file, {}, (db) =>
    assert.equal(db.prepare("SELECT value FROM meta WHERE key = 'k'").get()?.value, 'v'),
  );
});

test('an older store is brought up to date, once', (t) => {
  const file = fileIn(t);
  visit(file);
  let ran = 0;
  const migrations = [
    ...MIGRATIONS,
    (db: DatabaseSync) => {
      ran++;
      db.exec('ALTER TABLE segment ADD COLUMN extra INTEGER');
    },
  ];
  visit(file, { migrations });
  visit(file, { migrations }, (db) => db.exec('SELECT extra FROM segment'));
  assert.equal(ran, 1);
});

test('a migration that fails leaves the store as it was', (t) => {
  const file = fileIn(t);
  visit(file);
  const broken = (db: DatabaseSync) => {
    db.exec('CREATE TABLE half (x)');
    throw new Error('no');
  };
  assert.throws(() => visit(file, { migrations: [...MIGRATIONS, broken] }), StoreError);
  visit(file, {}, (db) => assert.throws(() => db.prepare('SELECT * FROM half')));
});

test('a damaged store is set aside whole, with a message, and a new one begun', (t) => {
  const file = fileIn(t);
  mkdirSync(path.dirname(file));
  writeFileSync(file, 'this is no database, but somebody may want it back');
  writeFileSync(`${file}-wal`, 'log');
  const { notes } = visit(file, {}, (db) => db.exec('SELECT * FROM segment'));
  const aside = `${file}.damaged-2026-08-05T10-20-30Z`;
  assert.deepEqual(notes, [
    `The trace store ${file} is damaged and cannot be read. It was set aside as ${aside} and a new one begun; nothing was deleted.`,
  ]);
  assert.equal(readFileSync(aside, 'utf8'), 'this is no database, but somebody may want it back');
  assert.equal(readFileSync(`${aside}-wal`, 'utf8'), 'log');
});

test('two damaged stores in the same second do not overwrite each other', (t) => {
  const file = fileIn(t);
  mkdirSync(path.dirname(file));
  for (const text of ['first, long enough to be looked at', 'second, long enough to be looked at']) {
    writeFileSync(file, text);
    visit(file);
  }
  const kept = readdirSync(path.dirname(file)).filter((f) => f.includes('.damaged-'));
  assert.equal(kept.length, 2);
});

test('a store of a newer version is set aside, and one in use is left alone', (t) => {
  const file = fileIn(t);
  const newer = [...MIGRATIONS, () => {}];
  visit(file, { migrations: newer }, (db) => db.exec("INSERT INTO meta VALUES ('k', 'v')"));

  const other = openStore(file, { migrations: newer });
  const beside = visit(file);
  assert.match(beside.notes[0] ?? '', /newer version of Spanlight.*left as it is/);
  assert.equal(beside.path, file.replace('.db', `-v${MIGRATIONS.length}.db`));
  assert.equal(other.store.sql("SELECT value FROM meta WHERE key = 'k'").get()?.value, 'v');
  other.store.close();

  const { notes } = visit(file);
  const aside = `${file}.newer-2026-08-05T10-20-30Z`;
  assert.match(notes[0] ?? '', /newer version of Spanlight\. It was set aside as/);
  visit(aside, { migrations: newer }, (db) =>
    assert.equal(db.prepare("SELECT value FROM meta WHERE key = 'k'").get()?.value, 'v'),
  );
});

test('a file that a user names is never moved, whatever it is', (t) => {
  const dir = tempDir(t);
  const json = path.join(dir, 'traces.json');
  writeFileSync(json, '{"resourceSpans": [], "and": "some more, so that it looks like a file"}');
  assert.throws(() => openStore(json), /not a Spanlight trace store.*not touched/);
  const foreign = path.join(dir, 'app.db');
  const db = new DatabaseSync(foreign);
  db.exec('CREATE TABLE users (name)');
  db.close();
  assert.throws(() => openStore(foreign), /not a Spanlight trace store/);
  assert.deepEqual(readdirSync(dir).sort(), ['app.db', 'traces.json']);
  assert.ok(existsSync(json));
});

test('a place that cannot be written is named', (t) => {
  const file = path.join(tempDir(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => openStore(path.join(file, 'traces.db')), /cannot be opened/);
});
