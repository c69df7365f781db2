import type { Import, ParsedLanguage } from '../../../core/facts/facts.ts';
import type { Grammar, Reader } from '../grammar.ts';

const COMMON = `
(function_declaration name: (_) @name parameters: (_) @params body: (_) @body (#set! kind function)) @decl
(generator_function_declaration name: (_) @name parameters: (_) @params body: (_) @body (#set! kind function)) @decl
(class_declaration name: (_) @name (class_heritage)? @supers (#set! kind class)) @decl
(class name: (_) @name (class_heritage)? @supers (#set! kind class)) @decl
(method_definition name: (_) @name parameters: (_) @params body: (_) @body (#set! kind method)) @decl
(variable_declarator name: (identifier) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl (#set! kind function))
(variable_declarator name: (identifier) @name value: (call_expression arguments: (arguments
  [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl)) (#set! kind function))
(variable_declarator name: (identifier) @name value: (class) @decl (#set! kind class))
(assignment_expression left: [(identifier) (member_expression)] @name
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl (#set! kind function))
(pair key: (_) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl (#set! kind function))
(function_expression name: (_) @name body: (_) @body (#set! kind function)) @decl
(arrow_function body: (_) @body (#set! kind lambda)) @decl
(function_expression body: (_) @body (#set! kind lambda)) @decl

(call_expression function: (identifier) @name arguments: (arguments) @args) @call
(call_expression function: (import) @name arguments: (arguments) @args) @call
(call_expression function: (member_expression object: (_) @receiver property: (_) @name)
  arguments: [(arguments) (template_string)] @args) @call
(call_expression function: (identifier) @name arguments: (template_string) @args) @call
(new_expression constructor: (identifier) @name arguments: (arguments)? @args (#set! new)) @call
(new_expression constructor: (member_expression object: (_) @receiver property: (_) @name)
  arguments: (arguments)? @args (#set! new)) @call

(variable_declarator name: (identifier) @target value: (_) @value) @assign
(variable_declarator name: (object_pattern) @target
  value: [(call_expression function: (identifier) @_require (#eq? @_require require)) (identifier)] @value) @assign
(assignment_expression left: [(identifier) (member_expression)] @target right: (_) @value) @assign
(export_statement "default" value: (_) @value) @assign @target

(decorator (call_expression function: (_) @name arguments: (arguments) @args) @inner) @annotation
(decorator [(identifier) (member_expression)] @name) @annotation
(import_statement) @import
(export_statement source: (_)) @import

(for_statement (#set! kind loop)) @block
(for_in_statement (#set! kind loop)) @block
(while_statement (#set! kind loop)) @block
(do_statement (#set! kind loop)) @block
(catch_clause (#set! kind catch)) @block
(finally_clause (#set! kind finally)) @block
`;

const FLOW = `
(return_statement (#set! kind return)) @exit
(throw_statement (#set! kind throw)) @exit
(if_statement consequence: (_) @block (#set! kind branch))
(else_clause (#set! kind branch)) @block
(switch_case (#set! kind branch)) @block
(switch_default (#set! kind branch)) @block
(try_statement body: (_) @block (#set! kind try))
`;

const JAVASCRIPT_ONLY = `
(field_definition property: (_) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl (#set! kind method))
(field_definition property: (_) @target value: (_) @value) @assign
`;

const CONSTANTS = `
(variable_declarator name: (identifier) @target
  value: [(string) (template_string) (object)] @value) @assign
`;

const ENUMS = `
(variable_declarator name: (identifier) @target value: (as_expression (object)) @value) @assign
(enum_assignment name: (_) @target value: (string) @value) @assign
(public_field_definition name: (_) @target value: (string) @value) @assign
`;

const TYPESCRIPT_ONLY = `
(enum_assignment name: (_) @target value: (string) @value) @assign
(abstract_class_declaration name: (_) @name (class_heritage)? @supers (#set! kind class)) @decl
(interface_declaration name: (_) @name (#set! kind interface)) @decl
(enum_declaration name: (_) @name (#set! kind class)) @decl
(internal_module name: (_) @name (#set! kind namespace)) @decl
(function_signature name: (_) @name parameters: (_) @params (#set! kind function)) @decl
(abstract_method_signature name: (_) @name parameters: (_) @params (#set! kind method)) @decl
(public_field_definition name: (_) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] @decl (#set! kind method))
(public_field_definition name: (_) @target type: (_)? @type value: (_) @value) @assign
(public_field_definition name: (_) @target type: (_) @type !value) @assign
(required_parameter (accessibility_modifier) pattern: (identifier) @target type: (_) @type) @assign
`;

const READERS: Readonly<Record<string, Reader>> = {
  string: 'string',
  template_string: 'string',
  number: 'number',
  true: 'constant',
  false: 'constant',
  null: 'constant',
  undefined: 'constant',
  identifier: 'name',
  member_expression: 'name',
  subscript_expression: 'name',
  this: 'name',
  property_identifier: 'name',
  shorthand_property_identifier: 'name',
  call_expression: 'call',
  new_expression: 'call',
  arrow_function: 'function',
  function_expression: 'function',
  method_definition: 'function',
  object: 'object',
  array: 'list',
  pair: 'pair',
  await_expression: 'unwrap',
  parenthesized_expression: 'unwrap',
  as_expression: 'unwrap-first',
  satisfies_expression: 'unwrap-first',
  non_null_expression: 'unwrap-first',
  binary_expression: 'concat',
  regex: 'string',
  comment: 'skip',
  spread_element: 'unwrap',
};

/** `import a, { b as c } from 'm'`, `import * as n from 'm'`, `export { a } from 'm'`, `export * from 'm'`. */
function imports(text: string): Omit<Import, 'line'>[] {
  const module = /(?:from\s*|import\s*)(['"])([^'"]+)\1/.exec(text)?.[2];
  if (module === undefined) return [];
  const exported = text.startsWith('export');
  const clause = text.replace(/^(import|export)\s+(type\s+)?/, '').replace(/\s*from\s*['"][\s\S]*$/, '');
  const found: Omit<Import, 'line'>[] = [];
  const braces = /\{([\s\S]*?)\}/.exec(clause);
  for (const part of braces?.[1]?.split(',') ?? []) {
    const m = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/.exec(part);
    if (m?.[1]) found.push({ module, name: m[1], alias: m[2] ?? m[1] });
  }
  const star = /\*(?:\s+as\s+([\w$]+))?/.exec(clause);
  if (star) found.push({ module, name: '*', alias: star[1] ?? '' });
  const def = exported ? null : /^\s*([\w$]+)/.exec(clause.replace(/\{[\s\S]*?\}/, ''));
  if (def?.[1]) found.push({ module, name: 'default', alias: def[1] });
  return found.length > 0 ? found : [{ module, name: '', alias: '' }];
}

function grammar(language: ParsedLanguage, extra: string, constants: string): Grammar {
  return {
    language,
    wasm: `${language}.wasm`,
    query: COMMON + extra,
    flow: FLOW,
    constants: CONSTANTS + constants,
    readers: READERS,
    interpolated: /\$\{/,
    plainParts: new Set(['string_fragment', 'escape_sequence']),
    classPaths: false,
    imports,
  };
}

export const typescript = grammar('typescript', TYPESCRIPT_ONLY, ENUMS);
export const tsx = grammar('tsx', TYPESCRIPT_ONLY, ENUMS);
export const javascript = grammar('javascript', JAVASCRIPT_ONLY, '');
