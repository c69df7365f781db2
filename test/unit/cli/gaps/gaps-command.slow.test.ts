// `spanlight gaps`: its formats, its exit codes, baselines, suppressions and the configuration file.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { UsageError } from '../../../../src/cli/command.ts';
import { gapsCommand } from '../../../../src/cli/gaps-command.ts';
import { encodeOtlpJson } from '../../../../src/core/otlp/encode-otlp-json.ts';
import { captureIo } from '../../../support/capture-io.ts';
import { type Files, npm, withFolder } from '../../../support/gap-workspace.ts';
import { type SpanSpec, tracesOf } from '../../../support/trace-fixture.ts';

type Found = {
  rule: string;
  file: string;
  line: number;
  title: string;
  severity: string;
  new: boolean;
  service: string;
  fingerprint: string;
};
type Output = {
  findings: Found[];
  services: { name: string; state: string; lookedAt: string[] }[];
  coverage: { entries: object };
};

const APP: Files = {
  'package.json': npm(['express@4.18.0', 'pg@8.1.0']),
  'src/app.ts':
    "import express from 'express';\nimport pg from 'pg';\nconst app = express();\nconst pool = new pg.Pool();\napp.get('/users/:id', async (req, res) => {\n  res.json(await pool.query('select 1'));\n});\napp.get('/healthz', (req, res) => res.send('ok'));\n",
};

async function run(args: readonly string[], over: Parameters<typeof captureIo>[0] = {}) {
  const io = captureIo(over);
  const code = await gapsCommand.run(args, io);
  return { code, out: io.out(), err: io.err() };
}

const json = async (dir: string, ...args: string[]) => {
  const { out, code } = await run(['--workspace', dir, '--format', 'json', ...args]);
  return { ...(JSON.parse(out) as Output), code };
};

const at = (found: readonly Found[]) => found.map((f) => `${f.rule}@${f.file}:${f.line}`).sort();

