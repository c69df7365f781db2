import { lastAsMember, type SymbolName, symbolName } from './symbol-name.ts';

/** `github.com/acme/shop/orders.(*Service).Place.func1`, `main.main`, `pkg.Map[...]`, `pkg.(*T).M-fm`. */
export function parseGo(text: string): SymbolName | undefined {
  const clean = text.replace(/\[[^\]]*\]/g, '').replace(/-fm$/, '');
  const slash = clean.lastIndexOf('/');
  const dot = clean.indexOf('.', slash + 1);
  if (dot < 0) return clean === '' ? undefined : symbolName([], clean);
  const importPath = unescapeGo(clean.slice(0, dot));
  const rest = clean.slice(dot + 1).split('.');
  const names: string[] = [];
  let closure = false;
  for (const part of rest) {
    if (/^(func|gowrap|deferwrap)?\d+$/.test(part) || part === '') closure = true;
    else if (part === 'glob') closure = true;
    else names.push(part.replace(/^\(\*?|\)$/g, ''));
  }
  const [scope, member] = lastAsMember(names);
  return symbolName([...importPath.split('/'), ...scope], member, { closure, importPath });
}

/** The linker writes dots of the last path element as %2e. */
const unescapeGo = (text: string) => text.replace(/%2e/gi, '.').replace(/%22/g, '"');

/** `playground::my_module::my_cool_func`, `<T as Trait>::m`, `a::b::{{closure}}`, with or without a hash. */
export function parseRust(text: string): SymbolName | undefined {
  let clean = text.replace(/::h[0-9a-f]{16}$/, '');
  const closure = /\{\{closure\}\}|\{closure/.test(clean);
  clean = clean.replace(
    /<(?:dyn\s+)?&?(?:mut\s+)?([\w:]+)[^<>]*(?:<[^<>]*>)?\s+as\s+[^<>]*(?:<[^<>]*>)?>/g,
    '$1',
  );
  const segments = clean
    .replace(/<[^<>]*>/g, '')
    .split('::')
    .map((s) => s.trim())
    .filter((s) => s !== '' && !s.startsWith('{'));
  const [scope, member] = lastAsMember(segments);
  return member === '' ? undefined : symbolName(scope, member, { closure });
}

/** `ns::Foo::bar(int)`, `fopen`, `-[Foo bar:]`. */
export function parseNative(text: string): SymbolName | undefined {
  const objc = /^[-+]\[(\w+)\s+([\w:]+)\]$/.exec(text);
  if (objc) return symbolName([objc[1] ?? ''], (objc[2] ?? '').replace(/:.*$/, ''));
  const clean = text
    .replace(/\(.*$/, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/^.*\s[*&]*/, '');
  const [scope, member] = lastAsMember(clean.split(/::/).filter((s) => s !== ''));
  return member === '' ? undefined : symbolName(scope, member);
}

/** `foo(bar:)`, `Type.foo(bar:)`, `MyApp.Type.foo`. */
export function parseSwift(text: string): SymbolName | undefined {
  const [scope, member] = lastAsMember(
    text
      .replace(/\(.*$/, '')
      .split('.')
      .filter((s) => s !== ''),
  );
  if (member === '') return undefined;
  return member === 'init' ? symbolName(scope, '', { isConstructor: true }) : symbolName(scope, member);
}
