/** Packages of opentelemetry-js and its contrib repository by their short names. */
export const otel = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `@opentelemetry/instrumentation-${name}`);

/** Metapackage and how it is switched on. */
export const AUTO_JS = {
  package: '@opentelemetry/auto-instrumentations-node',
  enable: 'start with node --require @opentelemetry/auto-instrumentations-node/register',
} as const;

/** A single instrumentation, added to an SDK that exists. */
export const addTo = (name: string) => ({
  package: name,
  enable: 'add it to the instrumentations of the SDK',
});

/** Verbs of routers; `all` takes any. */
export const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all'] as const;
