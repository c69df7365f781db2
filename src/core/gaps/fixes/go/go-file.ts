import type { FixProject, ParsedFile } from '../fix-plan.ts';
import { freshName, namesIn, type SyntaxNode } from '../syntax.ts';
import { eolOf, insert, lineEnd, lineStart, type TextEdit } from '../text-edit.ts';

/** Imports of a Go file, and the edits that bring those it lacks. */
export class GoFile {
  readonly taken: Set<string>;
  readonly #file: ParsedFile;
  readonly #project: FixProject;
  readonly #have = new Map<string, string>();
  readonly #added = new Map<string, string>();
  #declare = '';

  constructor(file: ParsedFile, project: FixProject) {
    this.#file = file;
    this.#project = project;
    this.taken = namesIn(file.root);
    for (const spec of specs(file.root)) {
      const path = spec.childForFieldName('path')?.text.slice(1, -1) ?? '';
      const name = spec.childForFieldName('name')?.text ?? lastName(path);
      if (name !== '_' && name !== '.') this.#have.set(path, name);
      this.taken.add(name);
    }
  }

  /** The name of a package; where another one has it, the alias people use. */
  use(path: string, alias: string): string {
    const known = this.#have.get(path) ?? this.#added.get(path);
    if (known) return known;
    const name = freshName(this.taken, lastName(path), alias);
    this.taken.add(name);
    this.#added.set(path, name);
    return name;
  }

  /** A variable of the package: no other file of the folder may declare it again. */
  tracer(called: string): string {
    const dir = dirOf(this.#file.path);
    const siblings = this.#project.files
      .filter(
        (f) => f.endsWith('.go') && !f.endsWith('_test.go') && dirOf(f) === dir && f !== this.#file.path,
      )
      .map((f) => this.#project.read(f) ?? '');
    const texts = [this.#file.text, ...siblings];
    for (const text of texts) {
      const known = /^(?:var\s+|\t)(\w+)\s*(?:trace\.Tracer\s*)?=\s*\w+\.Tracer\(/m.exec(text)?.[1];
      if (known !== undefined) return known;
    }
    const outside = new Set(this.taken);
    for (const text of siblings)
      for (const m of text.matchAll(/^(?:var|func|const|type)\s+(\w+)/gm)) outside.add(m[1] ?? '');
    const name = freshName(outside, 'tracer', 'otelTracer');
    this.taken.add(name);
    this.#declare = `var ${name} = ${this.use('go.opentelemetry.io/otel', 'otelapi')}.Tracer("${called}")`;
    return name;
  }

  edits(): TextEdit[] {
    const { root, text } = this.#file;
    const eol = eolOf(text);
    const out: TextEdit[] = [];
    const added = [...this.#added]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, name]) => (name === lastName(path) ? `"${path}"` : `${name} "${path}"`));
    const declarations = root.namedChildren.filter((n) => n.type === 'import_declaration');
    const last = declarations.at(-1);
    const list = declarations.flatMap((d) => d.namedChildren).findLast((n) => n.type === 'import_spec_list');
    const declare = this.#declare === '' ? '' : `${eol}${eol}${this.#declare}`;
    const end = (node: SyntaxNode) => {
      const at = lineEnd(text, node.endIndex);
      return text[at - 1] === '\r' ? at - 1 : at;
    };
    if (added.length > 0 && list) {
      out.push(...intoList(list, [...this.#added], text, eol, end));
      if (declare !== '') out.push(insert(end(last ?? list), declare));
      return out;
    }
    const block =
      added.length === 0
        ? ''
        : added.length === 1
          ? `${eol}import ${added[0]}`
          : `${eol}import (${added.map((a) => `${eol}\t${a}`).join('')}${eol})`;
    const clause = root.namedChildren.find((n) => n.type === 'package_clause');
    const after = last ?? clause;
    if (after && (block !== '' || declare !== ''))
      out.push(insert(end(after), `${last ? '' : block === '' ? '' : eol}${block}${declare}`));
    return out;
  }
}

/** Sorted into the last group as gofmt has it; third-party packages stand apart from the standard library. */
function intoList(
  list: SyntaxNode,
  added: readonly (readonly [path: string, name: string])[],
  text: string,
  eol: string,
  end: (node: SyntaxNode) => number,
): TextEdit[] {
  const pathOf = (spec: SyntaxNode) => spec.childForFieldName('path')?.text.slice(1, -1) ?? '';
  const all = list.namedChildren.filter((n) => n.type === 'import_spec');
  const last = all.at(-1);
  const sorted = [...added].sort(([a], [b]) => (a < b ? -1 : 1));
  const lineOf = ([path, name]: readonly [string, string]) =>
    name === lastName(path) ? `\t"${path}"` : `\t${name} "${path}"`;
  if (!last) return [insert(list.startIndex + 1, `${sorted.map((one) => eol + lineOf(one)).join('')}${eol}`)];
  const inGroup = (spec: SyntaxNode) => !/\n[ \t]*\r?\n/.test(text.slice(spec.endIndex, last.startIndex));
  const group = all.filter(inGroup);
  const standard = !pathOf(last).includes('.');
  return sorted.map((one, i) => {
    const apart = standard && one[0].includes('.');
    const before = apart ? undefined : group.find((spec) => pathOf(spec) > one[0]);
    if (before) return insert(lineStart(text, before.startIndex), lineOf(one) + eol);
    const first = apart && !sorted.slice(0, i).some(([path]) => path.includes('.'));
    return insert(end(last), `${first ? eol : ''}${eol}${lineOf(one)}`);
  });
}

const lastName = (path: string): string => {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  return /^v\d+$/.test(last) ? (parts.at(-2) ?? last) : last;
};

const dirOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function specs(root: SyntaxNode): SyntaxNode[] {
  return root.namedChildren
    .filter((n) => n.type === 'import_declaration')
    .flatMap((d) => d.namedChildren)
    .flatMap((n) => (n.type === 'import_spec_list' ? n.namedChildren : [n]))
    .filter((n) => n.type === 'import_spec');
}
