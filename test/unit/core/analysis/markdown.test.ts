import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../../src/core/analysis/analyse.ts';
import { markdownSummary } from '../../../../src/core/analysis/markdown.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const MS = 1_000_000;

test('a failed request is told with its chain, shares and places', () => {
  const trace = traceOf(
    {
      id: 'a1',
      name: 'POST /pay',
      service: 'shop',
      kind: 'server',
      status: 'error',
      start: 0,
      end: 100 * MS,
    },
    {
      id: 'a2',
      parent: 'a1',
      name: 'charge',
      service: 'shop',
      status: 'error',
      message: 'declined',
      start: 10 * MS,
      end: 90 * MS,
    },
  );
  const text = markdownSummary(
    analyse(trace),
    (span) => (span === 1 ? 'charge.ts:41' : undefined),
    (t) => t,
  );
  assert.match(text, /^## POST \/pay: 100 ms, failed\n\n/);
  assert.match(
    text,
    /### How it failed\n\n1\. POST \/pay\n2\. charge \(`charge\.ts:41`\), span `00000000000000a2`\n/,
  );
  assert.match(text, /\| share \| time \| what \|/);
  assert.match(
    text,
    /Trace `4bf92f3577b34da6a3ce929d0e0e4736`, 2 spans, 1 service, 2023-11-14T22:13:20\.000Z\./,
  );
});

test('text of spans stays text, and secrets stay out', () => {
  const name = '<img src=x> [x](http://evil) `a` | *b*\n# c';
  const trace = traceOf({ id: 'a1', name, service: 'token=hunter2', start: 0, end: MS });
  const text = markdownSummary(
    analyse(trace),
    () => undefined,
    (t) => t.replaceAll('hunter2', '[redacted]'),
  );
  assert.ok(
    !text.includes('<img') &&
      !/[^\\]\[x\]/.test(text) &&
      !text.includes('\n# c') &&
      !text.includes('hunter2'),
  );
  assert.equal(
    text.split('\n')[0]?.includes('&lt;img src=x&gt; \\[x\\](http://evil) \\`a\\` \\| \\*b\\* \\# c'),
    true,
  );
});
