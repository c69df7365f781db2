import type { Decl, FileFacts } from '../../core/facts/facts.ts';
import type { FileSites } from '../sites/code-site.ts';
import { readSites } from '../sites/read-sites.ts';

/** A constant with a text, by which names and topics of other files may be known. */
export type ConstantText = {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly line: number;
};

/** A named declaration, as much of it as is looked up. */
export type NamedDecl = Pick<
  Decl,
  'kind' | 'name' | 'path' | 'line' | 'column' | 'startLine' | 'endLine' | 'isDefault'
>;

/** What the indexes keep of a file; made where the file is parsed. */
export type FileSummary = {
  readonly package: string;
  readonly decls: readonly NamedDecl[];
  readonly constants: readonly ConstantText[];
  /** Names of the methods and functions called, once each. */
  readonly calledNames: readonly string[];
  /** Present only where there is something. */
  readonly sites: FileSites | undefined;
  /** Only for files whose sites refer to other files. */
  readonly imports: FileFacts['imports'];
  readonly hasErrors: boolean;
};

export const EMPTY_SUMMARY: FileSummary = {
  package: '',
  decls: [],
  constants: [],
  calledNames: [],
  sites: undefined,
  imports: [],
  hasErrors: false,
};

const MAX_CONSTANT = 200;
/** Names so common that knowing who calls them finds nothing. */
const MIN_CALLED = 4;

export function summarise(facts: FileFacts): FileSummary {
  const sites = readSites(facts);
  return {
    package: facts.package,
    decls: facts.decls.filter((d) => d.name !== ''),
    constants: constants(facts),
    calledNames: [
      ...new Set(facts.calls.filter((c) => c.name.length >= MIN_CALLED && !c.isNew).map((c) => c.name)),
    ],
    sites,
    imports: sites ? [...facts.imports, ...requires(facts)] : [],
    hasErrors: facts.hasErrors,
  };
}

/** `const a = require('./a')` and `const { b } = require('./b')` are imports too. */
function requires(facts: FileFacts): FileFacts['imports'] {
  return facts.assigns.flatMap(({ target, value, line }) => {
    const call = value.kind === 'call' ? facts.calls[value.ref] : undefined;
    const module = call?.name === 'require' ? call.args[0] : undefined;
    if (module?.kind !== 'string') return [];
    const names = /^\{([^}]*)\}$/.exec(target)?.[1];
    if (names === undefined) return [{ module: module.text, name: 'default', alias: target, line }];
    return names.split(',').flatMap((part) => {
      const [name = '', alias = name] = part.split(':').map((s) => s.trim());
      return name ? [{ module: module.text, name, alias, line }] : [];
    });
  });
}

/** Languages whose modules export objects full of names. */
const OBJECT_LANGUAGES = new Set(['typescript', 'tsx', 'javascript']);

function constants(facts: FileFacts): ConstantText[] {
  const found: ConstantText[] = [];
  const add = (name: string, path: string, text: string, line: number) => {
    if (text !== '' && text.length <= MAX_CONSTANT) found.push({ name, path, text, line });
  };
  for (const { target, value, owner, line } of facts.assigns) {
    const decl = facts.decls[owner];
    // Locals of functions are resolved where they are; here only what others can see.
    if (decl && decl.kind !== 'class' && decl.kind !== 'interface' && decl.kind !== 'namespace') continue;
    const name = target.replace(/^[$@]+/, '').replace(/^(?:(?:module\.)?exports|self|this)\./, '');
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) continue;
    const path = decl ? (decl.path ? `${decl.path}.${decl.name}` : decl.name) : '';
    if (value.kind === 'string') add(name, path, value.text, line);
    else if (value.kind === 'object' && OBJECT_LANGUAGES.has(facts.language))
      for (const item of value.items)
        if (item.kind === 'string' && /^[A-Za-z_$][\w$]*$/.test(item.name))
          add(item.name, name, item.text, line);
  }
  return found;
}
