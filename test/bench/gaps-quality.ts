import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchRow } from '../support/bench-table.ts';

/**
 * Precision and recall of the gap rules on real services, from labels made by reading every finding of a scan
 * (test/fixtures/gaps/quality.json: repository, commit, file and line of each). `tuned` repositories showed what had
 * to be changed; the others were read once the rules stood. Entry points were counted with grep and by reading,
 * independently of the rules; those that own libraries and buses make count as missed.
 */
type Corpus = {
  readonly source: string;
  readonly commit: string;
  readonly language: string;
  readonly tuned: boolean;
  /** Lines by `rule confidence` and file. */
  readonly right: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly wrong: readonly {
    readonly rule: string;
    readonly confidence: string;
    readonly at: string;
    readonly why: string;
  }[];
  readonly entries?: { readonly found: number; readonly missed: readonly string[] };
};

type Sum = { right: number; wrong: number };

export function rows(): Promise<readonly BenchRow[]> {
  const file = path.join(import.meta.dirname, '../fixtures/gaps/quality.json');
  const { corpora } = JSON.parse(readFileSync(file, 'utf8')) as { corpora: readonly Corpus[] };
  const all: BenchRow[] = [];
  const add = (name: string, sum: Sum, target?: number) =>
    all.push({
      name: `${name}: wrong of ${sum.right + sum.wrong}`,
      value: sum.right + sum.wrong === 0 ? 0 : (100 * sum.wrong) / (sum.right + sum.wrong),
      unit: '%',
      ...(target === undefined ? {} : { target }),
    });
  for (const [name, part] of [
    ['all', corpora],
    ['not tuned on', corpora.filter((c) => !c.tuned)],
  ] as const) {
    add(
      `${name}, high confidence`,
      sumOf(part, (key) => key.endsWith(' high')),
      10,
    );
    add(
      `${name}, shown by default`,
      sumOf(part, () => true),
      20,
    );
    all.push(recall(`${name}, entry points`, part));
  }
  for (const language of new Set(corpora.map((c) => c.language))) {
    const part = corpora.filter((c) => c.language === language);
    add(
      `${language}, ${part.length} repositories`,
      sumOf(part, () => true),
      20,
    );
    if (part.some((c) => c.entries)) all.push(recall(`${language}, entry points`, part));
  }
  const rules = new Set(
    corpora.flatMap((c) => [...Object.keys(c.right), ...c.wrong.map((w) => `${w.rule} ${w.confidence}`)]),
  );
  for (const rule of [...rules].sort())
    add(
      `rule ${rule}`,
      sumOf(corpora, (key) => key === rule),
      rule.endsWith(' high') ? 10 : 20,
    );
  return Promise.resolve(all);
}

function sumOf(corpora: readonly Corpus[], counts: (ruleAndConfidence: string) => boolean): Sum {
  const sum = { right: 0, wrong: 0 };
  for (const { right, wrong } of corpora) {
    for (const [key, files] of Object.entries(right))
      if (counts(key)) for (const lines of Object.values(files)) sum.right += lines.length;
    for (const one of wrong) if (counts(`${one.rule} ${one.confidence}`)) sum.wrong++;
  }
  return sum;
}

function recall(name: string, corpora: readonly Corpus[]): BenchRow {
  let found = 0;
  let missed = 0;
  for (const { entries } of corpora) {
    found += entries?.found ?? 0;
    missed += entries?.missed.length ?? 0;
  }
  const total = found + missed;
  return {
    name: `${name}: missed of ${total}`,
    value: total === 0 ? 0 : (100 * missed) / total,
    unit: '%',
    target: 20,
  };
}