test('the shop: its planted gaps, and what else is right', async () => {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanlight-shop-')));
  try {
    const shop = path.join(import.meta.dirname, '../../../../examples/shop');
    cpSync(shop, dir, { recursive: true, filter: (from) => !/node_modules|shop\/history/.test(from) });
    const { findings, services } = await json(dir);
    assert.deepEqual(at(findings), [
      'context.queue-extract@services/worker/src/consumer.js:10',
      'context.queue-inject@services/gateway/src/queue.ts:5',
      'entry.http@services/worker/src/admin.js:13',
      'entry.http@services/worker/src/admin.js:8',
      'entry.scheduled@services/worker/src/nightly.js:6',
      // Spans whose function throws without a status (spec/gaps.md, S55).
      'span.error-status-unset@services/cart/src/repo.js:18',
      'span.error-status-unset@services/gateway/src/search-index.ts:19',
      'span.error-status-unset@services/recommendations/src/recommend.ts:8',
    ]);
    assert.deepEqual(services.map((s) => `${s.name}: ${s.state}`).sort(), [
      'cart: traced',
      'gateway: traced',
      'payment: traced',
      'recommendations: traced',
      'worker: partly',
    ]);
    assert.equal(findings.find((f) => f.line === 13)?.title, 'POST /admin/jobs/:id/retry: no span');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('JSON says for every finding what the contract names', () =>
  withFolder(APP, async (dir) => {
    const { findings, coverage } = await json(dir);
    assert.deepEqual(at(findings), [
      'entry.http@src/app.ts:5',
      'outbound.db@src/app.ts:4',
      'setup.no-otel@package.json:1',
    ]);
    const keys =
      'rule service tech file line endLine symbol title confidence severity why evidence keys observed fixes fingerprint'.split(
        ' ',
      );
    for (const one of findings)
      for (const key of keys) assert.ok(Object.hasOwn(one, key), `${one.rule} has ${key}`);
    assert.deepEqual(coverage.entries, { total: 1, covered: 0 }, 'the health route does not count');
  }));

test('a clean project has no findings and says what was checked', () =>
  withFolder(
    {
      ...APP,
      'package.json': npm(['express@4.18.0', 'pg@8.1.0', '@opentelemetry/auto-instrumentations-node'], {
        scripts: { start: 'node -r @opentelemetry/auto-instrumentations-node/register .' },
      }),
    },
    async (dir) => {
      const { out, code } = await run(['--workspace', dir]);
      assert.equal(code, 0);
      assert.match(
        out,
        /^No gaps in 1 service; entry points traced 100 % \(1 of 1\), outbound 100 % \(1 of 1\)/,
      );
      assert.match(out, /looked at: 1 source file, 3 dependencies/);
      assert.match(out, /looked at: 1 entry point, 1 with a span/);
    },
  ));

test('text and Markdown show findings with their reasons', () =>
  withFolder(APP, async (dir) => {
    const text = (await run([dir])).out;
    assert.match(
      text,
      /5 {2}GET \/users\/:id: no span {2}entry\.http, high\n\s+Nothing in app makes a span for a request/,
    );
    const markdown = (await run([dir, '--format', 'markdown'])).out;
    assert.match(markdown, /^# Instrumentation gaps\n/);
    assert.match(markdown, /\*\*GET \/users\/:id: no span\*\* at `src\/app\.ts:5` \(entry\.http, high\)/);
    assert.match(markdown, /install `@opentelemetry\/auto-instrumentations-node` \(closes 2\)/);
  }));

test('SARIF is valid by its schema, with fingerprints and baseline states', () =>
  withFolder({ ...APP, 'odd name/%20.ts': APP['src/app.ts'] ?? '' }, async (dir) => {
    const file = createRequire(import.meta.url).resolve(
      '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    );
    const {
      $schema: _draft,
      id: _id,
      ...schema
    } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    writeFileSync(path.join(dir, 'known.json'), JSON.stringify({ findings: [] }));
    for (const more of [[], ['--baseline', path.join(dir, 'known.json')]]) {
      const sarif = JSON.parse((await run([dir, '--format', 'sarif', ...more])).out) as {
        runs: { results: Record<string, unknown>[] }[];
      };
      assert.ok(validate(sarif), JSON.stringify(validate.errors));
      const results = sarif.runs[0]?.results ?? [];
      assert.equal(results.length, 5);
      assert.equal(new Set(results.map((r) => JSON.stringify(r.partialFingerprints))).size, 5);
      assert.equal(results[0]?.baselineState, more.length > 0 ? 'new' : undefined);
      assert.ok(JSON.stringify(results).includes('odd%20name/%2520.ts'));
    }
    assert.equal(validate({ version: '2.1.0' }), false, 'the schema is looked at');
  }));

test('a baseline keeps known findings out of --fail-on, however lines move', () =>
  withFolder(APP, async (dir) => {
    const known = path.join(dir, 'baseline.json');
    assert.equal((await run([dir, '--fail-on', 'any'])).code, 1);
    assert.equal((await run([dir, '--write-baseline', known])).code, 0);
    assert.equal((await run([dir, '--baseline', known, '--fail-on', 'new:high'])).code, 0);
    const file = path.join(dir, 'src/app.ts');
    writeFileSync(file, `// a line more\n\n${readFileSync(file, 'utf8')}`);
    assert.equal((await run([dir, '--baseline', known, '--fail-on', 'new:high'])).code, 0, 'lines moved');
    writeFileSync(file, `${readFileSync(file, 'utf8')}app.post('/orders', save);\n`);
    const after = await json(dir, '--baseline', known, '--fail-on', 'new:high');
    assert.equal(after.code, 1);
    assert.deepEqual(
      after.findings.filter((f) => f.new).map((f) => f.title),
      ['POST /orders: no span'],
    );
  }));

test('--fail-on takes levels and rules', () =>
  withFolder(APP, async (dir) => {
    const code = async (what: string) => (await run([dir, '--fail-on', what])).code;
    assert.equal(await code('entry.*'), 1);
    assert.equal(await code('context'), 0);
    assert.equal(await code('warning'), 1);
    await assert.rejects(run([dir, '--fail-on', 'nonsense']), /does not know "nonsense": new:high/);
  }));

test('comments and the configuration take findings out, and are counted', () =>
  withFolder(
    {
      ...APP,
      'src/app.ts': (APP['src/app.ts'] ?? '').replace(
        "app.get('/users",
        "// spanlight-ignore entry.http -- an internal page\napp.get('/users",
      ),
      '.spanlight/gaps.json': JSON.stringify({
        rules: { 'setup.*': 'off' },
        exclude: ['src/old/**'],
        wrappers: ['traced'],
        bogus: 1,
      }),
      'src/old/app.ts': APP['src/app.ts'] ?? '',
      'src/wrapped.ts':
        "import express from 'express';\nconst app = express();\napp.get('/x', traced('x', handler));\n",
    },
    async (dir) => {
      const { findings, ...rest } = await json(dir);
      assert.deepEqual(at(findings), ['outbound.db@src/app.ts:4']);
      assert.equal((rest as unknown as { ignored: number }).ignored, 1);
      assert.deepEqual((rest as unknown as { notes: string[] }).notes, [
        '.spanlight/gaps.json: "bogus" is not known here.',
      ]);
    },
  ));

test('wrong usage is said with the way out', () =>
  withFolder(APP, async (dir) => {
    await assert.rejects(run([]), (e: Error) => e instanceof UsageError && /--workspace DIR/.test(e.message));
    await assert.rejects(run(['--workspace', '/nowhere/at/all']), /does not exist/);
    await assert.rejects(run([dir, '--format', 'pdf']), /text, json, sarif or markdown/);
    await assert.rejects(run([dir, '--baseline', 'none.json']), /--write-baseline none\.json/);
    await assert.rejects(run([dir, '--rule', 'x.y']), /no rule "x\.y"/);
    await assert.rejects(run([dir, '--include', 'x']), /tests, examples and generated/);
    writeFileSync(path.join(dir, 'b.json'), '[]');
    await assert.rejects(run([dir, '--baseline', path.join(dir, 'b.json')]), /is no baseline/);
  }));

test('--traces: what was seen has a span, whatever the files say', () =>
  withFolder(
    { ...APP, 'package.json': npm(['express@4.18.0', 'pg@8.1.0'], { name: 'shop' }) },
    async (dir) => {
      const file = path.join(dir, 'traces.json');
      const route: SpanSpec = {
        id: '0000000000000001',
        name: 'GET /users/:id',
        service: 'shop',
        kind: 'server',
        scope: '@opentelemetry/instrumentation-express',
        end: 1e6,
        attributes: { 'http.route': '/users/:id', 'http.request.method': 'GET' },
      };
      writeFileSync(file, encodeOtlpJson(tracesOf(route)));
      assert.ok(at((await json(dir)).findings).includes('entry.http@src/app.ts:5'));
      const { findings, services } = await json(dir, '--traces', file);
      assert.ok(!at(findings).includes('entry.http@src/app.ts:5'));
      assert.equal(services[0]?.state, 'partly');
      await assert.rejects(
        run(['--workspace', dir, '--traces', path.join(dir, 'none.json')]),
        /does not exist/,
      );
    },
  ));
