import type { CodeLocation, Confidence, Role, Strategy } from './resolution.ts';

/**
 * One place one strategy proposes. `group` names the code unit (file and declaration): candidates of the same group
 * support one another. `score` orders candidates of one level, higher first.
 */
export type Candidate = CodeLocation & {
  readonly group: string;
  readonly column: number | undefined;
  readonly strategy: Strategy;
  readonly level: Confidence;
  readonly score: number;
  readonly role: Role;
  readonly why: string;
  readonly stale: string | null;
  readonly revision: string | null;
  /** Strategies that read the same attributes cannot confirm one another. */
  readonly source: Source;
};

export type Source =
  | 'code-file'
  | 'code-name'
  | 'framework'
  | 'name'
  | 'entry'
  | 'call'
  | 'stack'
  | 'user'
  | 'ancestor';

const LEVELS: readonly Confidence[] = ['guess', 'likely', 'exact'];

export const levelOf = (confidence: Confidence): number => LEVELS.indexOf(confidence);

export const raised = (confidence: Confidence): Confidence =>
  LEVELS[Math.min(2, levelOf(confidence) + 1)] ?? 'exact';
