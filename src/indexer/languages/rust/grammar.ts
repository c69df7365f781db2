import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const rust: Grammar = {
  language: 'rust',
  wasm: 'rust.wasm',
  query: `
(function_item name: (_) @name parameters: (_) @params body: (_) @body (#set! kind function)) @decl
(function_signature_item name: (_) @name parameters: (_) @params (#set! kind function)) @decl
(impl_item trait: (_) @supers type: (_) @receiver (#set! kind impl)) @decl
(impl_item !trait type: (_) @receiver (#set! kind impl)) @decl
(trait_item name: (_) @name (#set! kind interface)) @decl
(struct_item name: (_) @name (#set! kind class)) @decl
(enum_item name: (_) @name (#set! kind class)) @decl
(mod_item name: (_) @name body: (_) @body (#set! kind namespace)) @decl
(closure_expression body: (_) @body (#set! kind lambda)) @decl

(call_expression function: (identifier) @name arguments: (_) @args) @call
(call_expression function: (scoped_identifier path: (_) @receiver name: (_) @name) arguments: (_) @args) @call
(call_expression function: (field_expression value: (_) @receiver field: (_) @name) arguments: (_) @args) @call
(call_expression function: (generic_function function: (identifier) @name) arguments: (_) @args) @call
(call_expression function: (generic_function
  function: (field_expression value: (_) @receiver field: (_) @name)) arguments: (_) @args) @call
(call_expression function: (generic_function
  function: (scoped_identifier path: (_) @receiver name: (_) @name)) arguments: (_) @args) @call
(macro_invocation macro: (identifier) @name (token_tree) @args) @call
(macro_invocation macro: (scoped_identifier path: (_) @receiver name: (_) @name) (token_tree) @args) @call

(let_declaration pattern: (_) @target type: (_)? @type value: (_) @value) @assign
(const_item name: (_) @target type: (_) @type value: (_) @value) @assign
(static_item name: (_) @target type: (_) @type value: (_) @value) @assign
(field_declaration name: (_) @target type: (_) @type) @assign

(attribute_item (attribute [(identifier) (scoped_identifier)] @name arguments: (_)? @args)) @annotation
(use_declaration) @import

(for_expression (#set! kind loop)) @block
(while_expression (#set! kind loop)) @block
(loop_expression (#set! kind loop)) @block
`,
  flow: '',
  constants: `
(const_item name: (_) @target value: (string_literal) @value) @assign
(static_item name: (_) @target value: (string_literal) @value) @assign
`,
  readers: {
    string_literal: 'string',
    raw_string_literal: 'string',
    integer_literal: 'number',
    float_literal: 'number',
    boolean_literal: 'constant',
    identifier: 'name',
    scoped_identifier: 'name',
    field_expression: 'name',
    type_identifier: 'name',
    self: 'name',
    call_expression: 'call',
    macro_invocation: 'call',
    closure_expression: 'function',
    struct_expression: 'object',
    field_initializer: 'pair',
    array_expression: 'list',
    tuple_expression: 'list',
    token_tree: 'tokens',
    reference_expression: 'unwrap',
    await_expression: 'unwrap-first',
    try_expression: 'unwrap-first',
    parenthesized_expression: 'unwrap',
    generic_function: 'unwrap-first',
    line_comment: 'skip',
    block_comment: 'skip',
  },
  interpolated: /$^/,
  plainParts: new Set(),
  classPaths: false,
  imports,
};

/** `use a::{b::{c, d as e}, f}`: flattened by walking the braces. */
function imports(text: string): Omit<Import, 'line'>[] {
  const body = text.replace(/^[\s\S]*?\buse\s+/, '').replace(/;\s*$/, '');
  const found: Omit<Import, 'line'>[] = [];
  const prefixes: string[] = [];
  let part = '';
  const flush = () => {
    const m = /^\s*([\w:*]+)(?:\s+as\s+(\w+))?\s*$/.exec(part);
    part = '';
    if (!m?.[1]) return;
    const path = prefixes.join('') + m[1];
    const at = path.lastIndexOf('::');
    const name = path.slice(at < 0 ? 0 : at + 2);
    found.push({ module: at < 0 ? '' : path.slice(0, at), name, alias: m[2] ?? name });
  };
  for (const char of body) {
    if (char === '{') {
      prefixes.push(part.trim());
      part = '';
    } else if (char === ',') flush();
    else if (char === '}') {
      flush();
      prefixes.pop();
    } else part += char;
  }
  flush();
  return found;
}
