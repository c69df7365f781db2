import { exporterEnvironment, type ReceiverPorts, type Variable } from './exporter-environment.ts';
import { type Part, RECIPES } from './recipes.ts';
import type { SendingProgram, Shell } from './sending-program.ts';

export type GuideStep = { readonly text: string; readonly code: string };
export type GuideSection = {
  readonly title: string;
  readonly folder: string;
  readonly steps: readonly GuideStep[];
};

/** What to type so that each program sends to the receiver. On the standard ports that takes no variable of ours. */
export function sendingGuide(
  programs: readonly SendingProgram[],
  ports: ReceiverPorts,
  shell: Shell,
): GuideSection[] {
  return programs.map((program) => {
    const recipe = RECIPES[program.language];
    const variables = [
      { name: 'OTEL_SERVICE_NAME', value: program.serviceName },
      ...endpointVariables(ports, recipe.protocol),
    ];
    const steps = recipe.steps(program, shell).map(
      ({ text, code, run, env = [] }: Part): GuideStep => ({
        text,
        code: run ? command(code, [...variables, ...env], shell) : code,
      }),
    );
    return { title: recipe.title, folder: program.folder, steps };
  });
}

/** Nothing where the SDK's own default reaches the receiver. */
function endpointVariables(ports: ReceiverPorts, protocol: 'http' | 'grpc'): Variable[] {
  if (protocol === 'http' ? ports.http === STANDARD.http : ports.grpc === STANDARD.grpc) return [];
  return exporterEnvironment(ports, () => undefined).filter(({ name }) => name !== 'OTEL_TRACES_EXPORTER');
}

const STANDARD = { http: 4318, grpc: 4317 } as const;

function command(code: string, variables: readonly Variable[], shell: Shell): string {
  const set =
    shell === 'posix'
      ? variables.map(({ name, value }) => `${name}=${quoted(value)} `)
      : variables.map(({ name, value }) => `$env:${name} = "${value}"; `);
  return `${set.join('')}${code}`;
}

const quoted = (value: string) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `"${value}"`);
