import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const java: Grammar = {
  language: 'java',
  wasm: 'java.wasm',
  query: `
(package_declaration [(scoped_identifier) (identifier)] @package)
(class_declaration name: (_) @name superclass: (_)? @supers interfaces: (_)? @supers body: (_) @body
  (#set! kind class)) @decl
(record_declaration name: (_) @name parameters: (_) @params interfaces: (_)? @supers body: (_) @body
  (#set! kind class)) @decl
(enum_declaration name: (_) @name interfaces: (_)? @supers body: (_) @body (#set! kind class)) @decl
(interface_declaration name: (_) @name (extends_interfaces)? @supers body: (_) @body (#set! kind interface)) @decl
(annotation_type_declaration name: (_) @name (#set! kind interface)) @decl
(method_declaration name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind method)) @decl
(constructor_declaration name: (_) @name parameters: (_) @params body: (_) @body (#set! kind constructor)) @decl
(object_creation_expression type: (_) @supers (class_body) @body (#set! kind class)) @decl
(enum_constant body: (_) @body (#set! kind class)) @decl
(lambda_expression body: (_) @body (#set! kind lambda)) @decl

(method_invocation !object name: (_) @name arguments: (_) @args) @call
(method_invocation object: (_) @receiver name: (_) @name arguments: (_) @args) @call
(object_creation_expression type: (_) @name arguments: (_) @args (#set! new)) @call

(field_declaration type: (_) @type declarator: (variable_declarator name: (_) @target value: (_)? @value)) @assign
(constant_declaration type: (_) @type declarator: (variable_declarator name: (_) @target value: (_)? @value)) @assign
(local_variable_declaration type: (_) @type
  declarator: (variable_declarator name: (_) @target value: (_) @value)) @assign
(assignment_expression left: [(identifier) (field_access)] @target right: (_) @value) @assign

(_ (modifiers (annotation name: (_) @name arguments: (_) @args) @annotation)) @annotated
(_ (modifiers (marker_annotation name: (_) @name) @annotation)) @annotated
(import_declaration) @import

(for_statement (#set! kind loop)) @block
(enhanced_for_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(do_statement (#set! kind loop)) @block
(catch_clause (#set! kind catch)) @block
(finally_clause (#set! kind finally)) @block
`,
  flow: `
(return_statement (#set! kind return)) @exit
(throw_statement (#set! kind throw)) @exit
(if_statement consequence: (_) @block (#set! kind branch))
(if_statement alternative: (_) @block (#set! kind branch))
(switch_block_statement_group (#set! kind branch)) @block
(switch_rule (#set! kind branch)) @block
(try_statement body: (_) @block (#set! kind try))
(try_with_resources_statement body: (_) @block (#set! kind try))
`,
  constants: `
(field_declaration declarator: (variable_declarator name: (_) @target value: (string_literal) @value)) @assign
(constant_declaration declarator: (variable_declarator name: (_) @target value: (string_literal) @value)) @assign
`,
  readers: {
    string_literal: 'string',
    decimal_integer_literal: 'number',
    decimal_floating_point_literal: 'number',
    true: 'constant',
    false: 'constant',
    null_literal: 'constant',
    identifier: 'name',
    scoped_identifier: 'name',
    field_access: 'name',
    this: 'name',
    class_literal: 'name',
    method_reference: 'name',
    method_invocation: 'call',
    object_creation_expression: 'call',
    lambda_expression: 'function',
    element_value_pair: 'pair',
    element_value_array_initializer: 'list',
    array_initializer: 'list',
    array_creation_expression: 'unwrap',
    cast_expression: 'unwrap',
    parenthesized_expression: 'unwrap',
    binary_expression: 'concat',
    line_comment: 'skip',
    block_comment: 'skip',
  },
  interpolated: /$^/,
  plainParts: new Set(),
  classPaths: true,
  imports,
};

/** `import com.acme.Foo;`, `import static a.B.*;` */
export function imports(text: string): Omit<Import, 'line'>[] {
  const m = /import\s+(?:static\s+)?([\w.]+?)(?:\.(\*))?(?:\s+as\s+(\w+))?\s*;?\s*$/.exec(text);
  const path = m?.[1];
  if (!path) return [];
  if (m?.[2]) return [{ module: path, name: '*', alias: '' }];
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  return [{ module: path.slice(0, Math.max(0, dot)), name, alias: m?.[3] ?? name }];
}
