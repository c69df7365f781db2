/** Words that begin a line of a statement; the second level is indented below them. */
const CLAUSES =
  /^(select|from|where|group by|order by|having|limit|offset|fetch|insert into|values|update|set|delete from|returning|union all|union|except|intersect|with|on conflict|for update|window)$/i;
const JOINS = /^((natural |cross )?(left |right |full |inner )?(outer )?join)$/i;
const INNER = /^(and|or|on)$/i;

/** Longer statements are shown as they are: they are generated, and laying them out helps nobody. */
const MOST = 100_000;

/**
 * A statement laid out for reading: clauses on lines of their own, conditions below them, subqueries indented. Text in
 * quotes and comments is left as it is, no word is changed.
 */
export function formatSql(sql: string): string {
  if (sql.length > MOST || !/^\s*(--|\/\*|\(|select|insert|update|delete|with|merge|replace)/i.test(sql))
    return sql;
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  /** For each open parenthesis: whether it holds a subquery. */
  const open: boolean[] = [];
  const indent = (extra: number) => '  '.repeat(Math.min(20, depth + extra));
  const flush = () => {
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
  };
  const start = (text: string, extra: number) => {
    flush();
    line = indent(extra) + text;
  };
  const tokens = tokenize(sql);
  let between = false;
  tokens.forEach((token, i) => {
    if (token === '(') {
      const next = tokens[i + 1] ?? '';
      const subquery = /^(select|with)$/i.test(next);
      open.push(subquery);
      line += glue(line, token);
      if (subquery) {
        flush();
        depth++;
      }
    } else if (token === ')') {
      if (open.pop()) {
        flush();
        depth = Math.max(0, depth - 1);
        line = indent(0) + token;
      } else line += token;
    } else if (token.startsWith('--')) {
      line += ` ${token}`;
      flush();
    } else if (CLAUSES.test(token) && isTop(open)) start(token, 0);
    else if (JOINS.test(token) && isTop(open)) start(token, 0);
    else if (INNER.test(token) && isTop(open) && !(between && /^and$/i.test(token))) start(token, 1);
    else line += glue(line, token);
    if (/^between$/i.test(token)) between = true;
    else if (/^and$/i.test(token)) between = false;
  });
  flush();
  return lines.join('\n');
}

const isTop = (open: readonly boolean[]) => open.length === 0 || open.at(-1) === true;

function glue(line: string, token: string): string {
  if (line === '' || line.endsWith('(') || line.endsWith('.') || /^[,;.)]|^::/.test(token)) return token;
  if (line.endsWith('::')) return token;
  // A call's parenthesis belongs to its name.
  if (
    token === '(' &&
    /[\w"\]]$/.test(line) &&
    !/\b(in|values|and|or|not|exists|from|as|on|where|any|all|over)$/i.test(line)
  )
    return token;
  return ` ${token}`;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$)|\b(?:group|order)\s+by\b|\binsert\s+into\b|\bdelete\s+from\b|\bunion\s+all\b|\bon\s+conflict\b|\bfor\s+update\b|\b(?:natural\s+|cross\s+)?(?:left\s+|right\s+|full\s+|inner\s+)?(?:outer\s+)?join\b|::|[\w$@:.?%]+|[^\s\w]/gi;

function tokenize(sql: string): string[] {
  return (sql.match(TOKEN) ?? []).map((token) =>
    /^[\w\s]+$/.test(token) ? token.replace(/\s+/g, ' ') : token,
  );
}
