import type { Language } from '../../core/mapping/language.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';

export type RuntimeNames = {
  readonly functions: readonly string[];
  readonly legacy: readonly { readonly namespace: string; readonly function: string }[];
};

/** How runtimes write the name of a declaration: spec/mapping.md sections 1.1 and 2. */
export function runtimeNames(language: Language | undefined, module: string, row: SymbolRow): RuntimeNames {
  const owners = row.path === '' ? [] : row.path.split('.').filter((s) => !s.startsWith('$'));
  const { name } = row;
  const join = (separator: string, ...parts: readonly string[]) => parts.filter(Boolean).join(separator);
  switch (language) {
    case 'java':
    case 'kotlin':
    case 'scala':
    case 'groovy': {
      // Classes inside classes are joined with `$` at run time.
      const type = join('.', module, owners.join('$'));
      return named([join('.', type, name)], type, name);
    }
    case 'csharp': {
      const type = join('.', module, owners.join('.'));
      return named([join('.', type, name)], type, name);
    }
    case 'php': {
      const type = join('\\', module.replaceAll('.', '\\'), ...owners);
      return named([type === '' ? name : `${type}::${name}`], type, name);
    }
    case 'go': {
      const receiver = owners.at(-1);
      if (!receiver) return named([`${module}.${name}`], module, name);
      return named([`${module}.(*${receiver}).${name}`, `${module}.${receiver}.${name}`], module, name);
    }
    case 'rust':
      return named([join('::', module, ...owners, name)], module, name);
    case 'ruby': {
      const type = owners.join('::');
      return named([type === '' ? name : `${type}#${name}`, join('::', type, name)], type, name);
    }
    case 'elixir':
    case 'erlang': {
      const type = join('.', module, ...owners);
      return named([join(language === 'erlang' ? ':' : '.', type, name)], type, name);
    }
    default: {
      const qualified = join('.', ...owners, name);
      // Python's module depends on the folder the program was started in: each tail of it is one.
      const segments = module.split('.').filter(Boolean);
      const tails = segments.map((_, i) => segments.slice(i).join('.'));
      const functions = [...tails.map((tail) => `${tail}.${qualified}`), qualified];
      return named(functions, join('.', module, ...owners), name);
    }
  }
}

const named = (functions: readonly string[], namespace: string, fn: string): RuntimeNames => ({
  functions,
  legacy: namespace === '' ? [] : [{ namespace, function: fn }],
});
