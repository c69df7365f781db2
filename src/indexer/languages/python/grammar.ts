import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const python: Grammar = {
  language: 'python',
  wasm: 'python.wasm',
  query: `
(function_definition name: (_) @name parameters: (_) @params body: (_) @body (#set! kind function)) @decl
(class_definition name: (_) @name superclasses: (_)? @supers body: (_) @body (#set! kind class)) @decl
(lambda body: (_) @body (#set! kind lambda)) @decl

(call function: (identifier) @name arguments: (argument_list) @args) @call
(call function: (attribute object: (_) @receiver attribute: (_) @name) arguments: (argument_list) @args) @call

(assignment left: [(identifier) (attribute)] @target type: (_)? @type right: (_) @value) @assign
(assignment left: (identifier) @target type: (_) @type !right) @assign
(with_item value: (as_pattern (_) @value alias: (_) @target)) @assign

(decorated_definition (decorator (call function: (_) @name arguments: (argument_list) @args) @inner) @annotation
  definition: (_) @annotated)
(decorated_definition (decorator [(identifier) (attribute)] @name) @annotation definition: (_) @annotated)
(import_statement) @import
(import_from_statement) @import

(for_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(except_clause (#set! kind catch)) @block
(finally_clause (#set! kind finally)) @block
`,
  flow: `
(return_statement (#set! kind return)) @exit
(raise_statement (#set! kind throw)) @exit
(if_statement consequence: (_) @block (#set! kind branch))
(elif_clause (#set! kind branch)) @block
(else_clause (#set! kind branch)) @block
(case_clause (#set! kind branch)) @block
(try_statement body: (_) @block (#set! kind try))
(with_statement (#set! kind with)) @block
`,
  constants: `
(assignment left: (identifier) @target right: [(string) (concatenated_string)] @value) @assign
`,
  readers: {
    string: 'string',
    concatenated_string: 'concat',
    integer: 'number',
    float: 'number',
    true: 'constant',
    false: 'constant',
    none: 'constant',
    identifier: 'name',
    attribute: 'name',
    subscript: 'name',
    call: 'call',
    lambda: 'function',
    dictionary: 'object',
    pair: 'pair',
    keyword_argument: 'pair',
    list: 'list',
    tuple: 'list',
    set: 'list',
    await: 'unwrap',
    parenthesized_expression: 'unwrap',
    binary_operator: 'concat',
    comment: 'skip',
    list_splat: 'unwrap',
  },
  interpolated: /^[bBuUrR]*[fFtT][rR]?["'][\s\S]*\{/,
  plainParts: new Set(['string_start', 'string_content', 'string_end', 'escape_sequence']),
  classPaths: false,
  imports,
};

/** `import a.b as c, d`, `from .x import y as z, w`. */
function imports(text: string): Omit<Import, 'line'>[] {
  const clean = text.replace(/#.*$/gm, '').replace(/[()\\]/g, ' ');
  const from = /^\s*from\s+(\S+)\s+import\s+([\s\S]*)$/.exec(clean);
  const parts = (list: string) =>
    list.split(',').flatMap((part) => {
      const m = /^\s*([\w.*]+)(?:\s+as\s+(\w+))?\s*$/.exec(part);
      return m?.[1] ? [{ name: m[1], alias: m[2] ?? '' }] : [];
    });
  if (from) {
    const module = from[1] ?? '';
    return parts(from[2] ?? '').map(({ name, alias }) => ({ module, name, alias: alias || name }));
  }
  return parts(clean.replace(/^\s*import\s+/, '')).map(({ name, alias }) => ({
    module: name,
    name: '',
    alias: alias || name,
  }));
}
