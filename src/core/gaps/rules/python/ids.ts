/** Packages of opentelemetry-python-contrib by their short names. */
export const py = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `opentelemetry-instrumentation-${name}`);

const RUN = 'run opentelemetry-bootstrap -a install, and start with opentelemetry-instrument';

export const AUTO_PY = { package: 'opentelemetry-distro', enable: RUN } as const;

/** An instrumentation that the bootstrap does not know by the library. */
export const addPy = (name: string, enable = RUN) => ({
  package: `opentelemetry-instrumentation-${name}`,
  enable,
});

export const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
