import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSql } from '../../../../../webview/waterfall/details/format-sql.ts';

test('clauses and conditions get lines of their own', () => {
  assert.equal(
    formatSql(
      "SELECT o.id, count(*) FROM orders o LEFT OUTER JOIN items i ON i.order_id = o.id WHERE o.state = 'a AND b' AND o.total > $1 GROUP BY o.id ORDER BY o.id LIMIT 10",
    ),
    [
      'SELECT o.id, count(*)',
      'FROM orders o',
      'LEFT OUTER JOIN items i',
      '  ON i.order_id = o.id',
      "WHERE o.state = 'a AND b'",
      '  AND o.total > $1',
      'GROUP BY o.id',
      'ORDER BY o.id',
      'LIMIT 10',
    ].join('\n'),
  );
});

test('subqueries are indented, lists and BETWEEN stay on their line', () => {
  assert.equal(
    formatSql('select * from t where id in (select x from y where a between 1 and 2) and b in (1, 2)'),
    [
      'select *',
      'from t',
      'where id in (',
      '  select x',
      '  from y',
      '  where a between 1 and 2',
      ')',
      '  and b in (1, 2)',
    ].join('\n'),
  );
});

test('no word, quote or comment is changed', () => {
  const words = (sql: string) => sql.replace(/\s+/g, '');
  for (const sql of [
    "INSERT INTO a (b, c) VALUES ('it''s', \"q\") ON CONFLICT (b) DO UPDATE SET c = excluded.c RETURNING id",
    "UPDATE a SET b = b::text || 'x' WHERE c = ANY($1) -- why\n AND d = 2",
    'DELETE FROM a WHERE x = :name /* select from */',
    "SELECT 'unterminated",
    'WITH q AS (SELECT 1) SELECT * FROM q UNION ALL SELECT 2',
  ])
    assert.equal(words(formatSql(sql)), words(sql));
});

test('what is no statement is left alone', () => {
  for (const text of ['GET cart:42', 'select'.repeat(20_000), '', '{"find":"x"}'])
    assert.equal(formatSql(text), text);
});
