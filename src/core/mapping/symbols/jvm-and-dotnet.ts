import { type SymbolName, symbolName } from './symbol-name.ts';

/** Classes that frameworks generate around the user's: the user's class is the part before. */
const PROXY =
  /\$\$(?:Enhancer|Spring|FastClass|_javassist)[\s\S]*|_\$\$_[\s\S]*|\$HibernateProxy\$[\s\S]*|\$MockitoMock\$[\s\S]*|_(?:ClientProxy|Subclass)$/;

/** `com.acme.Main$Inner.go`, `com.acme.Main$1.call`, `com.acme.Main$$Lambda/0x00.myMethod`, `….lambda$main$0`. */
export function parseJvm(text: string): SymbolName | undefined {
  const clean = text.replace(/\(.*$/, '').replace(/^[\w.@-]*\/\/?(?=\w)/, '');
  const lambda = /^([\w.$]+?)\$\$Lambda[$/][^.]*(?:\.(.+))?$/.exec(clean);
  if (lambda?.[1]) return symbolName(classSegments(lambda[1]), '', { closure: true });
  const dot = clean.lastIndexOf('.');
  const owner = dot < 0 ? '' : clean.slice(0, dot);
  const member = clean.slice(dot + 1);
  if (member === '') return undefined;
  let scope = owner ? classSegments(owner) : [];
  if (member === '<init>') return symbolName(scope, '', { isConstructor: true });
  if (member === '<clinit>') return symbolName(scope, '');
  const synthetic = /^lambda\$(.+)\$\d+$/.exec(member) ?? /^access\$(\w+)\$?\w*$/.exec(member);
  if (synthetic?.[1]) return symbolName(scope, synthetic[1], { closure: true });
  // Kotlin compiles a lambda in `parse` to class `UtilKt$parse$1` with `invoke` or `invokeSuspend`.
  if (/^invoke(Suspend)?$/.test(member) && scope.at(-1)?.startsWith('$')) {
    scope = scope.filter((s) => !s.startsWith('$'));
    return symbolName(scope.slice(0, -1), scope.at(-1) ?? '', { closure: true });
  }
  return symbolName(scope, member.replace(/\$(default|suspendImpl|[a-z]+_release)$/, ''));
}

function classSegments(owner: string): string[] {
  return (
    owner
      .replace(PROXY, '')
      .split('.')
      .flatMap((part) => part.split('$').map((name, i) => (i > 0 && /^\d+$/.test(name) ? `$${name}` : name)))
      // `Main$1Local`: a class declared in a method.
      .map((name) => name.replace(/^\d+(?=[A-Za-z])/, ''))
      .filter((name) => name !== '')
  );
}

/**
 * `Acme.Orders.OrderService.<PlaceAsync>d__3.MoveNext`, `A.B+Nested.M`, `A.B.<>c.<Ship>b__0_1`, ``List`1.Add``,
 * `A.B..ctor`, `A.B.<Main>g__Inner|0_0`.
 */
export function parseDotnet(text: string): SymbolName | undefined {
  const clean = text
    .replace(/\s*\(.*$/, '')
    .replace(/`\d+/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/::|->/g, '.');
  const isConstructor = /\.\.?(c?ctor)$/.test(clean);
  const segments = clean
    .replace(/\.\.?c?ctor$/, '')
    .split(/[.+/:]/)
    .filter((s) => s !== '');
  const scope: string[] = [];
  let member = '';
  let closure = false;
  for (const segment of segments) {
    const machine = /^<(\w*)>(\w?)__(\w+)?/.exec(segment);
    if (/^<>/.test(segment)) continue;
    if (!machine) {
      if (member && segment === 'MoveNext') continue;
      if (member) closure = true;
      else scope.push(segment);
      continue;
    }
    // `<Ship>g__Inner|3_0` is the local function Inner of Ship.
    const [, outer = '', kind, local] = machine;
    if (kind === 'g' && local) member = local.replace(/\|.*$/, '');
    else if (outer) {
      member = outer;
      closure ||= kind !== 'd';
    } else closure = true;
  }
  if (segments.some((s) => /^<Main>\$$/.test(s)))
    return symbolName(
      scope.filter((s) => s !== '<Main>$'),
      'Main',
    );
  if (member || isConstructor) return symbolName(scope, member, { closure, isConstructor });
  const last = scope.pop() ?? '';
  return last === '' || /[<>]/.test(last) ? undefined : symbolName(scope, last, { closure });
}
