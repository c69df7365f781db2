import type { Import } from '../../../core/facts/facts.ts';
import type { Grammar } from '../grammar.ts';

export const php: Grammar = {
  language: 'php',
  wasm: 'php.wasm',
  query: `
(namespace_definition name: (_) @package)
(class_declaration name: (_) @name (base_clause)? @supers (class_interface_clause)? @supers (#set! kind class)) @decl
(interface_declaration name: (_) @name (#set! kind interface)) @decl
(trait_declaration name: (_) @name (#set! kind class)) @decl
(enum_declaration name: (_) @name (#set! kind class)) @decl
(anonymous_class (#set! kind class)) @decl
(method_declaration name: (_) @name parameters: (_) @params body: (_)? @body (#set! kind method)) @decl
(function_definition name: (_) @name parameters: (_) @params body: (_) @body (#set! kind function)) @decl
(anonymous_function body: (_) @body (#set! kind lambda)) @decl
(arrow_function body: (_) @body (#set! kind lambda)) @decl

(function_call_expression function: [(name) (qualified_name)] @name arguments: (_) @args) @call
(member_call_expression object: (_) @receiver name: (name) @name arguments: (_) @args) @call
(nullsafe_member_call_expression object: (_) @receiver name: (name) @name arguments: (_) @args) @call
(scoped_call_expression scope: (_) @receiver name: (name) @name arguments: (_) @args) @call
(object_creation_expression [(name) (qualified_name)] @name (arguments)? @args (#set! new)) @call

(const_element (name) @target (_) @value) @assign
(property_declaration type: (_)? @type (property_element name: (_) @target default_value: (_)? @value)) @assign
(property_promotion_parameter type: (_) @type name: (_) @target) @assign
(assignment_expression left: [(variable_name) (member_access_expression)] @target right: (_) @value) @assign

(_ attributes: (attribute_list (attribute_group
  (attribute [(name) (qualified_name)] @name parameters: (_)? @args) @annotation))) @annotated
(namespace_use_declaration) @import

(for_statement (#set! kind loop)) @block
(foreach_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(do_statement (#set! kind loop)) @block
(catch_clause (#set! kind catch)) @block
(finally_clause (#set! kind finally)) @block
`,
  flow: '',
  constants: `
(const_element (name) @target [(string) (encapsed_string)] @value) @assign
`,
  readers: {
    string: 'string',
    encapsed_string: 'string',
    heredoc: 'string',
    nowdoc: 'string',
    integer: 'number',
    float: 'number',
    boolean: 'constant',
    null: 'constant',
    name: 'name',
    qualified_name: 'name',
    variable_name: 'name',
    member_access_expression: 'name',
    class_constant_access_expression: 'name',
    scoped_property_access_expression: 'name',
    function_call_expression: 'call',
    member_call_expression: 'call',
    nullsafe_member_call_expression: 'call',
    scoped_call_expression: 'call',
    object_creation_expression: 'call',
    anonymous_function: 'function',
    arrow_function: 'function',
    argument: 'item',
    array_creation_expression: 'list',
    array_element_initializer: 'item',
    parenthesized_expression: 'unwrap',
    binary_expression: 'concat',
    comment: 'skip',
    variadic_placeholder: 'skip',
  },
  interpolated: /^["<][\s\S]*\$/,
  plainParts: new Set(['string_content', 'escape_sequence', 'heredoc_start', 'heredoc_end']),
  classPaths: false,
  imports,
};

/** `use A\B as C;`, `use A\{B, C as D};`, `use function a\b;` */
function imports(text: string): Omit<Import, 'line'>[] {
  const clean = text.replace(/^\s*use\s+(function\s+|const\s+)?/, '').replace(/;\s*$/, '');
  const group = /^([\w\\]+)\\\{([\s\S]*)\}$/.exec(clean);
  const prefix = group ? `${group[1]}\\` : '';
  return (group?.[2] ?? clean).split(',').flatMap((part) => {
    const m = /^\s*\\?([\w\\]+)(?:\s+as\s+(\w+))?\s*$/.exec(part);
    if (!m?.[1]) return [];
    const path = prefix + m[1];
    const at = path.lastIndexOf('\\');
    const name = path.slice(at + 1);
    return [{ module: path.slice(0, Math.max(0, at)), name, alias: m[2] ?? name }];
  });
}
