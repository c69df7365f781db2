import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalisePath } from '../../../../src/core/mapping/normalise-path.ts';

function shown(raw: string): string {
  const path = normalisePath(raw);
  if (path.kind === 'none') return 'none';
  if (path.kind === 'library') return `library ${path.name}`;
  const position =
    path.line === undefined ? '' : `:${path.line}${path.column === undefined ? '' : `:${path.column}`}`;
  return `${path.goModule ? `[${path.goModule}] ` : ''}${path.absolute ? '/' : ''}${path.segments.join('/')}${position}`;
}

const CASES: readonly (readonly [string, string])[] = [
  ['/app/src/a.ts', '/app/src/a.ts'],
  ['src\\a\\b.cs', 'src/a/b.cs'],
  ['C:\\repo\\src\\a.cs', '/repo/src/a.cs'],
  ['file:///app/m.mjs', '/app/m.mjs'],
  ['file:///C:/x/y.ts', '/x/y.ts'],
  ['file:///app/my%20dir/a.ts:3:1', '/app/my dir/a.ts:3:1'],
  ['/proc/self/cwd/src/foo.cc:12', 'src/foo.cc:12'],
  ['/home/u/.cache/bazel/_bazel_u/0a/execroot/ws/src/foo.cc', 'src/foo.cc'],
  ['/home/u/.cache/sandbox/linux-sandbox/12/execroot/ws/src/a.py', 'src/a.py'],
  ['/app/bin/server.runfiles/ws/pkg/a.py', 'pkg/a.py'],
  ['/_/src/Acme/X.cs', '/src/Acme/X.cs'],
  ['app:///src/a.js', 'src/a.js'],
  ['webpack://my-app/./src/a.ts?abcd:12:3', 'src/a.ts:12:3'],
  ['webpack:///./src/a.ts', 'src/a.ts'],
  ['webpack-internal:///./src/b.ts', 'src/b.ts'],
  ['webpack-internal:///(rsc)/./app/page.tsx', 'app/page.tsx'],
  ['webpack:///./~/lodash/x.js', 'library lodash'],
  ['http://localhost:5173/src/App.tsx?t=1', '/src/App.tsx'],
  ['/@fs/work/a.ts', '/@fs/work/a.ts'],
  ['jar:file:/app/app.jar!/BOOT-INF/classes/com/acme/X.class', 'BOOT-INF/classes/com/acme/X.class'],
  ['./src/../lib/a.rb', 'lib/a.rb'],
  ['../../../../etc/passwd', 'etc/passwd'],
  ['\\\\server\\share\\src\\a.cs', '/server/share/src/a.cs'],
  ['github.com/lib/pq@v1.10.9/conn.go:7', '[github.com/lib/pq@v1.10.9] conn.go:7'],
  ['github.com/!acme/x@v1.0.0/a.go', '[github.com/Acme/x@v1.0.0] a.go'],
  ['github.com/acme/shop/internal/orders/service.go', 'github.com/acme/shop/internal/orders/service.go'],
  ['cafe\u0301/a.ts', 'caf\u00e9/a.ts'],
  ['/app/node_modules/@scope/pkg/index.js', 'library @scope/pkg'],
  ['/app/node_modules/.pnpm/x@1.0.0/node_modules/x/index.js', 'library x'],
  ['/usr/lib/python3/dist-packages/django/x.py', 'library django'],
  ['/usr/local/lib/python3.12/asyncio/base_events.py', 'library python3.12'],
  ['/usr/local/cargo/registry/src/index-1949/h2-0.4.5/src/client.rs', 'library h2-0.4.5'],
  ['/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/core/src/x.rs', 'library rustc'],
  ['/root/go/pkg/mod/github.com/lib/pq@v1.10.9/conn.go', 'library github.com/lib/pq@v1.10.9'],
  ['/usr/local/go/src/net/http/server.go', 'library go'],
  ['/app/vendor/slim/slim/Slim/App.php', 'library slim/slim'],
  ['/usr/local/bundle/gems/rack-3.0.8/lib/rack.rb', 'library rack-3.0.8'],
  ['external/gtest/src/gtest.cc', 'library gtest'],
  ['bazel-out/k8-opt/bin/gen/x.pb.cc', 'none'],
  ['node:internal/process/task_queues', 'library node'],
  ['', 'none'],
  ['null', 'none'],
  ['*', 'none'],
  ['**/*.ts', 'none'],
  ['<builtin>', 'none'],
  ['[native code]', 'none'],
  ['..', 'none'],
  ['a\u0000b.ts', 'none'],
  ['x'.repeat(5000), 'none'],
];

test('paths of every runtime come down to comparable segments', () => {
  for (const [raw, expected] of CASES) assert.equal(shown(raw), expected, raw.slice(0, 100));
});
