import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gapsOf, npm } from '../../../support/gap-workspace.ts';

test('a span is offered around handlers and calls, not where a client is made', async () => {
  const report = await gapsOf({
    'package.json': npm(['express@4.18.0', 'ioredis@5.0.0']),
    'app.js':
      "import express from 'express';\nimport Redis from 'ioredis';\nconst cache = new Redis();\nexpress().get('/x', async (req, res) => {\n  await fetch('http://y');\n});\n",
  });
  const offers = Object.fromEntries(
    report.findings
      .filter((f) => !f.rule.startsWith('setup.'))
      .map((f) => [f.rule, f.fixes.map((x) => x.kind).join()]),
  );
  assert.deepEqual(offers, {
    'entry.http': 'install,wrap,ignore',
    'outbound.cache': 'install,ignore',
    'outbound.http': 'install,wrap,ignore',
  });
});
