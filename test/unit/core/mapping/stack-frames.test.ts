import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStack } from '../../../../src/core/mapping/stack-frames.ts';

/** `function file:line:column`, a `~` before what looks like a library. */
const show = (text: string, hint?: string) =>
  parseStack(text, hint).map((f) => {
    const place = [f.file, f.line, f.column].filter((part) => part !== undefined).join(':');
    return `${f.isLibraryHint ? '~' : ''}${[f.function, place].filter(Boolean).join(' ')}`;
  });

test('Java: constructors, lambdas, modules, natives; the root cause first', () => {
  const text = `java.lang.IllegalStateException: order failed (x:1)
	at com.acme.Main$Inner.go(Main.java:7)
	at com.acme.Main.lambda$main$0(Main.java:9)
	at com.acme.Main$$Lambda/0x0000748ae4149c00.myMethod(Unknown Source)
	at app//com.acme.Main.main(Main.java:20)
	at java.base/java.lang.Thread.run(Thread.java:829)
	Suppressed: java.io.IOException: close
		at com.acme.Closer.close(Closer.java:3)
Caused by: java.sql.SQLException: no
	at com.acme.Main.<init>(Main.java:5)
	at java.base/jdk.internal.Reflect.call0(Native Method)
	at com.acme.UtilKt.parse(Util.kt:3) ~[app.jar!/:1.0]
	... 3 more`;
  const expected = [
    'com.acme.Main.<init> Main.java:5',
    '~jdk.internal.Reflect.call0',
    'com.acme.UtilKt.parse Util.kt:3',
    'com.acme.Main$Inner.go Main.java:7',
    'com.acme.Main.lambda$main$0 Main.java:9',
    'com.acme.Main$$Lambda/0x0000748ae4149c00.myMethod',
    'com.acme.Main.main Main.java:20',
    '~java.lang.Thread.run Thread.java:829',
  ];
  assert.deepEqual(show(text), expected);
  assert.deepEqual(show(text, 'java'), expected);
  assert.deepEqual(
    parseStack(text).map((f) => [f.cause, f.textLine]),
    [
      [1, 9],
      [1, 10],
      [1, 11],
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
    ],
  );
});

test('Java: the acceptance line of a constructor', () => {
  assert.deepEqual(show('at com.acme.Main.<init>(Main.java:5)'), ['com.acme.Main.<init> Main.java:5']);
});

test('JavaScript: async, constructors, eval, natives, node internals, URLs', () => {
  const text = `TypeError: x is not a function (a:1:2)
    at file:///app/m.mjs:2:14
    at async OrderService.place (/app/src/orders.ts:41:9)
    at new Cart (C:\\app\\cart.js:3:4)
    at Object.run [as handler] (webpack://my-app/./src/a.ts?abcd:12:3)
    at Page (/srv/app/(shop)/blog/[slug]/page.tsx:8:1)
    at Array.map (<anonymous>)
    at eval (eval at run (/app/m.mjs:2:14), <anonymous>:1:1)
    at async Promise.all (index 0)
    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)
    at node:internal/process/task_queues:95:5
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;
  assert.deepEqual(show(text, 'nodejs'), [
    'file:///app/m.mjs:2:14',
    'OrderService.place /app/src/orders.ts:41:9',
    'Cart C:\\app\\cart.js:3:4',
    'Object.run [as handler] webpack://my-app/./src/a.ts?abcd:12:3',
    'Page /srv/app/(shop)/blog/[slug]/page.tsx:8:1',
    '~Array.map',
    '~eval',
    '~Promise.all',
    '~Layer.handle /app/node_modules/express/lib/router/layer.js:95:5',
    '~node:internal/process/task_queues:95:5',
    '~process.processTicksAndRejections node:internal/process/task_queues:95:5',
  ]);
  assert.deepEqual(show(text), show(text, 'nodejs'));
});

test('JavaScript: Firefox and Safari', () => {
  assert.deepEqual(show('pay@https://shop.example/js/app.js:10:3\n@https://shop.example/js/app.js:1:1'), [
    'pay https://shop.example/js/app.js:10:3',
    'https://shop.example/js/app.js:1:1',
  ]);
});

test('JavaScript: a cause comes first', () => {
  const text = `Error: outer
    at a (/app/a.js:1:1) {
  [cause]: Error: inner
      at b (/app/b.js:2:2)
}`;
  assert.deepEqual(show(text), ['b /app/b.js:2:2']);
  assert.deepEqual(show(text.replace(' {', '')), ['b /app/b.js:2:2', 'a /app/a.js:1:1']);
});

test('Python: innermost first, the original exception before the one it led to', () => {
  const text = `Traceback (most recent call last):
  File "/app/shop/db.py", line 12, in query
    return self.run(sql)
           ^^^^^^^^^^^^^
  File "/usr/lib/python3.12/sqlite3/dbapi2.py", line 80, in run
sqlite3.OperationalError: locked

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "/app/main.py", line 20, in <module>
    job()
  File "/app/shop/orders.py", line 7, in job
    raise OrderError from e
shop.OrderError: failed`;
  const expected = [
    '~run /usr/lib/python3.12/sqlite3/dbapi2.py:80',
    'query /app/shop/db.py:12',
    'job /app/shop/orders.py:7',
    '<module> /app/main.py:20',
    '~_run_module_as_main <frozen runpy>:198',
  ];
  assert.deepEqual(show(text), expected);
  assert.deepEqual(show(text, 'python'), expected);
  assert.deepEqual(
    parseStack(text).map((f) => f.cause),
    [1, 1, 0, 0, 0],
  );
});

test('Python: exception groups and syntax errors', () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/app/a.py", line 3, in run
  | ExceptionGroup: two (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/b.py", line 4, in one
    | ValueError
    +------------------------------------`;
  assert.deepEqual(show(text), ['run /app/a.py:3', 'one /app/b.py:4']);
  assert.deepEqual(show('  File "x.py", line 3\n    def\nSyntaxError: invalid'), ['x.py:3']);
});

