import { DECL_KINDS } from '../../core/facts/facts.ts';
import type { ConstantText, FileSummary, NamedDecl } from '../indexes/file-summary.ts';
import type { DescribedFile } from './describe-file.ts';

/** Described files on their way between threads: numbers, each text once, and the few that have sites as objects. */
export type PackedFiles = {
  readonly numbers: Int32Array<ArrayBuffer>;
  readonly texts: readonly string[];
  readonly extras: readonly Extra[];
};

type Extra = Pick<FileSummary, 'sites' | 'imports'>;
export type Numbered = { readonly id: number; readonly described: DescribedFile };

const KIND_BITS = 8;
const DEFAULT_BIT = 16;

export function packFiles(files: readonly Numbered[]): PackedFiles {
  const numbers: number[] = [];
  const texts: string[] = [];
  const extras: Extra[] = [];
  const ids = new Map<string, number>();
  const text = (value: string): number => {
    let id = ids.get(value);
    if (id === undefined) {
      id = texts.length;
      texts.push(value);
      ids.set(value, id);
    }
    return id;
  };
  for (const { id, described } of files) {
    const { hash, generated, summary, skipped } = described;
    numbers.push(
      id,
      text(hash),
      text(skipped),
      (generated ? 1 : 0) | (summary ? 2 : 0) | (summary?.hasErrors ? 4 : 0),
    );
    if (!summary) continue;
    numbers.push(
      text(summary.package),
      summary.sites ? extras.push({ sites: summary.sites, imports: summary.imports }) : 0,
    );
    numbers.push(summary.decls.length);
    for (const d of summary.decls)
      numbers.push(
        text(d.name),
        text(d.path),
        DECL_KINDS.indexOf(d.kind) | (d.isDefault ? DEFAULT_BIT : 0) | (d.column << KIND_BITS),
        d.line,
        d.startLine,
        d.endLine,
      );
    numbers.push(summary.constants.length);
    for (const c of summary.constants) numbers.push(text(c.name), text(c.path), text(c.text), c.line);
    numbers.push(summary.calledNames.length);
    for (const name of summary.calledNames) numbers.push(text(name));
  }
  return { numbers: Int32Array.from(numbers), texts, extras };
}

export function* unpackFiles(packed: PackedFiles): Iterable<Numbered> {
  const { numbers, texts, extras } = packed;
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  const text = () => texts[next()] ?? '';
  while (at < numbers.length) {
    const id = next();
    const hash = text();
    const skipped = text();
    const bits = next();
    const generated = (bits & 1) !== 0;
    if ((bits & 2) === 0) {
      yield { id, described: { hash, generated, summary: undefined, skipped } };
      continue;
    }
    const pkg = text();
    const extra = extras[next() - 1];
    const decls = Array.from({ length: next() }, (): NamedDecl => {
      const name = text();
      const path = text();
      const kind = next();
      return {
        name,
        path,
        kind: DECL_KINDS[kind & (DEFAULT_BIT - 1)] ?? 'function',
        isDefault: (kind & DEFAULT_BIT) !== 0,
        column: kind >> KIND_BITS,
        line: next(),
        startLine: next(),
        endLine: next(),
      };
    });
    const constants = Array.from(
      { length: next() },
      (): ConstantText => ({ name: text(), path: text(), text: text(), line: next() }),
    );
    const calledNames = Array.from({ length: next() }, text);
    const summary: FileSummary = {
      package: pkg,
      decls,
      constants,
      calledNames,
      sites: extra?.sites,
      imports: extra?.imports ?? [],
      hasErrors: (bits & 4) !== 0,
    };
    yield { id, described: { hash, generated, summary, skipped } };
  }
}
