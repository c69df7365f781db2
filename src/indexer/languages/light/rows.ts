import type { DeclKind } from '../../../core/facts/facts.ts';
import type { Language } from '../../../core/mapping/language.ts';

/** A line that declares something: group 1 is its name. The first row that fits a line counts. */
export type LightRow = { readonly kind: DeclKind; readonly pattern: RegExp };

export type LightLanguage = {
  readonly rows: readonly LightRow[];
  /** Several clauses of one function are one function (Elixir, Erlang). */
  readonly clauses: boolean;
  /** Names of the file's own module or package. */
  readonly package: RegExp | undefined;
};

const C_FUNCTION =
  /^(?!\s*(?:return|else|if|for|while|switch|case|goto|delete|new|throw|typedef|using|#))\s*(?:[\w:<>,*&~\s]+?[\s*&]+)?((?:\w+::)*~?\w+)\s*\([^;{}]*\)?[^;{}=]*\{?\s*$/;

const c: LightLanguage = {
  rows: [
    { kind: 'namespace', pattern: /^\s*(?:inline\s+)?namespace\s+([\w:]+)\s*\{?/ },
    {
      kind: 'class',
      pattern: /^\s*(?:template\s*<[^>]*>\s*)?(?:class|struct|union)\s+(?:\w+\s+)?(\w+)[^;()]*$/,
    },
    { kind: 'function', pattern: C_FUNCTION },
  ],
  clauses: false,
  package: undefined,
};

const scala: LightLanguage = {
  rows: [
    { kind: 'class', pattern: /^\s*(?:[\w[\]]+\s+)*?(?:class|trait|object|enum)\s+(\w+)/ },
    { kind: 'function', pattern: /^\s*(?:[\w[\]]+\s+)*?def\s+([\w$]+)/ },
  ],
  clauses: false,
  package: /^\s*package\s+([\w.]+)/m,
};

/** Languages that are read line by line: enough to check a function's name, and to find it. */
export const LIGHT_LANGUAGES: Partial<Record<Language, LightLanguage>> = {
  elixir: {
    rows: [
      { kind: 'class', pattern: /^\s*def(?:module|protocol)\s+([\w.]+)/ },
      { kind: 'function', pattern: /^\s*def(?:p|macro|macrop|delegate|guard)?\s+([a-z_]\w*[?!]?)/ },
    ],
    clauses: true,
    package: undefined,
  },
  erlang: {
    rows: [{ kind: 'function', pattern: /^([a-z]\w*)\s*\(.*\)\s*(?:when\s.*)?->/ }],
    clauses: true,
    package: /^-module\(\s*(\w+)\s*\)/m,
  },
  swift: {
    rows: [
      {
        kind: 'class',
        pattern: /^\s*(?:[\w@()]+\s+)*?(?:class|struct|enum|actor|protocol|extension)\s+(\w+)/,
      },
      { kind: 'function', pattern: /^\s*(?:[\w@()]+\s+)*?func\s+(\w+)/ },
      { kind: 'constructor', pattern: /^\s*(?:[\w@()]+\s+)*?(init)\s*[?!]?\s*[(<]/ },
    ],
    clauses: false,
    package: undefined,
  },
  scala,
  groovy: {
    rows: [
      { kind: 'class', pattern: /^\s*(?:[\w@]+\s+)*?(?:class|trait|interface|enum)\s+(\w+)/ },
      {
        kind: 'function',
        pattern:
          /^\s*(?:(?:public|private|protected|static|final|def|void|[A-Z][\w<>,[\]]*)\s+)+(\w+)\s*\([^;]*\)?\s*\{?\s*$/,
      },
    ],
    clauses: false,
    package: /^\s*package\s+([\w.]+)/m,
  },
  c,
  cpp: c,
};
