/** Files by which the two sides of the editor's bench talk, in the workspace. */
export const PORT = '.bench-port';
export const ENDED = '.bench-ended';
export const MEASURED = '.bench-measured.json';

/** ms. */
export type HostFigures = { readonly coldMs: number; readonly warmMs: number; readonly blockedMs: number };
