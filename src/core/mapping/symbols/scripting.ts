import { lastAsMember, type SymbolName, symbolName } from './symbol-name.ts';

/** `shop.views.CartView.post`, `K.m.<locals>.inner`, `<module>`, `f.<locals>.<lambda>`. */
export function parsePython(text: string): SymbolName | undefined {
  const segments = text.split('.');
  const closure = segments.some((s) => /^<(lambda|listcomp|dictcomp|setcomp|genexpr)>$/.test(s));
  const names = segments.filter((s) => !s.startsWith('<') && s !== '');
  if (names.length === 0) return undefined;
  // The module's own code runs under the name `<module>`.
  if (segments.at(-1) === '<module>') return symbolName(names, '');
  const [scope, member] = lastAsMember(names);
  if (member === '__init__') return symbolName(scope, '', { isConstructor: true });
  return symbolName(scope, member, { closure });
}

/** Names V8 puts before a method whose owner it cannot name. */
const ANONYMOUS_OWNERS = new Set(['Object', 'Function', 'exports', 'module', 'global', 'globalThis', 'this']);

/** `UsersService.findOne`, `async handler`, `new Foo`, `Foo.bar [as baz]`, `Object.<anonymous>`. */
export function parseJs(text: string): SymbolName | undefined {
  const construct = /^(?:async\s+)?new\s+(.+)$/.exec(text);
  const clean = (construct?.[1] ?? text).replace(/^async\s+/, '').replace(/\s*\[as [^\]]*\]$/, '');
  const parts = clean.split(/[.#/]/).filter((s) => s !== '' && s !== 'prototype');
  const closure = parts.some((s) => /^[<(]/.test(s));
  const names = parts.filter((s) => !/^[<(]/.test(s));
  while (names.length > 0 && ANONYMOUS_OWNERS.has(names[0] ?? '')) names.shift();
  if (names.length === 0 || names.some((s) => /\s/.test(s))) return undefined;
  if (construct) return symbolName(names, '', { isConstructor: true });
  const [scope, member] = lastAsMember(names);
  if (member === 'constructor') return symbolName(scope, '', { isConstructor: true });
  return symbolName(scope, member, { closure });
}

/** `ExampleEngine::ItemsController#show`, `User.find`, `block in User#find`, `self.build`, `<main>`. */
export function parseRuby(text: string): SymbolName | undefined {
  const block = /^(?:block|rescue|ensure)(?: \(\d+ levels\))? in (.+)$/.exec(text);
  const clean = (block?.[1] ?? text).replace(/^self\./, '');
  if (/^<(?:main|top \(required\))>$/.test(clean)) return undefined;
  const body = /^<(?:class|module):(\w+)>$/.exec(clean);
  if (body) return symbolName([body[1] ?? ''], '');
  const [scope, member] = lastAsMember(clean.split(/::|[#.]/).filter((s) => s !== ''));
  if (member === '') return undefined;
  if (member === 'initialize') return symbolName(scope, '', { isConstructor: true });
  return symbolName(scope, member, { closure: block !== null });
}

/** `App\Http\UserController::show`, `App.Http.UserController.show`, `{closure}`, `App\X->m`. */
export function parsePhp(text: string): SymbolName | undefined {
  const closure = text.includes('{closure');
  const clean = text.replace(/\(.*$/, '').replace(/[\\.:>-]*\{closure[^}]*\}?/, '');
  const [scope, member] = lastAsMember(clean.split(/\\|::|->|\./).filter((s) => s !== ''));
  if (member === '') return undefined;
  if (member === '__construct') return symbolName(scope, '', { isConstructor: true });
  return symbolName(scope, member, { closure });
}

/** `Elixir.MyApp.Foo.show/2`, `OpenTelemetry.Ctx.new`, `opentelemetry_ctx:new`, `anonymous fn/1 in A.b/2`. */
export function parseBeam(text: string): SymbolName | undefined {
  const inner = /^anonymous fn\/\d+ in (.+)$/.exec(text) ?? /^-([\w?!]+)\/\d+-/.exec(text);
  const clean = (inner?.[1] ?? text).replace(/\/\d+$/, '').replace(/^Elixir\./, '');
  const [scope, member] = lastAsMember(clean.split(/[.:]/).filter((s) => s !== ''));
  // `MyAppWeb.UserController` alone is a module: function names start in lower case.
  if (/^[A-Z]/.test(member)) return symbolName([...scope, member], '');
  return member === '' ? undefined : symbolName(scope, member, { closure: inner !== null });
}
