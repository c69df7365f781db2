import type { Candidate } from '../../core/mapping/candidate.ts';
import type { Library, Rejected, Strategy } from '../../core/mapping/resolution.ts';

/** Takes in what the strategies find while one site is resolved. */
export class Collector {
  readonly candidates: Candidate[] = [];
  readonly rejected: Rejected[] = [];
  readonly reasons: string[] = [];
  library: Library | null = null;
  /** The answer rests on values that differ between spans of one fingerprint (a path). */
  usedVolatile = false;

  add(candidate: Candidate): void {
    this.candidates.push(candidate);
  }

  reject(strategy: Strategy, what: string, why: string): void {
    if (this.rejected.length < 100) this.rejected.push({ what, strategy, why });
  }

  /** Why a signal that the span has leads nowhere. */
  reason(text: string): void {
    if (!this.reasons.includes(text)) this.reasons.push(text);
  }

  noteLibrary(name: string, file: string): void {
    this.library ??= { name, file };
  }
}
