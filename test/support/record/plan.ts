// What `npm run record` needs to know of a language: data only, one file a language below plans/.

export type Step = {
  readonly command: readonly string[];
  /** Below /srv/app; '' is /srv/app itself. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Files whose text decides whether the step must run again; without any it always runs. */
  readonly inputs?: readonly string[];
};

export type Service = {
  readonly name: string;
  /** Where its recording goes, if its folder is not its name: a worker of another service's code. */
  readonly directory?: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Taken as started when this answers, whatever it says. */
  readonly port: number;
  /** A stand-in (database, cache): sends no spans, and nothing of it is written. */
  readonly standIn?: true;
};

export type Request = {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A recording of a service that does not do what it should is worth nothing. */
  readonly status: number;
};

export type Plan = {
  /** Programs that must be there, each with the arguments that make it say its version. */
  readonly tools: readonly (readonly string[])[];
  readonly steps: readonly Step[];
  readonly services: readonly Service[];
  readonly requests: readonly Request[];
  /** What instrumentation writes of the machine and no setting keeps out, and what stands there instead. */
  readonly neutral?: readonly (readonly [RegExp, string])[];
  /** For jobs that run by the clock, ms. */
  readonly waitMs: number;
};

export const APP = '/srv/app';
/** A copy of the Node that records: services write down the path of theirs. */
export const NODE = '/srv/bin/node';
export const COLLECTOR_PORT = 18120;

/** Settings every SDK understands: where to, nothing but traces, and no resource attribute that names a machine. */
export const OTEL: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${COLLECTOR_PORT}`,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_BSP_SCHEDULE_DELAY: '500',
  OTEL_SEMCONV_STABILITY_OPT_IN: '',
};