const goDump = `goroutine 7 [running]:
go.opentelemetry.io/otel/sdk/trace.recordStackTrace()
	/go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.30.0/trace/span.go:480 +0x2e
go.opentelemetry.io/otel/sdk/trace.(*recordingSpan).RecordError(0xc0001, {0x9, 0xc}, {0x0, 0x0, 0x0})
	/go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.30.0/trace/span.go:440 +0x2ea
github.com/acme/shop/internal/orders.(*Service).Place(0xc000124000, {0x1, 0x2})
	/src/internal/orders/service.go:42 +0x1d
github.com/acme/shop/internal/orders.Map[...](...)
	/src/internal/orders/map.go:9
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3285 +0x4b4
`;

test('Go: function and file lines, receivers, inlined and created-by frames', () => {
  const expected = [
    '~go.opentelemetry.io/otel/sdk/trace.recordStackTrace /go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.30.0/trace/span.go:480',
    '~go.opentelemetry.io/otel/sdk/trace.(*recordingSpan).RecordError /go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.30.0/trace/span.go:440',
    'github.com/acme/shop/internal/orders.(*Service).Place /src/internal/orders/service.go:42',
    'github.com/acme/shop/internal/orders.Map[...] /src/internal/orders/map.go:9',
    '~net/http.(*Server).Serve /usr/local/go/src/net/http/server.go:3285',
  ];
  assert.deepEqual(show(goDump), expected);
  assert.deepEqual(show(goDump, 'go'), expected);
  const second = `\ngoroutine 8 [select]:\nmain.other()\n\t/src/other.go:1 +0x1\n`;
  assert.deepEqual(show(goDump + second), expected);
});

test("Go: a dump cut by the SDK's 2048-byte buffer loses its cut frame, wherever the cut is", () => {
  const lines = ['goroutine 7 [running]:'];
  for (let i = 1; i <= 8; i++)
    lines.push(
      `go.opentelemetry.io/otel/sdk/trace.f${i}(0x1)`,
      `\t/go/pkg/mod/otel/sdk/trace/f${i}.go:${i} +0x1`,
    );
  lines.push('github.com/acme/shop.Place(0x1)', '\t/src/svc.go:42 +0x1d', 'main.main()');
  const dump = `${lines.join('\n')}\n\t/src/main.go:1234 +0x9`;
  const frames = (text: string) => show(text, 'go').filter((frame) => !frame.startsWith('~'));
  const whole = ['github.com/acme/shop.Place /src/svc.go:42', 'main.main /src/main.go:1234'];
  assert.deepEqual(frames(dump), whole);
  for (let cut = dump.indexOf('main.main'); cut <= dump.indexOf('1234') + 4; cut++)
    assert.deepEqual(
      frames(dump.slice(0, cut)),
      whole.slice(0, 1),
      JSON.stringify(dump.slice(cut - 12, cut)),
    );
  assert.deepEqual(frames(dump.slice(0, -4)), whole, 'the line number is whole once a blank follows');
});

