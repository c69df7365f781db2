import type { ParsedFile } from '../fix-plan.ts';
import { freshName, namesIn, nodesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, insert, lineEnd, type TextEdit } from '../text-edit.ts';

/** Names of the OpenTelemetry API in a Python module, and the edits that bring those it lacks. */
export class PyModule {
  readonly taken: Set<string>;
  readonly #file: ParsedFile;
  readonly #have = new Map<string, string>();
  readonly #added = new Map<string, { readonly module: string; readonly local: string }>();
  #tracer: string | undefined;
  #declare = '';

  constructor(file: ParsedFile) {
    this.#file = file;
    this.taken = namesIn(file.root);
    for (const statement of file.root.namedChildren) {
      if (statement.type !== 'import_from_statement') continue;
      const module = statement.childForFieldName('module_name')?.text ?? '';
      if (!module.startsWith('opentelemetry')) continue;
      for (const node of statement.namedChildren.slice(1)) {
        const name = node.childForFieldName('name')?.text ?? node.text;
        this.#have.set(`${module}.${name}`, node.childForFieldName('alias')?.text ?? name);
      }
    }
  }

  /** `use('opentelemetry.trace', 'SpanKind')`: what the module calls it. */
  use(module: string, name: string): string {
    const key = `${module}.${name}`;
    const known = this.#have.get(key) ?? this.#added.get(key)?.local;
    if (known) return known;
    const local = freshName(this.taken, name, `otel_${name}`);
    this.taken.add(local);
    this.#added.set(key, { module, local });
    return local;
  }

  /** The tracer of the module, declared once. */
  tracer(): string {
    if (this.#tracer !== undefined) return this.#tracer;
    const known = declaredTracer(this.#file.root);
    if (known !== undefined) {
      this.#tracer = known;
      return known;
    }
    const trace = this.use('opentelemetry', 'trace');
    const name = freshName(this.taken, 'tracer', 'otel_tracer');
    this.taken.add(name);
    this.#declare = `${name} = ${trace}.get_tracer(__name__)`;
    this.#tracer = name;
    return name;
  }

  edits(): TextEdit[] {
    const { text, root } = this.#file;
    const eol = eolOf(text);
    const lines = importLines(this.#added);
    const last = root.namedChildren.findLast((n) =>
      /^(?:import_statement|import_from_statement|future_import_statement)$/.test(n.type),
    );
    if (this.#declare !== '') lines.push(...(lines.length > 0 || last ? [''] : []), this.#declare);
    if (lines.length === 0) return [];
    const head = last ?? docstring(root);
    if (!head) {
      const at = afterComments(root);
      return [insert(at, `${at > 0 ? eol : ''}${lines.join(eol)}${eol}${at > 0 ? '' : eol}`)];
    }
    let at = lineEnd(text, head.endIndex);
    if (text[at - 1] === '\r') at--;
    const gap = this.#declare !== '' && !/^\r?\n[ \t]*(?:\r?\n|$)/.test(text.slice(at)) ? eol : '';
    return [insert(at, `${eol}${last ? '' : eol}${lines.join(eol)}${gap}`)];
  }
}

function importLines(
  added: ReadonlyMap<string, { readonly module: string; readonly local: string }>,
): string[] {
  const modules = new Map<string, string[]>();
  for (const [key, { module, local }] of added) {
    const name = key.slice(module.length + 1);
    const part = name === local ? name : `${name} as ${local}`;
    modules.set(module, [...(modules.get(module) ?? []), part].sort());
  }
  return [...modules].sort().map(([module, names]) => `from ${module} import ${names.join(', ')}`);
}

const docstring = (root: SyntaxNode): SyntaxNode | undefined => {
  const first = root.namedChildren.find((n) => n.type !== 'comment');
  return first?.type === 'expression_statement' && first.namedChildren[0]?.type === 'string'
    ? first
    : undefined;
};

/** Below a shebang, an encoding line and a licence. */
function afterComments(root: SyntaxNode): number {
  let at = 0;
  for (const node of root.namedChildren) {
    if (node.type !== 'comment') break;
    at = node.endIndex;
  }
  return at;
}

function declaredTracer(root: SyntaxNode): string | undefined {
  for (const statement of root.namedChildren) {
    if (
      statement.type === 'import_from_statement' &&
      /\btracer\b/.test(statement.text.replace(/^from\s+\S+/, ''))
    ) {
      if (!/^from\s+ddtrace/.test(statement.text)) return 'tracer';
      continue;
    }
    for (const node of nodesIn(statement, (n) => /definition$/.test(n.type))) {
      if (node.type !== 'assignment') continue;
      const value = node.childForFieldName('right');
      if (value?.type === 'call' && /\bget_tracer$/.test(value.childForFieldName('function')?.text ?? ''))
        return node.childForFieldName('left')?.text;
    }
  }
  return undefined;
}
