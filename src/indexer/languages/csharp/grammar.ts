import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const csharp: Grammar = {
  language: 'csharp',
  wasm: 'csharp.wasm',
  query: `
(file_scoped_namespace_declaration name: (_) @package)
(namespace_declaration name: (_) @name (#set! kind namespace)) @decl
(class_declaration name: (_) @name (base_list)? @supers body: (_)? @body (#set! kind class)) @decl
(record_declaration name: (_) @name (base_list)? @supers (#set! kind class)) @decl
(struct_declaration name: (_) @name (base_list)? @supers (#set! kind class)) @decl
(interface_declaration name: (_) @name (base_list)? @supers (#set! kind interface)) @decl
(enum_declaration name: (_) @name (#set! kind class)) @decl
(method_declaration name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind method)) @decl
(constructor_declaration name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind constructor)) @decl
(local_function_statement name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind function)) @decl
(property_declaration name: (_) @name accessors: (_) @body (#set! kind method)) @decl
(property_declaration name: (_) @name value: (arrow_expression_clause) @body (#set! kind method)) @decl
(lambda_expression body: (_) @body (#set! kind lambda)) @decl
(anonymous_method_expression (#set! kind lambda)) @decl

(invocation_expression function: [(identifier) (generic_name)] @name arguments: (_) @args) @call
(invocation_expression function: (member_access_expression expression: (_) @receiver name: (_) @name)
  arguments: (_) @args) @call
(invocation_expression
  function: (conditional_access_expression condition: (_) @receiver (member_binding_expression name: (_) @name))
  arguments: (_) @args) @call
(object_creation_expression type: (_) @name arguments: (_)? @args (#set! new)) @call
(variable_declaration type: (_) @name
  (variable_declarator (implicit_object_creation_expression (argument_list) @args) @call) (#set! new))
(property_declaration type: (_) @name
  value: (implicit_object_creation_expression (argument_list) @args) @call (#set! new))

(variable_declaration type: (_) @type (variable_declarator name: (_) @target (_)? @value)) @assign
(property_declaration type: (_) @type name: (_) @target value: (_)? @value) @assign
(assignment_expression left: (_) @target right: (_) @value) @assign
(parameter type: (_) @type name: (_) @target) @assign

(_ (attribute_list (attribute name: (_) @name (attribute_argument_list)? @args) @annotation)) @annotated
(using_directive) @import

(for_statement (#set! kind loop)) @block
(foreach_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(do_statement (#set! kind loop)) @block
(catch_clause (#set! kind catch)) @block
(finally_clause (#set! kind finally)) @block
`,
  flow: `
(return_statement (#set! kind return)) @exit
(throw_statement (#set! kind throw)) @exit
(throw_expression (#set! kind throw)) @exit
(if_statement consequence: (_) @block (#set! kind branch))
(if_statement alternative: (_) @block (#set! kind branch))
(switch_section (#set! kind branch)) @block
(try_statement body: (_) @block (#set! kind try))
(using_statement (#set! kind with)) @block
`,
  constants: `
(variable_declaration (variable_declarator name: (_) @target (string_literal) @value)) @assign
`,
  readers: {
    string_literal: 'string',
    verbatim_string_literal: 'string',
    raw_string_literal: 'string',
    interpolated_string_expression: 'string',
    integer_literal: 'number',
    real_literal: 'number',
    boolean_literal: 'constant',
    null_literal: 'constant',
    identifier: 'name',
    generic_name: 'name',
    qualified_name: 'name',
    member_access_expression: 'name',
    this_expression: 'name',
    this: 'name',
    invocation_expression: 'call',
    object_creation_expression: 'call',
    implicit_object_creation_expression: 'call',
    lambda_expression: 'function',
    anonymous_method_expression: 'function',
    anonymous_object_creation_expression: 'object',
    argument: 'item',
    attribute_argument: 'item',
    array_creation_expression: 'unwrap',
    implicit_array_creation_expression: 'unwrap',
    initializer_expression: 'list',
    collection_expression: 'list',
    collection_element: 'unwrap',
    typeof_expression: 'unwrap',
    cast_expression: 'unwrap',
    await_expression: 'unwrap',
    parenthesized_expression: 'unwrap',
    binary_expression: 'concat',
    comment: 'skip',
  },
  interpolated: /^[$@]*\$[$@]*"/,
  plainParts: new Set([
    'string_content',
    'interpolation_start',
    'interpolation_quote',
    'escape_sequence',
    'string_literal_content',
  ]),
  classPaths: true,
  imports,
};

/** `using System.Text;`, `using static A.B;`, `using X = A.B;` */
function imports(text: string): Omit<Import, 'line'>[] {
  const m = /using\s+(?:static\s+)?(?:(\w+)\s*=\s*)?([\w.:]+)/.exec(text);
  if (!m?.[2]) return [];
  return [{ module: m[2], name: m[1] ? '' : '*', alias: m[1] ?? '' }];
}