test('Go: errors with stacks have no offsets and are whole', () => {
  assert.deepEqual(show('main.place\n\t/src/main.go:42'), ['main.place /src/main.go:42']);
});

test('.NET: state machines, lambdas, inner exceptions, other languages', () => {
  const text = `System.InvalidOperationException: outer
 ---> Npgsql.NpgsqlException: inner
   at Npgsql.NpgsqlConnection.Open(Boolean async)
   at Acme.Orders.OrderService.<PlaceAsync>d__3.MoveNext() in /src/Orders/OrderService.cs:line 42
   --- End of inner exception stack trace ---
   at Acme.Web.Program.<>c.<Main>b__0_0(HttpContext c) in C:\\src\\Program.cs:line 7
--- End of stack trace from previous location ---
   at Acme.Store\`1..ctor(String s, Int32 n) in /_/src/Store.cs:line 9`;
  assert.deepEqual(show(text), [
    '~Npgsql.NpgsqlConnection.Open',
    'Acme.Orders.OrderService.PlaceAsync /src/Orders/OrderService.cs:42',
    'Acme.Web.Program.Main C:\\src\\Program.cs:7',
    'Acme.Store`1..ctor /_/src/Store.cs:9',
  ]);
  assert.deepEqual(
    parseStack(text, 'dotnet').map((f) => f.cause),
    [1, 1, 0, 0],
  );
  assert.deepEqual(show('   à System.Boum()\n   à Acme.A.B(Int32 x) dans /src/A.cs:ligne 7'), [
    '~System.Boum',
    'Acme.A.B /src/A.cs:7',
  ]);
  assert.deepEqual(show('   bei Acme.A.B() in C:\\a b\\A.cs:Zeile 7.'), ['Acme.A.B C:\\a b\\A.cs:7']);
  assert.deepEqual(show('   在 Acme.A.B() 位置 /src/A.cs:行号 7'), ['Acme.A.B /src/A.cs:7']);
});

test('Ruby: both quotings, blocks, causes', () => {
  assert.deepEqual(show("app/models/user.rb:12:in 'User#find'"), ['User#find app/models/user.rb:12']);
  const text = `app/models/user.rb:12:in \`find': not found (UserError)
	from app/jobs/sync.rb:4:in \`block (2 levels) in perform'
	from /usr/lib/ruby/3.2.0/benchmark.rb:311:in \`realtime'
	from <internal:kernel>:187:in \`loop'
C:/app/db.rb:3:in \`connect': refused (PG::Error)
	from C:/app/db.rb:9:in \`<main>'`;
  assert.deepEqual(show(text), [
    'connect C:/app/db.rb:3',
    '<main> C:/app/db.rb:9',
    'find app/models/user.rb:12',
    'perform app/jobs/sync.rb:4',
    '~realtime /usr/lib/ruby/3.2.0/benchmark.rb:311',
    '~loop <internal:kernel>:187',
  ]);
});

test('Elixir and Erlang', () => {
  const text = `** (RuntimeError) oops
    (my_app 0.1.0) lib/my_app/orders.ex:14: MyApp.Orders.place/1
    (elixir 1.15.0) lib/enum.ex:1693: anonymous fn/3 in Enum.map/2
    (stdlib 4.3) gen_server.erl:1123: :gen_server.try_dispatch/4
    lib/x.ex:14: M.f/1`;
  const expected = [
    'MyApp.Orders.place/1 lib/my_app/orders.ex:14',
    '~Enum.map/2 lib/enum.ex:1693',
    '~:gen_server.try_dispatch/4 gen_server.erl:1123',
    'M.f/1 lib/x.ex:14',
  ];
  assert.deepEqual(show(text), expected);
  assert.deepEqual(show(text, 'erlang'), expected, 'the Elixir SDK calls itself erlang');
  assert.deepEqual(
    parseStack(text).map((f) => f.app),
    ['my_app', 'elixir', 'stdlib', undefined],
  );
  assert.deepEqual(
    show(
      'exception error: bad\n  in function  shop:place/1 (src/shop.erl, line 12)\n  in call from main:run/0 (/app/src/main.erl, line 3)',
    ),
    ['shop:place/1 src/shop.erl:12', 'main:run/0 /app/src/main.erl:3'],
  );
});

