import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from '../../../../src/core/mapping/language.ts';
import { parseSymbol } from '../../../../src/core/mapping/parse-symbol.ts';

/** scope|member, with `~` for code in an unnamed function and `+` for a constructor. */
function shown(text: string, family?: Family): string {
  const name = parseSymbol(text, family);
  if (!name) return 'none';
  return `${name.scope.join(' ')}|${name.member}${name.closure ? '~' : ''}${name.isConstructor ? '+' : ''}`;
}

const CASES: readonly (readonly [Family | undefined, string, string])[] = [
  ['jvm', 'com.example.MyHttpService.serveRequest', 'com example MyHttpService|serveRequest'],
  ['jvm', 'com.mycompany.Main$1.myMethod', 'com mycompany Main $1|myMethod'],
  ['jvm', 'com.mycompany.Main$$Lambda/0x0000748ae4149c00.myMethod', 'com mycompany Main|~'],
  ['jvm', 'com.acme.Main$Inner.go', 'com acme Main Inner|go'],
  ['jvm', 'com.acme.Main.<init>', 'com acme Main|+'],
  ['jvm', 'com.acme.Main.lambda$main$0', 'com acme Main|main~'],
  ['jvm', 'java.base/java.lang.Thread.run', 'java lang Thread|run'],
  ['jvm', 'com.acme.Ctl$$SpringCGLIB$$0.show', 'com acme Ctl|show'],
  ['jvm', 'com.acme.UtilKt$parse$1.invokeSuspend', 'com acme UtilKt|parse~'],
  ['dotnet', 'Acme.Orders.OrderService.<PlaceAsync>d__3.MoveNext', 'Acme Orders OrderService|PlaceAsync'],
  ['dotnet', 'Acme.B+Nested.M', 'Acme B Nested|M'],
  ['dotnet', 'Acme.B.<>c.<Ship>b__0_1', 'Acme B|Ship~'],
  ['dotnet', 'Acme.B.<Main>g__Inner|0_0', 'Acme B|Inner'],
  ['dotnet', 'Acme.B..ctor', 'Acme B|+'],
  ['dotnet', 'Acme.List`1.Add', 'Acme List|Add'],
  ['go', 'github.com/my/repo/pkg.foo.func5', 'github.com my repo pkg|foo~'],
  [
    'go',
    'github.com/acme/shop/internal/orders.(*Service).Place',
    'github.com acme shop internal orders Service|Place',
  ],
  ['go', 'main.main', 'main|main'],
  ['go', 'pkg.Map[...]', 'pkg|Map'],
  ['go', 'pkg.(*T).Serve-fm', 'pkg T|Serve'],
  ['rust', 'playground::my_module::my_cool_func', 'playground my_module|my_cool_func'],
  ['rust', 'app::svc::place::{{closure}}', 'app svc|place~'],
  ['rust', '<app::Svc as app::Shop>::place_order', 'app Svc|place_order'],
  ['rust', 'app::go::h0123456789abcdef', 'app|go'],
  ['native', 'fopen', '|fopen'],
  ['native', 'ns::Foo::bar(int, char*)', 'ns Foo|bar'],
  ['python', 'shop.views.CartView.post', 'shop views CartView|post'],
  ['python', 'K.m.<locals>.inner', 'K m|inner'],
  ['python', 'shop.f.<locals>.<lambda>', 'shop|f~'],
  ['python', '<module>', 'none'],
  ['python', '<builtin>', 'none'],
  ['js', 'UsersService.findOne', 'UsersService|findOne'],
  ['js', 'async handler', '|handler'],
  ['js', 'new Foo', 'Foo|+'],
  ['js', 'Object.<anonymous>', 'none'],
  ['js', 'Foo.bar [as baz]', 'Foo|bar'],
  ['js', 'Basic Button pushing', 'none'],
  ['js', '(anonymous)', 'none'],
  ['ruby', 'ExampleEngine::ItemsController#show', 'ExampleEngine ItemsController|show'],
  ['ruby', 'block in User#find', 'User|find~'],
  ['ruby', 'User.find', 'User|find'],
  ['php', 'GuzzleHttp\\Client::transfer', 'GuzzleHttp Client|transfer'],
  ['php', 'App.Http.X.show', 'App Http X|show'],
  ['php', 'App\\X::{closure}', 'App|X~'],
  ['beam', 'OpenTelemetry.Ctx.new', 'OpenTelemetry Ctx|new'],
  ['beam', 'opentelemetry_ctx:new', 'opentelemetry_ctx|new'],
  ['beam', 'Elixir.MyAppWeb.UserController', 'MyAppWeb UserController|'],
  ['beam', 'anonymous fn/1 in MyApp.Foo.show/2', 'MyApp Foo|show~'],
  ['swift', 'foo(bar:)', '|foo'],
  ['swift', 'Type.foo(bar:baz:)', 'Type|foo'],
  [undefined, 'com.acme.web.OwnerController.show', 'com acme web OwnerController|show'],
  [undefined, 'App\\Http\\X::show', 'App Http X|show'],
  [undefined, 'a\u0000b', 'none'],
  [undefined, '*', 'none'],
  [undefined, 'x'.repeat(5000), 'none'],
];

test('names of every language come apart into scope and member', () => {
  for (const [family, text, expected] of CASES)
    assert.equal(shown(text, family), expected, `${family}: ${text.slice(0, 80)}`);
});

test('the linker escapes the dots of a last path element', () => {
  const name = parseSymbol('gopkg.in/yaml%2ev3.(*Decoder).Decode', 'go');
  assert.equal(name?.importPath, 'gopkg.in/yaml.v3');
  assert.deepEqual(name?.scope, ['gopkg.in', 'yaml.v3', 'Decoder']);
  assert.equal(name?.member, 'Decode');
});
