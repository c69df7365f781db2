import type { Candidate, Source } from '../../core/mapping/candidate.ts';
import type { Confidence, Role, Strategy } from '../../core/mapping/resolution.ts';
import { FILE } from '../files/classify-file.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { type SymbolRow, symbolText } from '../indexes/symbol-index.ts';

export type Claim = {
  readonly strategy: Strategy;
  readonly source: Source;
  readonly level: Confidence;
  readonly why: string;
  readonly role?: Role;
  /** Added to the score: what speaks for this one among equals. */
  readonly bonus?: number;
  readonly stale?: string | null;
  readonly revision?: string | null;
};

/** Order among strategies of one level, the table of spec/mapping.md section 5. */
const STRATEGY_SCORE: Readonly<Record<Strategy, number>> = {
  picked: 200,
  'file-line': 190,
  'source-map': 180,
  symbol: 170,
  framework: 160,
  'code-origin': 150,
  'built-file': 140,
  'span-name': 130,
  route: 120,
  rpc: 120,
  messaging: 120,
  graphql: 110,
  faas: 110,
  database: 100,
  'http-call': 90,
  stack: 60,
  'called-from': 20,
};

/** Tests, examples and copies come after the real thing. */
export function filePenalty(flags: number): number {
  return (
    (flags & FILE.generated ? 40 : 0) +
    (flags & FILE.vendored ? 40 : 0) +
    (flags & FILE.built ? 30 : 0) +
    (flags & FILE.test ? 20 : 0) +
    (flags & FILE.example ? 10 : 0)
  );
}

/** A line of a file. Its group is the function around it, so that strategies that mean the same code meet. */
export function lineCandidate(index: CodeIndex, entry: FileEntry, line: number, claim: Claim): Candidate {
  const around = index.symbols.around(entry.id, line);
  return build(index, entry, line, line, around, undefined, claim);
}

/** A declaration. */
export function declCandidate(index: CodeIndex, entry: FileEntry, row: SymbolRow, claim: Claim): Candidate {
  return build(index, entry, row.line, row.endLine, row, row, claim);
}

/** A range found in the facts of a file: a handler without a name, a call. */
export function rangeCandidate(
  index: CodeIndex,
  entry: FileEntry,
  range: { readonly line: number; readonly endLine: number; readonly symbol: string },
  claim: Claim,
): Candidate {
  const around = index.symbols.around(entry.id, range.line);
  const made = build(index, entry, range.line, range.endLine, around, undefined, claim);
  return range.symbol ? { ...made, symbol: range.symbol } : made;
}

function build(
  index: CodeIndex,
  entry: FileEntry,
  line: number,
  endLine: number,
  around: SymbolRow | undefined,
  row: SymbolRow | undefined,
  claim: Claim,
): Candidate {
  const unit = around?.line ?? `line ${line}`;
  return {
    folder: index.files.folderPath(entry),
    file: entry.path,
    line,
    endLine,
    symbol: around ? symbolText(around) : '',
    column: row?.column,
    group: `${entry.id}:${unit}`,
    strategy: claim.strategy,
    level: claim.level,
    score: STRATEGY_SCORE[claim.strategy] + (claim.bonus ?? 0) - filePenalty(entry.flags),
    role: claim.role ?? 'code',
    why: claim.why,
    stale: claim.stale ?? null,
    revision: claim.revision ?? null,
    source: claim.source,
  };
}
