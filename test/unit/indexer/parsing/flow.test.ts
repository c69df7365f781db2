// How functions are left: exits and the blocks around them, in every language that has span rules.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileFacts, ParsedLanguage } from '../../../../src/core/facts/facts.ts';
import { grammarsDir } from '../../../../src/indexer/parsing/grammars-dir.ts';
import { createParser } from '../../../../src/indexer/parsing/parser.ts';

const parser = createParser(grammarsDir());

async function flow(language: ParsedLanguage, source: string): Promise<string[]> {
  await parser.prepare(language);
  return outline(parser.parse(language, source), source);
}

/** `exit line`, `block from-to`, in the order of the text. */
function outline(facts: FileFacts, source: string): string[] {
  for (const exit of facts.exits) assert.match(source.slice(exit.start, exit.end), /^(return|throw|raise)/);
  return [
    ...facts.blocks.map((b) => ({ ...b, text: `${b.kind} ${b.line}-${b.endLine}` })),
    ...facts.exits.map((e) => ({ ...e, text: `${e.kind} ${e.text} @${e.line}` })),
  ]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((one) => one.text);
}

test('TypeScript', async () => {
  const source = [
    'const tracer = 1;',
    'function f(a) {',
    '  if (a) {',
    '    return 1;',
    '  } else if (b) throw new E();',
    '  try { g(); }',
    '  catch (e) { throw e; }',
    '  finally { h(); }',
    '}',
  ].join('\n');
  for (const language of ['typescript', 'javascript', 'tsx'] as const)
    assert.deepEqual(await flow(language, source), [
      'branch 3-5',
      'return 1; @4',
      'branch 5-5',
      'branch 5-5',
      'throw new E(); @5',
      'try 6-6',
      'catch 7-7',
      'throw e; @7',
      'finally 8-8',
    ]);
});

test('Python', async () => {
  const source = [
    'tracer = 1',
    'def f(a):',
    '    with tracer.start_as_current_span("x") as span:',
    '        if a:',
    '            return 1',
    '        try:',
    '            g()',
    '        except E:',
    '            raise',
  ].join('\n');
  assert.deepEqual(await flow('python', source), [
    'with 3-9',
    'branch 5-5',
    'return 1 @5',
    'try 7-7',
    'catch 8-9',
    'throw  @9',
  ]);
});

test('Go', async () => {
  const source = [
    'package p',
    'var tracer = 1',
    'func f(a int) error {',
    '\tdefer span.End()',
    '\tif a > 1 {',
    '\t\treturn errA',
    '\t} else {',
    '\t\tgo g()',
    '\t}',
    '\tswitch a {',
    '\tcase 2:',
    '\t\treturn nil',
    '\t}',
    '\treturn nil, err',
    '}',
  ].join('\n');
  assert.deepEqual(await flow('go', source), [
    'defer 4-4',
    'branch 5-7',
    'return errA @6',
    'branch 7-9',
    'go 8-8',
    // The node of a case takes the line break after it along.
    'branch 11-13',
    'return nil @12',
    'return nil, err @14',
  ]);
});

test('Java', async () => {
  const source = [
    'class A { Tracer tracer;',
    '  int f(int a) {',
    '    try (Scope s = span.makeCurrent()) {',
    '      if (a > 1) { return 1; }',
    '      throw new E();',
    '    } catch (E e) { throw e; } finally { span.end(); }',
    '  }',
    '}',
  ].join('\n');
  assert.deepEqual(await flow('java', source), [
    'try 3-6',
    'branch 4-4',
    'return 1; @4',
    'throw new E(); @5',
    'catch 6-6',
    'throw e; @6',
    'finally 6-6',
  ]);
});

test('Kotlin', async () => {
  const source = [
    'class A(val tracer: Tracer) {',
    '  fun f(a: Int): Int {',
    '    try {',
    '      if (a > 1) { return 1 }',
    '      throw E()',
    '    } catch (e: E) { throw e } finally { span.end() }',
    '  }',
    '}',
  ].join('\n');
  assert.deepEqual(await flow('kotlin', source), [
    'try 3-6',
    'branch 4-4',
    'return 1 @4',
    'throw E() @5',
    'catch 6-6',
    'throw e @6',
    'finally 6-6',
  ]);
});

test('C#', async () => {
  const source = [
    'class A { Activity F(int a) {',
    '    using (var activity = S.StartActivity("x")) { G(); }',
    '    try { if (a > 1) { return null; } throw new E(); }',
    '    catch (E e) { throw; }',
    '    finally { H(); }',
    '  }',
    '}',
  ].join('\n');
  assert.deepEqual(await flow('csharp', source), [
    'with 2-2',
    'try 3-3',
    'branch 3-3',
    'return null; @3',
    'throw new E(); @3',
    'catch 4-4',
    'throw ; @4',
    'finally 5-5',
  ]);
});

test('exits are not collected where nothing is traced', async () => {
  assert.deepEqual(await flow('typescript', 'function f() { if (a) return 1; for (;;) {} }'), ['loop 1-1']);
});

test('offsets are those of the text, after characters outside of the BMP too', async () => {
  await parser.prepare('typescript');
  const source = '/* 😀 */ const tracer = make("é");\nfunction f() { return tracer.startSpan("x"); }';
  const facts = parser.parse('typescript', source);
  const [make, start] = facts.calls;
  assert.equal(source.slice(make?.start, make?.end), 'make("é")');
  assert.equal(source.slice(start?.start, start?.end), 'tracer.startSpan("x")');
  assert.equal(source.slice(facts.decls[0]?.start, facts.decls[0]?.end).slice(0, 12), 'function f()');
});
