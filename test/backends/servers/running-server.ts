export type StartOptions = {
  readonly title: string;
  /** The installed program or .jar. */
  readonly program: string;
  /** An empty folder for its configuration, data and output. */
  readonly dir: string;
  /** Jaeger, Tempo: require the tenant's header. */
  readonly tenancy?: boolean;
  /** Jaeger: address of a Prometheus for service performance figures. */
  readonly prometheus?: string;
  /** Tempo 3: hide what is newer than this ("30s" is its default, which tests can't wait for). */
  readonly cutoff?: string;
  /** Tempo 2: false leaves TraceQL metrics without the processor that they need. */
  readonly localBlocks?: boolean;
};

export type RunningServer = {
  /** Where its query API is. */
  readonly url: string;
  /** Takes OTLP by POST, where the server does. */
  readonly otlp: string | undefined;
  /** Takes Zipkin v2 JSON by POST, where the server does. */
  readonly zipkin: string | undefined;
  stop(): Promise<void>;
};
