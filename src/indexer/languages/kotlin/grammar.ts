import type { Grammar } from '../grammar.ts';
import { imports } from '../java/grammar.ts';

export const kotlin: Grammar = {
  language: 'kotlin',
  wasm: 'kotlin.wasm',
  query: `
(package_header (qualified_identifier) @package)
(class_declaration name: (_) @name (delegation_specifiers)? @supers (#set! kind class)) @decl
(object_declaration name: (_) @name (delegation_specifiers)? @supers (#set! kind class)) @decl
(companion_object "companion" @name (#set! kind class)) @decl
(function_declaration name: (_) @name (function_value_parameters) @params (function_body)? @body
  (#set! kind function)) @decl
(secondary_constructor "constructor" @name (#set! kind constructor)) @decl
(object_literal (delegation_specifiers) @supers (#set! kind class)) @decl
(lambda_literal (#set! kind lambda)) @decl
(anonymous_function (#set! kind lambda)) @decl

(call_expression . (identifier) @name (value_arguments)? @args
  (annotated_lambda (lambda_literal) @lambda)?) @call
(call_expression . (navigation_expression (_) @receiver (identifier) @name .) (value_arguments)? @args
  (annotated_lambda (lambda_literal) @lambda)?) @call
(call_expression . (call_expression . (identifier) @name (value_arguments) @args) @inner
  (annotated_lambda (lambda_literal) @lambda)) @call
(call_expression . (call_expression . (navigation_expression (_) @receiver (identifier) @name .)
  (value_arguments) @args) @inner (annotated_lambda (lambda_literal) @lambda)) @call

(property_declaration (variable_declaration (identifier) @target (user_type)? @type) "=" (_) @value) @assign
(property_declaration (variable_declaration (identifier) @target (user_type) @type)) @assign
(class_parameter (identifier) @target (user_type) @type) @assign
(assignment . (_) @target (_) @value .) @assign

(_ (modifiers (annotation (constructor_invocation (user_type) @name (value_arguments) @args)) @annotation)) @annotated
(_ (modifiers (annotation (user_type) @name) @annotation)) @annotated
(annotated_expression (annotation (user_type) @name) @annotation . (parenthesized_expression)? @args)
(import) @import

(for_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(do_while_statement (#set! kind loop)) @block
(catch_block (#set! kind catch)) @block
(finally_block (#set! kind finally)) @block
`,
  flow: `
(return_expression (#set! kind return)) @exit
(throw_expression (#set! kind throw)) @exit
(if_expression (block) @block (#set! kind branch))
(when_entry (#set! kind branch)) @block
(try_expression (block) @block (#set! kind try))
`,
  constants: `
(property_declaration (variable_declaration (identifier) @target) (string_literal) @value) @assign
`,
  readers: {
    string_literal: 'string',
    multiline_string_literal: 'string',
    number_literal: 'number',
    identifier: 'name',
    navigation_expression: 'name',
    this_expression: 'name',
    callable_reference: 'name',
    call_expression: 'call',
    lambda_literal: 'function',
    annotated_lambda: 'unwrap',
    anonymous_function: 'function',
    value_argument: 'item',
    collection_literal: 'list',
    parenthesized_expression: 'unwrap',
    binary_expression: 'concat',
    additive_expression: 'concat',
    line_comment: 'skip',
    block_comment: 'skip',
    multiline_comment: 'skip',
  },
  interpolated: /\$/,
  plainParts: new Set(['string_content', 'escape_sequence']),
  // The grammar gives `$name` as plain text.
  textHoles: /\$[A-Za-z_]\w*/g,
  classPaths: true,
  imports: (text) => imports(text),
};
