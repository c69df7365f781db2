/** Why a pattern cannot be read; the message continues "The pattern is not valid: ". */
export class PatternError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
