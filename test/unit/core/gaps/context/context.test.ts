// Where the context gets lost inside of a process: Go contexts and goroutines, threads of Java, Python and Ruby.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedLanguage } from '../../../../../src/core/facts/facts.ts';
import { type IssueCase, issuesOf } from '../../../../support/gap-issues.ts';

const go = (signature: string, body: string): string =>
  `package main\nimport (\n\t"context"\n\t"database/sql"\n\t"net/http"\n)\nfunc f(${signature}) {\n${body}\n}\n`;

const CASES: Readonly<Partial<Record<ParsedLanguage, readonly IssueCase[]>>> = {
  go: [
    {
      title: 'a new context where one is at hand',
      code: go('ctx context.Context', '\tload(context.Background())'),
      expect: ['context.detached@8'],
    },
    { title: 'no context at hand', code: go('n int', '\tload(context.Background())'), expect: [] },
    {
      title: 'derived, shut down and closed on purpose',
      code: go(
        'ctx context.Context',
        '\tc, cancel := context.WithTimeout(context.Background(), 3)\n\tsrv.Shutdown(context.Background())\n\tuse(c, cancel)',
      ),
      expect: [],
    },
    {
      title: 'the request has a context',
      code: go(
        'w http.ResponseWriter, r *http.Request',
        '\treq, _ := http.NewRequest("GET", "http://a", nil)\n\tsend(req)',
      ),
      expect: ['context.request-without-ctx@8'],
    },
    {
      title: 'a query without it',
      code: go(
        'ctx context.Context, db *sql.DB',
        '\tdb.Query("select 1")\n\tdb.QueryContext(ctx, "select 1")',
      ),
      expect: ['context.call-without-ctx@8'],
    },
    {
      title: 'Get of a cache is no query',
      code: go('ctx context.Context, cache Cache', '\tcache.Get("x")\n\tcache.Exec("x")'),
      expect: [],
    },
    {
      title: 'a goroutine that calls out without it',
      code: go('ctx context.Context', '\tgo func() {\n\t\thttp.Get("http://a")\n\t}()'),
      expect: ['context.goroutine@8'],
    },
    {
      title: 'a goroutine that gets it',
      code: go('ctx context.Context', '\tgo func() {\n\t\tload(ctx)\n\t\thttp.Get("http://a")\n\t}()'),
      expect: ['context.call-without-ctx@10'],
    },
  ],
  python: [
    {
      title: 'a thread that calls out',
      code: 'import threading, requests\ndef f():\n    def run():\n        requests.get("http://a")\n    threading.Thread(target=run).start()\n',
      expect: ['context.thread@5'],
    },
    {
      title: 'with the context copied',
      code: 'import contextvars, requests\ndef f(pool):\n    def run():\n        requests.get("http://a")\n    pool.submit(contextvars.copy_context().run, run)\n',
      expect: [],
    },
  ],
  java: [
    {
      title: 'an executor that calls out',
      code: 'import java.net.http.*;\nclass A {\n  void f(ExecutorService executor) {\n    executor.submit(() -> { HttpClient.newHttpClient(); });\n  }\n}\n',
      expect: ['context.thread@4'],
    },
    {
      title: 'with the context wrapped around',
      code: 'import java.net.http.*;\nclass A {\n  void f(ExecutorService executor) {\n    executor.submit(Context.current().wrap(() -> { HttpClient.newHttpClient(); }));\n  }\n}\n',
      expect: [],
    },
  ],
};

for (const [language, cases] of Object.entries(CASES))
  for (const { title, code, expect } of cases)
    test(`${language}: ${title}`, async () => {
      const found = await issuesOf(language as ParsedLanguage, code);
      assert.deepEqual(
        found.filter((i) => i.startsWith('context.')),
        expect,
        code,
      );
    });
