// A row of spec/mapping.md section 6 as data: a workspace, spans, and where they must lead.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { type MappedSpan, mapFiles } from '../../src/cli/map-command.ts';

type Value = string | number | boolean | null | readonly string[];
type Values = Readonly<Record<string, Value>>;

export type MapSpan = {
  readonly name?: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly scope?: string;
  readonly attributes?: Values;
  /** Text of an exception event. */
  readonly stack?: Value;
  /** Index of the parent in the case's spans. */
  readonly parent?: number;
};

/** `file:line`, `file` for any line, or null for no result. */
export type Expected = {
  readonly at: string | null;
  readonly confidence?: 'exact' | 'likely' | 'guess';
  readonly endLine?: number;
  readonly symbol?: string;
  /** Places that must be offered too, and how many there are in all. */
  readonly alternatives?: readonly string[];
  readonly alternativeCount?: number;
  readonly jump?: boolean;
  readonly library?: string | null;
  readonly reason?: RegExp;
  readonly evidence?: RegExp;
  readonly stale?: RegExp | null;
};

export type MapCase = {
  readonly row: number | string;
  readonly title: string;
  readonly language?: string;
  readonly service?: string;
  readonly resource?: Values;
  readonly files: Readonly<Record<string, string>>;
  readonly spans: readonly MapSpan[];
  /** One a span; undefined where it does not matter. */
  readonly expect: readonly (Expected | undefined)[];
  /** Runs in the workspace before mapping: git history, links. May change the resource. */
  readonly prepare?: (workspace: Workbench) => Values | undefined;
  /** Unsaved text by relative path. */
  readonly unsaved?: Readonly<Record<string, string>>;
  /** Folders to open, relative to the case's own; default the whole. */
  readonly open?: readonly string[];
};

export type Workbench = {
  readonly dir: string;
  write(file: string, text: string): void;
  remove(file: string): void;
  link(target: string, at: string): void;
  git(...args: string[]): string;
};

/** A file whose given lines are what they are and whose other lines are blank. */
export function lines(at: Readonly<Record<number, string>>): string {
  const numbers = Object.keys(at).map(Number);
  const count = Math.max(...numbers.map((n) => n + (at[n]?.split('\n').length ?? 1) - 1));
  const out = Array.from({ length: count }, () => '');
  for (const n of numbers) for (const [i, text] of (at[n] ?? '').split('\n').entries()) out[n - 1 + i] = text;
  return `${out.join('\n')}\n`;
}

export function mapCases(cases: readonly MapCase[]): void {
  for (const one of cases)
    test(`row ${one.row}: ${one.title}`, async () => {
      const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanlight-map-')));
      try {
        const mapped = await runCase(one, dir);
        assert.equal(mapped.length, one.spans.length, 'one element a span');
        for (const [i, expected] of one.expect.entries()) if (expected) check(mapped[i], expected);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    });
}

async function runCase(one: MapCase, dir: string): Promise<MappedSpan[]> {
  const root = path.join(dir, 'ws');
  mkdirSync(root);
  const bench = workbench(root);
  for (const [file, text] of Object.entries(one.files)) bench.write(file, text);
  const more = one.prepare?.(bench);
  const traces = path.join(dir, 'traces.json');
  writeFileSync(traces, JSON.stringify(otlp(one, { ...one.resource, ...more })));
  const folders = (one.open ?? ['.']).map((f) => path.join(root, f));
  const unsaved = new Map(Object.entries(one.unsaved ?? {}).map(([f, text]) => [path.join(root, f), text]));
  return mapFiles({ folders, traces: [traces], signal: new AbortController().signal, unsaved });
}

function workbench(dir: string): Workbench {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return {
    dir,
    write(file, text) {
      const target = path.join(dir, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    },
    remove: (file) => rmSync(path.join(dir, file)),
    link: (target, at) => symlinkSync(path.join(dir, target), path.join(dir, at)),
    git: (...args) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: dir, env })
        .toString()
        .trim(),
  };
}

const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

function otlp(one: MapCase, resource: Values): unknown {
  const language = one.language === undefined ? {} : { 'telemetry.sdk.language': one.language };
  const byScope = new Map<string, unknown[]>();
  for (const [i, span] of one.spans.entries()) {
    const list = byScope.get(span.scope ?? '') ?? [];
    byScope.set(span.scope ?? '', list);
    list.push({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: hex(i),
      ...(span.parent === undefined ? {} : { parentSpanId: hex(span.parent) }),
      name: span.name ?? 'span',
      kind: KINDS[span.kind ?? 'internal'],
      startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(i)),
      endTimeUnixNano: String(1_700_000_000_000_900_000n),
      attributes: attributes(span.attributes ?? {}),
      events:
        span.stack === undefined
          ? []
          : [
              {
                name: 'exception',
                timeUnixNano: '1700000000000500000',
                attributes: attributes({ 'exception.type': 'E', 'exception.stacktrace': span.stack }),
              },
            ],
    });
  }
  return {
    resourceSpans: [
      {
        resource: {
          attributes: attributes({ 'service.name': one.service ?? 'shop', ...language, ...resource }),
        },
        scopeSpans: [...byScope].map(([name, spans]) => ({ scope: { name }, spans })),
      },
    ],
  };
}

const hex = (i: number) => (i + 1).toString(16).padStart(16, '0');

const attributes = (values: Values) =>
  Object.entries(values).map(([key, v]) => ({ key, value: anyValue(v) }));

function anyValue(v: Value): unknown {
  if (v === null) return {};
  if (typeof v === 'string') return { stringValue: v };
  if (typeof v === 'boolean') return { boolValue: v };
  if (typeof v === 'number') return { intValue: String(v) };
  return { arrayValue: { values: v.map((s) => ({ stringValue: s })) } };
}

/** Spans come back in the order of the file, which is by scope; ids say which is which. */
function check(mapped: MappedSpan | undefined, expected: Expected): void {
  const shown = JSON.stringify(mapped, undefined, 1);
  const result = mapped?.result as Record<string, unknown> | null | undefined;
  if (expected.at === null) {
    assert.equal(result, null, `no result expected\n${shown}`);
    assert.ok(mapped?.reason, `a reason is given\n${shown}`);
  } else {
    assert.ok(result, `a result is expected\n${shown}`);
    const at = expected.at.includes(':') ? `${result.file}:${result.line}` : result.file;
    assert.equal(at, expected.at, shown);
  }
  if (expected.confidence) assert.equal(result?.confidence, expected.confidence, shown);
  if (expected.endLine !== undefined) assert.equal(result?.endLine, expected.endLine, shown);
  if (expected.symbol !== undefined) assert.equal(result?.symbol, expected.symbol, shown);
  if (expected.jump !== undefined) assert.equal(result?.jump, expected.jump, shown);
  if (expected.library !== undefined) {
    if (expected.library === null) assert.equal(mapped?.library, null, shown);
    else assert.ok(mapped?.library?.name.includes(expected.library), `library ${expected.library}\n${shown}`);
  }
  if (expected.reason) assert.match(mapped?.reason ?? '', expected.reason);
  if (expected.evidence) assert.match(JSON.stringify(result?.evidence), expected.evidence);
  if (expected.stale === null) assert.equal(result?.stale, null, shown);
  else if (expected.stale) assert.match(String(result?.stale), expected.stale);
  const places = (mapped?.alternatives ?? []).map((a) => `${a.file}:${a.line}`);
  for (const place of expected.alternatives ?? [])
    assert.ok(places.includes(place), `${place} is offered\n${shown}`);
  if (expected.alternativeCount !== undefined) assert.equal(places.length, expected.alternativeCount, shown);
}
