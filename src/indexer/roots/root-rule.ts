/** Says that what a program has below `runtime` is what the workspace has below `dir`. */
export type RootRule = {
  readonly from: 'settings' | 'taught' | 'launch' | 'compose' | 'docker';
  /** Service it is for, with `*`; '' for any. */
  readonly service: string;
  readonly runtime: readonly string[];
  /** Index into the workspace's folders. */
  readonly folder: number;
  readonly dir: string;
  /** Where it is written, for the evidence. */
  readonly because: string;
};

export const segmentsOf = (path: string): string[] =>
  path
    .replace(/\\/g, '/')
    .replace(/^[a-z]+:\/\/\/?/i, '')
    .replace(/^[A-Za-z]:/, '')
    .split('/')
    .filter((s) => s !== '' && s !== '.');
