import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlFingerprint } from '../../../../src/core/trace/sql-fingerprint.ts';

const rows: [string, string, string][] = [
  [
    'literals',
    "SELECT * FROM users WHERE id = 42 AND name = 'o''brien'",
    'select * from users where id = ? and name = ?',
  ],
  [
    'placeholders',
    'select a from t where b=$1 and c=:c and d=? and e=@e and f=%s and g=%(g)s',
    'select a from t where b = ? and c = ? and d = ? and e = ? and f = ? and g = ?',
  ],
  ['IN lists', 'SELECT * FROM t WHERE id IN (1, 2,3 , 4)', 'select * from t where id in (?)'],
  ['IN lists of placeholders', 'SELECT * FROM t WHERE id IN ($1,$2)', 'select * from t where id in (?)'],
  [
    'rows of VALUES',
    "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, 'z')",
    'insert into t(a, b) values (?)',
  ],
  ['white space and comments', '/* app:web */ SELECT\n\t a  -- why\n FROM\tt', 'select a from t'],
  ['quoted identifiers', 'SELECT "u"."id", `t`.`x` FROM "users" AS "u"', 'select u.id, t.x from users as u'],
  [
    'JSON queries keep their keys',
    '{"_id": "5f3a", "tags":["a","b"],"n":true}',
    '{ _id : ?, tags : [ ? ], n : true }',
  ],
  ['values in double quotes', 'select a from t where b = "x y"', 'select a from t where b = ?'],
  [
    'negative and decimal numbers',
    'update t set a = -1.5e-3, b = b - 2 where c > -7',
    'update t set a = ?, b = b - ? where c > ?',
  ],
  ['digits in identifiers', 'select col1, t2.a from table_3 t2', 'select col1, t2.a from table_3 t2'],
  [
    'casts',
    "select a::text, '5'::int from t where j->>'k'=-1 and d>=3",
    'select a :: text, ? :: int from t where j ->> ? = ? and d >= ?',
  ],
  ['string prefixes', "select E'a\\'b', N'x' from t", 'select ? from t'],
  ['dollar quotes', "select $$it's$$, $fn$ body $fn$ from t", 'select ? from t'],
  ['functions', 'SELECT COUNT(*) , max( a ) FROM t', 'select count(*), max(a) from t'],
  ['trailing semicolon', 'COMMIT ; ', 'commit'],
  ['redis', 'GET cart:42', 'get cart ?'],
  ['unterminated', "select 'abc", 'select ?'],
  ['empty', '', ''],
];

for (const [name, statement, expected] of rows)
  test(name, () => assert.equal(sqlFingerprint(statement), expected));
