import type { ParsedLanguage } from '../../facts/facts.ts';
import type { Finding } from '../model.ts';
import type { RuleFamily } from '../rule.ts';
import type { SyntaxNode } from './syntax.ts';
import type { TextEdit } from './text-edit.ts';

/** What a fix needs to know of a finding. */
export type FixTarget = Pick<
  Finding,
  | 'rule'
  | 'service'
  | 'tech'
  | 'file'
  | 'line'
  | 'column'
  | 'endLine'
  | 'symbol'
  | 'keys'
  | 'title'
  | 'remedy'
> & { readonly fingerprint: string };

/** A file as it stands, parsed. */
export type ParsedFile = {
  readonly path: string;
  readonly text: string;
  readonly language: ParsedLanguage;
  readonly root: SyntaxNode;
};

/** The rest of the project, by path relative to the workspace; undefined for a file that is not there. */
export type FixProject = {
  readonly read: (path: string) => string | undefined;
  /** Folder of the service's manifest, '' for the workspace itself. */
  readonly root: string;
  readonly manifest: string;
  readonly family: RuleFamily;
  /** As traces call it. */
  readonly service: string;
  readonly esm: boolean;
  /** Packages that would close findings of this service. */
  readonly remedies: readonly string[];
  /** Paths at and below the service's root, and what lies beside the file of the finding. */
  readonly files: readonly string[];
};

export type FileEdit =
  | { readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly path: string; readonly create: string };

/** Text edits to look at, and what an editor cannot do: fetch packages, set variables. */
export type FixPlan = {
  readonly edits: readonly FileEdit[];
  /** Sentences. */
  readonly notes: readonly string[];
  /** To run afterwards, in a folder of the workspace. */
  readonly command?: { readonly folder: string; readonly line: string };
};

/** Why there is no edit, and what to do instead. */
export type Refusal = { readonly refused: string };

export type FixOutcome = FixPlan | Refusal;

export const refused = (sentence: string): Refusal => ({ refused: sentence });

export const planOf = (path: string, edits: readonly TextEdit[], notes: readonly string[] = []): FixPlan => ({
  edits: [{ path, edits }],
  notes,
});

/** Both; the notes of the first come first. */
export const joined = (a: FixPlan, b: FixPlan | undefined): FixPlan =>
  b
    ? {
        edits: [...a.edits, ...b.edits],
        notes: [...new Set([...a.notes, ...b.notes])],
        ...((a.command ?? b.command)
          ? { command: (a.command ?? b.command) as NonNullable<FixPlan['command']> }
          : {}),
      }
    : a;
