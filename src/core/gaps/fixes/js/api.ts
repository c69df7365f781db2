import type { ParsedFile } from '../fix-plan.ts';
import { freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { insert, lineEnd, type TextEdit } from '../text-edit.ts';
import type { JsStyle } from './style.ts';

export const JS_API = '@opentelemetry/api';

/** Names of the OpenTelemetry API in a file: those it has, and the edits that bring the others. */
export class JsApi {
  readonly taken: Set<string>;
  readonly #file: ParsedFile;
  readonly #style: JsStyle;
  readonly #have = new Map<string, string>();
  readonly #added = new Map<string, string>();
  #list: SyntaxNode | undefined;
  #tracer: string | undefined;
  #declare = '';

  constructor(file: ParsedFile, style: JsStyle) {
    this.#file = file;
    this.#style = style;
    this.taken = namesIn(file.root);
    for (const statement of file.root.namedChildren) {
      if (statement.type === 'import_statement' && !statement.text.startsWith('import type'))
        this.#readImport(statement);
      else if (/^(?:lexical|variable)_declaration$/.test(statement.type)) this.#readRequire(statement);
    }
  }

  /** What the file calls `name` of the API. */
  use(name: string): string {
    const known = this.#have.get(name) ?? this.#added.get(name);
    if (known) return known;
    const local = freshName(this.taken, name, `otel${name[0]?.toUpperCase()}${name.slice(1)}`);
    this.taken.add(local);
    this.#added.set(name, local);
    return local;
  }

  /** The tracer of the file, declared once. */
  tracer(called: string): string {
    if (this.#tracer !== undefined) return this.#tracer;
    const known = declaredTracer(this.#file.root);
    if (known) {
      this.#tracer = known;
      return known;
    }
    const { quote, semi } = this.#style;
    const trace = this.use('trace');
    const name = freshName(this.taken, 'tracer', 'otelTracer');
    this.taken.add(name);
    this.#declare = `const ${name} = ${trace}.getTracer(${quote}${called}${quote})${semi}`;
    this.#tracer = name;
    return name;
  }

  /** Imports and the tracer, below the imports that are there. */
  edits(): TextEdit[] {
    const { text } = this.#file;
    const { eol, modules, quote, semi } = this.#style;
    const out: TextEdit[] = [];
    const names = [...this.#added].map(([name, local]) =>
      name === local
        ? name
        : modules === 'cjs' && !this.#list
          ? `${name}: ${local}`
          : `${name}${this.#list?.type === 'object_pattern' ? ':' : ' as'} ${local}`,
    );
    const lines: string[] = [];
    if (names.length > 0 && this.#list) {
      const last = this.#list.namedChildren.at(-1);
      if (last) out.push(insert(last.endIndex, `, ${names.join(', ')}`));
      else out.push(insert(this.#list.startIndex + 1, ` ${names.join(', ')} `));
    } else if (names.length > 0) {
      names.sort();
      lines.push(
        modules === 'cjs'
          ? `const { ${names.join(', ')} } = require(${quote}${JS_API}${quote})${semi}`
          : `import { ${names.join(', ')} } from ${quote}${JS_API}${quote}${semi}`,
      );
    }
    if (this.#declare !== '')
      lines.push(...(lines.length > 0 || this.#hasImports() ? ['', this.#declare] : [this.#declare]));
    if (lines.length === 0) return out;
    const at = this.#place();
    if (at === 0) out.push(insert(0, `${lines.join(eol)}${eol}${eol}`));
    else out.push(insert(at, `${eol}${lines.join(eol)}${this.#needsGap(at) ? eol : ''}`));
    // What belongs after the imports must not come between them.
    return text === '' ? [insert(0, lines.join(eol))] : out;
  }

  #hasImports = (): boolean => lastImport(this.#file.root, this.#style.modules) !== undefined;

  /** A declaration right below the imports is not glued to what follows. */
  #needsGap(at: number): boolean {
    const { text } = this.#file;
    return (
      this.#declare !== '' && !/^[ \t]*\r?\n[ \t]*(?:\r?\n|$)/.test(text.slice(at)) && at < text.length - 1
    );
  }

  /** End of the line of the last import, else of the head of the file. */
  #place(): number {
    const { root, text } = this.#file;
    const last = lastImport(root, this.#style.modules);
    if (last) return trimmedEnd(text, lineEnd(text, last.endIndex));
    const head = root.namedChildren.findLast(
      (n) =>
        n.type === 'hash_bang_line' ||
        (n.type === 'expression_statement' && n.namedChildren[0]?.type === 'string'),
    );
    return head ? trimmedEnd(text, lineEnd(text, head.endIndex)) : 0;
  }

  #readImport(statement: SyntaxNode): void {
    if (statement.childForFieldName('source')?.text.slice(1, -1) !== JS_API) return;
    for (const node of nodesIn(statement)) {
      if (node.type === 'named_imports') this.#list = node;
      if (node.type !== 'import_specifier' || /^type\s/.test(node.text)) continue;
      const name = node.childForFieldName('name')?.text ?? '';
      this.#have.set(name, node.childForFieldName('alias')?.text ?? name);
    }
  }

  #readRequire(statement: SyntaxNode): void {
    for (const one of statement.namedChildren) {
      const pattern = one.childForFieldName('name');
      if (pattern?.type !== 'object_pattern' || !one.childForFieldName('value')?.text.includes(JS_API))
        continue;
      this.#list = pattern;
      for (const part of pattern.namedChildren) {
        const name = part.childForFieldName('key')?.text ?? part.text;
        this.#have.set(name, part.childForFieldName('value')?.text ?? name);
      }
    }
  }
}

const trimmedEnd = (text: string, end: number): number => (text[end - 1] === '\r' ? end - 1 : end);

function lastImport(root: SyntaxNode, modules: 'esm' | 'cjs'): SyntaxNode | undefined {
  const imports = root.namedChildren.filter(
    (n) =>
      n.type === 'import_statement' ||
      (modules === 'cjs' &&
        /^(?:lexical|variable)_declaration$/.test(n.type) &&
        /=\s*require\(/.test(n.text) &&
        !n.text.includes('=>')),
  );
  return imports.at(-1);
}

/** `const tracer = trace.getTracer(...)` at the top of the file, or one that is imported from a module of the project. */
function declaredTracer(root: SyntaxNode): string | undefined {
  for (const statement of root.namedChildren) {
    const declaration =
      statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
    if (declaration && /^(?:lexical|variable)_declaration$/.test(declaration.type)) {
      for (const one of declaration.namedChildren) {
        const value = one.childForFieldName('value');
        if (
          value?.type === 'call_expression' &&
          /getTracer$/.test(value.childForFieldName('function')?.text ?? '')
        )
          return one.childForFieldName('name')?.text;
        if (
          /require\(['"]\.[^'"]*['"]\)/.test(value?.text ?? '') &&
          /\btracer\b/.test(one.childForFieldName('name')?.text ?? '')
        )
          return 'tracer';
      }
    }
    if (
      statement.type === 'import_statement' &&
      /^['"][.@~#]/.test(statement.childForFieldName('source')?.text ?? '') &&
      /[{,\s]tracer\b/.test(statement.text.replace(/from[\s\S]*$/, ''))
    )
      return 'tracer';
  }
  return undefined;
}
