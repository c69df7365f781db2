import { HOLE } from '../../core/facts/facts.ts';
import { isTelling, matchesTemplate } from '../../core/mapping/template.ts';
import { asInt32, bytesOf, getPostings, getTexts, putPostings, putTexts } from '../cache/section-codec.ts';
import type { Sections } from '../cache/section-file.ts';
import type { FileSummary } from './file-summary.ts';
import type { Interner } from './interner.ts';
import { Postings } from './postings.ts';

/** A span site by its file and its position in that file's list. */
export type SpanRef = { readonly file: number; readonly index: number };

export type ConstantRef = {
  readonly file: number;
  readonly name: string;
  readonly path: string;
  readonly line: number;
};

type Template = SpanRef & { readonly template: string };

/** Span sites by name: literals, templates, and names that a constant holds. */
export class SpanNameIndex {
  readonly #names: Interner;
  /** name -> file, index */
  readonly #literals = new Postings(2);
  /** constant's simple name -> file, index */
  readonly #references = new Postings(2);
  /** text -> file, name, path, line */
  readonly #constants = new Postings(4);
  /** By the first character of their fixed start, '' for those that start with a hole. */
  readonly #templates = new Map<string, Template[]>();
  readonly #templateFiles = new Map<number, string[]>();

  constructor(names: Interner) {
    this.#names = names;
  }

  set(file: number, summary: FileSummary): void {
    this.remove(file);
    for (const [index, { name }] of (summary.sites?.spans ?? []).entries()) {
      if (name.kind === 'literal') this.#literals.add(file, this.#names.id(name.text), index);
      else if (name.kind === 'constant') this.#references.add(file, this.#names.id(simple(name.text)), index);
      else if (name.kind === 'template' && isTelling(name.text))
        this.#addTemplate({ file, index, template: name.text });
    }
    for (const { name, path, text, line } of summary.constants)
      this.#constants.add(file, this.#names.id(text), this.#names.id(name), this.#names.id(path), line);
  }

  remove(file: number): void {
    this.#literals.remove(file);
    this.#references.remove(file);
    this.#constants.remove(file);
    for (const key of this.#templateFiles.get(file) ?? [])
      this.#templates.set(
        key,
        (this.#templates.get(key) ?? []).filter((t) => t.file !== file),
      );
    this.#templateFiles.delete(file);
  }

  save(into: Map<string, Uint8Array>): void {
    putPostings(into, 'literals', this.#literals.save());
    putPostings(into, 'references', this.#references.save());
    putPostings(into, 'constants', this.#constants.save());
    const templates = [...new Set([...this.#templates.values()].flat())];
    putTexts(
      into,
      'templates',
      templates.map((t) => t.template),
    );
    into.set('templates.at', bytesOf(Int32Array.from(templates.flatMap((t) => [t.file, t.index]))));
  }

  load(from: Sections): void {
    this.#literals.load(getPostings(from, 'literals'));
    this.#references.load(getPostings(from, 'references'));
    this.#constants.load(getPostings(from, 'constants'));
    const at = asInt32(from, 'templates.at');
    for (const [i, template] of getTexts(from, 'templates').entries())
      this.#addTemplate({ file: at[2 * i] ?? 0, index: at[2 * i + 1] ?? 0, template });
  }

  literals(name: string): SpanRef[] {
    return refs(this.#literals, this.#names.find(name));
  }

  templates(name: string): (SpanRef & { readonly template: string })[] {
    const buckets = [this.#templates.get(name[0] ?? ''), this.#templates.get('')];
    return buckets.flatMap((bucket) => (bucket ?? []).filter((t) => matchesTemplate(t.template, name)));
  }

  /** Spans named by a constant whose simple name is this. */
  references(constant: string): SpanRef[] {
    return refs(this.#references, this.#names.find(simple(constant)));
  }

  constants(text: string): ConstantRef[] {
    const found: ConstantRef[] = [];
    const id = this.#names.find(text);
    if (id > 0)
      this.#constants.each(id, (row) => {
        found.push({
          file: this.#constants.cell(row, 0),
          name: this.#names.text(this.#constants.cell(row, 1)),
          path: this.#names.text(this.#constants.cell(row, 2)),
          line: this.#constants.cell(row, 3),
        });
      });
    return found;
  }

  #addTemplate(entry: Template): void {
    const key = entry.template.startsWith(HOLE) ? '' : (entry.template[0] ?? '');
    const bucket = this.#templates.get(key);
    if (bucket) bucket.push(entry);
    else this.#templates.set(key, [entry]);
    const keys = this.#templateFiles.get(entry.file);
    if (keys) keys.push(key);
    else this.#templateFiles.set(entry.file, [key]);
  }
}

function refs(postings: Postings, key: number): SpanRef[] {
  const found: SpanRef[] = [];
  if (key > 0)
    postings.each(
      key,
      (row) => void found.push({ file: postings.cell(row, 0), index: postings.cell(row, 1) }),
    );
  return found;
}

/** `names.SPAN`, `Names::SPAN` -> `SPAN` */
export const simple = (name: string): string => name.replace(/^.*[.:\\>$@]/, '');