test('Rust: backtraces, panics, and messages without frames', () => {
  const text = `thread 'main' panicked at src/main.rs:4:5:
boom
stack backtrace:
   0: std::panicking::begin_panic_handler
             at /rustc/1dc0f9d/library/std/src/panicking.rs:645:5
   1: playground::my_module::cool::h0123456789abcdef
             at ./src/my_module.rs:17:9`;
  assert.deepEqual(show(text), [
    'src/main.rs:4:5',
    '~std::panicking::begin_panic_handler /rustc/1dc0f9d/library/std/src/panicking.rs:645:5',
    'playground::my_module::cool ./src/my_module.rs:17:9',
  ]);
  assert.deepEqual(show("thread 'main' panicked at 'oh, no', src/main.rs:4:5"), ['src/main.rs:4:5']);
  assert.deepEqual(show('["intermediate error","base error"]', 'rust'), []);
});

test("PHP: the SDK's form and PHP's own", () => {
  assert.deepEqual(
    show('RuntimeException: no\n at App.Http.X.show(X.php:21)\n at {closure}(routes.php:3)', 'php'),
    ['App.Http.X.show X.php:21', '{closure} routes.php:3'],
  );
  const text = `PDOException: gone in /app/src/Db.php:12
Stack trace:
#0 /app/src/Orders.php(21): App\\Db->query('SELECT 1', Array)
#1 [internal function]: App\\Orders->place()
#2 /app/vendor/slim/slim/Slim/App.php(190): call_user_func(Array)
#3 {main}

Next RuntimeException: failed in /app/src/Orders.php:30
Stack trace:
#0 /app/public/index.php(5): App\\Orders->place()
#1 {main}`;
  assert.deepEqual(show(text), [
    'App\\Db->query /app/src/Db.php:12',
    'App\\Orders->place /app/src/Orders.php:21',
    '~{main} /app/vendor/slim/slim/Slim/App.php:190',
    'App\\Orders->place /app/src/Orders.php:30',
    '{main} /app/public/index.php:5',
  ]);
});

test('escaped line ends, carriage returns, wrong hints, no stack at all', () => {
  assert.deepEqual(show('Error: x\\n    at a (/app/a.js:1:2)\\n    at b (/app/b.js:3:4)'), [
    'a /app/a.js:1:2',
    'b /app/b.js:3:4',
  ]);
  assert.deepEqual(show('E\r\n\tat com.acme.A.b(A.java:1)\r\n'), ['com.acme.A.b A.java:1']);
  assert.deepEqual(show('E\n\tat com.acme.A.b(A.java:1)', 'go'), ['com.acme.A.b A.java:1']);
  for (const text of [
    '',
    'null',
    '{}',
    'at',
    'at 12:30:45 the job ran',
    'File "x", line',
    '#0',
    'a.rb:x:in ',
  ])
    assert.deepEqual(show(text), [], text);
});

test('text past 64 KB is not read; Python keeps its end', () => {
  const line = '\tat com.acme.Main.call(Main.java:12)\n';
  const long = line.repeat(4000);
  const frames = parseStack(long, 'java');
  assert.equal(frames.length, Math.floor(65_536 / line.length));
  const deep = `Traceback (most recent call last):\n${'  File "/app/a.py", line 1, in f\n'.repeat(4000)}  File "/app/z.py", line 9, in g\n`;
  assert.equal(parseStack(deep)[0]?.file, '/app/z.py');
});

test('text made to trip the patterns is read to its end', () => {
  // Each of these would make a backtracking pattern for one of the grammars quadratic or worse; the file's time
  // limit is what catches a hang.
  const seeds = [
    ' in ',
    'at ',
    '(',
    ' at a.b(',
    ':1',
    '::::',
    "'",
    ' (',
    'a/',
    '.<a>b__',
    '@http:',
    '": line ',
    '\t',
  ];
  for (const seed of seeds)
    for (const lead of [
      '',
      'at ',
      '   at a.b()',
      '\t',
      '#0 ',
      '  File "',
      'in function ',
      ' x panicked at ',
    ]) {
      const lines = `${lead + seed.repeat(Math.floor(4000 / seed.length))}\n`.repeat(16);
      assert.ok(Array.isArray(parseStack(lines)));
      assert.ok(Array.isArray(parseStack(lead + seed.repeat(Math.floor(65_000 / seed.length)))));
    }
});
