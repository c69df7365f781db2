// Attributes are data from elsewhere: none of them may make us read or name a file outside of the workspace.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { mapFiles } from '../../../../src/cli/map-command.ts';
import { mapCases } from '../../../support/map-case.ts';

const HUGE = 'a/'.repeat(500_000);
const KEYS = [
  'code.file.path',
  'code.filepath',
  'code.function.name',
  'code.namespace',
  'http.route',
  'rpc.method',
  'messaging.destination.name',
  'db.query.text',
  'graphql.document',
  'faas.name',
  'nestjs.callback',
  'url.path',
];
const VALUES = [
  '../../../../etc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  '\\\\server\\share\\secret.ts',
  '//server/share/secret.ts',
  'C:\\Windows\\system32\\config',
  '.*',
  '(a+)+$',
  '[',
  '**/*',
  '{a,b}',
  '$(touch /tmp/x)',
  '`id`',
  '--upload-pack=x',
  'a\u0000b',
  '\u001b[31mred',
  '\u202egnp.exe',
  '__proto__',
  'constructor',
  'a'.repeat(1_000_000),
  '('.repeat(200_000),
  HUGE,
  '<T as '.repeat(50_000),
  '%'.repeat(10_000),
  '{'.repeat(100_000),
];

mapCases([
  {
    row: 'hostile',
    title: 'no value of any key leads anywhere or breaks anything',
    files: { 'src/a.ts': 'export function a() {}\n', 'src/passwd.ts': 'x\n' },
    spans: KEYS.flatMap((key) =>
      VALUES.map((value) => ({
        kind: 'server' as const,
        name: value.slice(0, 2000),
        attributes: { [key]: value, 'code.line.number': 1 },
      })),
    ),
    expect: KEYS.flatMap(() => VALUES.map(() => ({ at: null }))),
  },
  {
    row: 'hostile revision',
    title: 'a revision is no option of git',
    files: { 'src/a.ts': 'a\nb\n' },
    prepare: (ws) => {
      ws.git('init', '-q');
      ws.git('add', '-A');
      ws.git('commit', '-qm', 'one');
      return { 'vcs.ref.head.revision': '--output=/tmp/spanlight-pwned', 'service.version': '../../x' };
    },
    spans: [{ attributes: { 'code.file.path': '/app/src/a.ts', 'code.line.number': 2 } }],
    expect: [{ at: 'src/a.ts:2', confidence: 'likely' }],
  },
  {
    row: 'broken files',
    title: 'unreadable, binary, huge and broken files do not stop the others',
    language: 'nodejs',
    files: {
      'src/a.ts': 'export function a() {\n  return 1;\n}\n',
      'src/binary.ts': 'a\u0000b',
      'src/broken.ts': 'export function ( { class } => ;;; "unterminated\n',
      'src/huge.ts': `// ${'x'.repeat(2_000_000)}\n`,
      'src/latin1.ts': '// caf\u00e9\n',
    },
    prepare: (ws) => {
      writeFileSync(path.join(ws.dir, 'src/invalid.ts'), Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0x0a]));
      return undefined;
    },
    spans: [
      { attributes: { 'code.function.name': 'a', 'code.file.path': '/x/src/a.ts', 'code.line.number': 2 } },
    ],
    expect: [{ at: 'src/a.ts:2', confidence: 'exact' }],
  },
]);

test('a link out of the workspace is neither listed nor read', async () => {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanlight-link-')));
  try {
    mkdirSync(path.join(dir, 'ws/src'), { recursive: true });
    mkdirSync(path.join(dir, 'outside'));
    writeFileSync(path.join(dir, 'outside/secret.ts'), 'export function secret() {}\n');
    writeFileSync(
      path.join(dir, 'outside/built.js.map'),
      '{"version":3,"sources":["secret.ts"],"names":[],"mappings":"AAAA"}',
    );
    symlinkSync(path.join(dir, 'outside/secret.ts'), path.join(dir, 'ws/src/secret.ts'));
    symlinkSync(path.join(dir, 'outside'), path.join(dir, 'ws/dist'));
    const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
    const span = (id: string, attributes: unknown[]) => ({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: id,
      name: 'x',
      attributes,
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
    });
    const file = path.join(dir, 'traces.json');
    writeFileSync(
      file,
      JSON.stringify({
        resourceSpans: [
          {
            resource: {},
            scopeSpans: [
              {
                spans: [
                  span('0000000000000001', [attribute('code.function.name', 'secret')]),
                  span('0000000000000002', [attribute('code.file.path', '/app/src/secret.ts:1')]),
                  span('0000000000000003', [attribute('code.file.path', '/app/dist/built.js:1:1')]),
                ],
              },
            ],
          },
        ],
      }),
    );
    const mapped = await mapFiles({
      folders: [path.join(dir, 'ws')],
      traces: [file],
      signal: new AbortController().signal,
    });
    assert.deepEqual(
      mapped.map((m) => m.result),
      [null, null, null],
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
