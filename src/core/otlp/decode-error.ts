export type DecodeErrorCode =
  /** Nothing, or only whitespace. */
  | 'empty'
  /** The data ends in the middle. */
  | 'truncated'
  /** Breaks the grammar of its own format. */
  | 'malformed'
  /** Well formed, but a value is not what the format has there. */
  | 'unexpected'
  /** No trace format at all. */
  | 'unknown-format'
  | 'too-large';

/** The only thing a decoder throws. The message is a sentence for the user: what was expected, what was found, where. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode;
  /** Bytes from the start of the (decompressed) data. */
  readonly offset: number;
  constructor(code: DecodeErrorCode, offset: number, message: string) {
    super(message);
    this.name = 'DecodeError';
    this.code = code;
    this.offset = offset;
  }
}
