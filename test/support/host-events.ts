// What passes between the task that starts the in-host tests and the code that runs them inside the extension host:
// a file to read at the start, and one line of JSON for each event.

export type HostRunConfig = {
  /** Bundled test files, relative to the index. */
  readonly files: readonly string[];
  /** Where events are appended to. */
  readonly report: string;
  /** Milliseconds one test may take. */
  readonly testTimeout: number;
};

export type HostEvent =
  | { readonly kind: 'start' | 'skip'; readonly title: string }
  | { readonly kind: 'pass'; readonly title: string; readonly ms: number }
  | { readonly kind: 'fail'; readonly title: string; readonly message: string }
  | { readonly kind: 'end' };
