/** The buffers of columns that were made to be sent, for moving instead of copying. */
export const buffersOf = (...columns: readonly { readonly buffer: ArrayBufferLike }[]): ArrayBuffer[] =>
  columns.map((c) => c.buffer).filter((b): b is ArrayBuffer => b instanceof ArrayBuffer);
