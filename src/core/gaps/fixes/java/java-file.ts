import type { ParsedFile } from '../fix-plan.ts';
import { isIn, namesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, indentAt, indentUnit, insert, lineEnd, lineStart, type TextEdit } from '../text-edit.ts';

const TYPES = isIn(
  new Set(['class_declaration', 'record_declaration', 'interface_declaration', 'enum_declaration']),
);

/** Imports and the tracer field of a Java file. */
export class JavaFile {
  readonly taken: Set<string>;
  readonly #file: ParsedFile;
  readonly #imported = new Map<string, string>();
  readonly #added = new Set<string>();
  #field: TextEdit | undefined;

  constructor(file: ParsedFile) {
    this.#file = file;
    this.taken = namesIn(file.root);
    for (const node of file.root.namedChildren) {
      if (node.type !== 'import_declaration') continue;
      const path = node.text.replace(/^import\s+(?:static\s+)?/, '').replace(/\s*;$/, '');
      this.#imported.set(path.split('.').at(-1) ?? '', path);
    }
  }

  /** Simple name, or the full one where the simple one is taken. */
  use(path: string): string {
    const name = path.split('.').at(-1) ?? '';
    const known = this.#imported.get(name);
    if (known === path) return name;
    if (known !== undefined || this.#declares(name)) return path;
    this.#added.add(path);
    return name;
  }

  /** A static field of the outermost type; interfaces and enums get none. */
  tracer(within: SyntaxNode, called: string): string {
    let type: SyntaxNode | undefined;
    for (let at: SyntaxNode | null = within; at; at = at.parent) if (TYPES(at)) type = at;
    const body = type?.childForFieldName('body');
    const known = body && declaredTracer(body);
    if (known) return known;
    const make = `${this.use('io.opentelemetry.api.GlobalOpenTelemetry')}.getTracer("${called}")`;
    if (!type || !body || type.type === 'interface_declaration' || type.type === 'enum_declaration')
      return make;
    const name = this.taken.has('TRACER') ? 'OTEL_TRACER' : 'TRACER';
    const { text } = this.#file;
    const eol = eolOf(text);
    const indent = indentAt(text, body.startIndex) + indentUnit(text, '    ');
    const rest = text.slice(body.startIndex + 1, body.endIndex);
    const gap = /^[ \t]*(?:\r?\n[ \t]*(?:\r?\n|\})|\})/.test(rest) ? '' : eol;
    const field = `${indent}private static final ${this.use('io.opentelemetry.api.trace.Tracer')} ${name} = ${make};`;
    this.#field = insert(body.startIndex + 1, `${eol}${field}${gap}`);
    return name;
  }

  edits(): TextEdit[] {
    const { root, text } = this.#file;
    const eol = eolOf(text);
    const out: TextEdit[] = this.#field ? [this.#field] : [];
    const added = [...this.#added].sort();
    if (added.length === 0) return out;
    const imports = root.namedChildren.filter(
      (n) => n.type === 'import_declaration' && !/^import\s+static/.test(n.text),
    );
    const end = (node: SyntaxNode) => {
      const at = lineEnd(text, node.endIndex);
      return text[at - 1] === '\r' ? at - 1 : at;
    };
    const last = imports.at(-1);
    if (last) {
      for (const path of added) {
        const before = imports.find((n) => n.text > `import ${path};`);
        const line = `import ${path};`;
        out.push(
          before ? insert(lineStart(text, before.startIndex), line + eol) : insert(end(last), eol + line),
        );
      }
      return out;
    }
    const block = added.map((path) => `import ${path};`).join(eol);
    const pkg = root.namedChildren.find((n) => n.type === 'package_declaration');
    out.push(pkg ? insert(end(pkg), `${eol}${eol}${block}`) : insert(0, `${block}${eol}${eol}`));
    return out;
  }

  #declares(name: string): boolean {
    return this.#file.root.namedChildren.some((n) => TYPES(n) && n.childForFieldName('name')?.text === name);
  }
}

function declaredTracer(body: SyntaxNode): string | undefined {
  for (const node of body.namedChildren)
    if (
      node.type === 'field_declaration' &&
      /(?:^|\.)Tracer$/.test(node.childForFieldName('type')?.text ?? '')
    )
      return node.childForFieldName('declarator')?.childForFieldName('name')?.text;
  return undefined;
}
