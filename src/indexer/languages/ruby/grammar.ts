import type { Grammar } from '../grammar.ts';

export const ruby: Grammar = {
  language: 'ruby',
  wasm: 'ruby.wasm',
  query: `
(class name: (_) @name superclass: (_)? @supers (#set! kind class)) @decl
(module name: (_) @name (#set! kind namespace)) @decl
(singleton_class (#set! kind namespace)) @decl
(method name: (_) @name parameters: (_)? @params body: (_)? @body (#set! kind method)) @decl
(singleton_method name: (_) @name parameters: (_)? @params body: (_)? @body (#set! kind method)) @decl
(do_block body: (_)? @body (#set! kind lambda)) @decl
(block body: (_)? @body (#set! kind lambda)) @decl
(lambda (#set! kind lambda)) @decl

(call !receiver method: (_) @name arguments: (_)? @args block: (_)? @lambda) @call
(call receiver: (_) @receiver method: (_) @name arguments: (_)? @args block: (_)? @lambda) @call

(assignment left: [(identifier) (constant) (instance_variable) (class_variable) (global_variable) (call)] @target
  right: (_) @value) @assign

(while (#set! kind loop)) @block
(until (#set! kind loop)) @block
(for (#set! kind loop)) @block
(rescue (#set! kind catch)) @block
(ensure (#set! kind finally)) @block
`,
  flow: '',
  constants: `
(assignment left: (constant) @target right: [(string) (call)] @value) @assign
`,
  readers: {
    string: 'string',
    chained_string: 'concat',
    simple_symbol: 'symbol',
    delimited_symbol: 'symbol',
    hash_key_symbol: 'symbol',
    integer: 'number',
    float: 'number',
    true: 'constant',
    false: 'constant',
    nil: 'constant',
    identifier: 'name',
    constant: 'name',
    scope_resolution: 'name',
    instance_variable: 'name',
    self: 'name',
    element_reference: 'name',
    call: 'call',
    lambda: 'function',
    do_block: 'function',
    block: 'function',
    hash: 'object',
    pair: 'pair',
    array: 'list',
    string_array: 'list',
    symbol_array: 'list',
    bare_string: 'symbol',
    bare_symbol: 'symbol',
    regex: 'string',
    heredoc_beginning: 'name',
    binary: 'concat',
    parenthesized_statements: 'unwrap',
    comment: 'skip',
    block_argument: 'unwrap',
    splat_argument: 'unwrap',
  },
  interpolated: /#\{/,
  plainParts: new Set(['string_content', 'escape_sequence']),
  classPaths: false,
  imports: () => [],
};
