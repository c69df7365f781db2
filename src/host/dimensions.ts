/** What a connection's figures can be narrowed to. */
export type Dimensions = {
  readonly environments: readonly string[];
  /** Newest first where that is known; `services`: those that had the version. */
  readonly versions: readonly { readonly version: string; readonly services: readonly string[] }[];
};

export type DimensionSource = (connection: string, signal: AbortSignal) => Promise<Dimensions>;
