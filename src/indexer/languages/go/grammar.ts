import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const go: Grammar = {
  language: 'go',
  wasm: 'go.wasm',
  query: `
(package_clause (package_identifier) @package)
(function_declaration name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind function)) @decl
(method_declaration receiver: (_) @receiver name: (_) @name parameters: (_) @params body: (_)? @body
  (#set! kind method)) @decl
(type_spec name: (_) @name type: (struct_type) (#set! kind class)) @decl
(type_spec name: (_) @name type: (interface_type) (#set! kind interface)) @decl
(type_spec name: (_) @name (#set! kind class)) @decl
(method_elem name: (_) @name parameters: (_) @params (#set! kind method)) @decl
(func_literal body: (_) @body (#set! kind lambda)) @decl
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @super)))) @extends

(call_expression function: (identifier) @name arguments: (argument_list) @args) @call
(call_expression function: (selector_expression operand: (_) @receiver field: (_) @name)
  arguments: (argument_list) @args) @call

(const_spec name: (_) @target type: (_)? @type value: (_) @value) @assign
(var_spec name: (_) @target type: (_)? @type value: (_)? @value) @assign
(short_var_declaration left: (_) @target right: (_) @value) @assign
(assignment_statement left: (_) @target right: (_) @value) @assign
(field_declaration name: (_) @target type: (_) @type) @assign
(parameter_declaration name: (_) @target type: [(qualified_type) (pointer_type) (type_identifier)] @type) @assign

(import_spec) @import
(for_statement (#set! kind loop)) @block
(defer_statement (#set! kind defer)) @block
(go_statement (#set! kind go)) @block
`,
  flow: `
(return_statement (#set! kind return)) @exit
(if_statement consequence: (_) @block (#set! kind branch))
(if_statement alternative: (_) @block (#set! kind branch))
(expression_case (#set! kind branch)) @block
(type_case (#set! kind branch)) @block
(default_case (#set! kind branch)) @block
(communication_case (#set! kind branch)) @block
`,
  constants: `
(const_spec name: (_) @target
  value: (expression_list . [(interpreted_string_literal) (raw_string_literal)] @value)) @assign
(var_spec name: (_) @target
  value: (expression_list . [(interpreted_string_literal) (raw_string_literal)] @value)) @assign
`,
  readers: {
    interpreted_string_literal: 'string',
    raw_string_literal: 'string',
    int_literal: 'number',
    float_literal: 'number',
    true: 'constant',
    false: 'constant',
    nil: 'constant',
    identifier: 'name',
    selector_expression: 'name',
    index_expression: 'name',
    call_expression: 'call',
    func_literal: 'function',
    composite_literal: 'object',
    literal_value: 'object',
    keyed_element: 'pair',
    literal_element: 'unwrap',
    expression_list: 'unwrap-first',
    unary_expression: 'unwrap',
    parenthesized_expression: 'unwrap',
    type_conversion_expression: 'unwrap',
    binary_expression: 'concat',
    comment: 'skip',
    slice_type: 'skip',
    array_type: 'skip',
  },
  interpolated: /$^/,
  plainParts: new Set(),
  classPaths: false,
  imports,
};

function imports(text: string): Omit<Import, 'line'>[] {
  const m = /^\s*([\w.]+)?\s*["`]([^"`]+)["`]/.exec(text);
  if (!m?.[2]) return [];
  const module = m[2];
  // The last path element, a major version aside, is the usual package name.
  const usual = module
    .replace(/\/v\d+$/, '')
    .replace(/^.*\//, '')
    .replace(/\.v\d+$/, '')
    .replace(/^go-/, '');
  return [{ module, name: '', alias: m[1] ?? usual }];
}
