/**
 * A code name as a runtime writes it, taken apart: `com.acme.Main$Inner.go` has scope [com, acme, Main, Inner] and
 * member `go`. Whether a scope segment is a package or a class is for the index to find out.
 */
export type SymbolName = {
  /** Package, module and class names, outermost first. `$1` is the first anonymous class. */
  readonly scope: readonly string[];
  /** '' when the name is that of a class or module. */
  readonly member: string;
  /** The code is inside an unnamed function of the member (lambda, closure, block, state machine of an iterator). */
  readonly closure: boolean;
  readonly isConstructor: boolean;
  /** Go: the segments before this index are an import path, compared as a whole. */
  readonly importPath: string;
};

export function symbolName(
  scope: readonly string[],
  member: string,
  extra: Partial<Pick<SymbolName, 'closure' | 'isConstructor' | 'importPath'>> = {},
): SymbolName {
  return { scope, member, closure: false, isConstructor: false, importPath: '', ...extra };
}

/** As people write it: `Outer.Inner.member`. */
export function displayName(name: SymbolName): string {
  const owner = name.scope.filter((s) => !s.startsWith('$')).at(-1);
  const member = name.member || (name.isConstructor ? 'constructor' : '');
  return owner && member ? `${owner}.${member}` : owner || member;
}

/** Splits the last segment off as the member. */
export function lastAsMember(segments: readonly string[]): [string[], string] {
  return [segments.slice(0, -1), segments.at(-1) ?? ''];
}
