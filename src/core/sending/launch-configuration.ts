import type { Variable } from './exporter-environment.ts';

/** A debug configuration as far as it is read and changed here; every adapter has fields of its own. */
export type Launch = Readonly<Record<string, unknown>>;

/** The languages whose debug adapters are known, by the type their configurations have. */
export const LAUNCH_LANGUAGE: Readonly<Record<string, LaunchLanguage>> = {
  node: 'node',
  'pwa-node': 'node',
  'node-terminal': 'node',
  python: 'python',
  debugpy: 'python',
  go: 'go',
  java: 'java',
  coreclr: 'dotnet',
};

export type LaunchLanguage = 'node' | 'python' | 'go' | 'java' | 'dotnet';

/** What an adapter reads as `env`: names and texts. */
export function environmentOf(launch: Launch): Record<string, string> {
  const { env } = launch;
  if (typeof env !== 'object' || env === null) return {};
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

/** Files of variables that the adapter adds to `env`; Python's own default is `.env` of the folder. */
export function environmentFilesOf(launch: Launch, language: LaunchLanguage): string[] {
  const { envFile } = launch;
  if (typeof envFile === 'string') return envFile === '' ? [] : [envFile];
  if (Array.isArray(envFile)) return envFile.filter((file) => typeof file === 'string');
  return language === 'python' ? ['.env'] : [];
}

export function withVariables(launch: Launch, variables: readonly Variable[]): Launch {
  if (variables.length === 0) return launch;
  const env = typeof launch.env === 'object' && launch.env !== null ? launch.env : {};
  return { ...launch, env: { ...env, ...Object.fromEntries(variables.map((v) => [v.name, v.value])) } };
}

const NODE_INSTRUMENTATION = '@opentelemetry/auto-instrumentations-node';

/** What the program would inherit if the configuration did not say otherwise. */
export type Inherited = (name: string) => string | undefined;

/** `flags` have Node load the instrumentation first. As arguments of Node itself where the adapter starts Node, else by the environment, for what `npm run` starts. */
export function withNodeInstrumentation(
  launch: Launch,
  flags: readonly string[],
  inherited: Inherited,
): Launch {
  const { runtimeExecutable, runtimeArgs, type } = launch;
  const options = environmentOf(launch).NODE_OPTIONS ?? inherited('NODE_OPTIONS') ?? '';
  const args =
    typeof runtimeArgs === 'string' ? [runtimeArgs] : Array.isArray(runtimeArgs) ? runtimeArgs : [];
  if ([options, ...args, launch.command].some((text) => String(text ?? '').includes(NODE_INSTRUMENTATION)))
    return launch;
  const node = runtimeExecutable === undefined || /(^|[\\/])node(\.exe)?$/i.test(String(runtimeExecutable));
  if (node && type !== 'node-terminal') return { ...launch, runtimeArgs: [...flags, ...args] };
  const quoted = flags.map((part) => (/\s/.test(part) ? JSON.stringify(part) : part));
  const value = [options, ...quoted].filter((part) => part !== '').join(' ');
  return withVariables(launch, [{ name: 'NODE_OPTIONS', value }]);
}

/** `opentelemetry-instrument` puts this folder on the path, whose `sitecustomize` starts the instrumentation. */
export function withPythonInstrumentation(
  launch: Launch,
  folder: string,
  separator: string,
  inherited: Inherited,
): Launch {
  const path = environmentOf(launch).PYTHONPATH ?? inherited('PYTHONPATH') ?? '';
  if (path.split(separator).includes(folder)) return launch;
  const value = path === '' ? folder : `${folder}${separator}${path}`;
  return withVariables(launch, [{ name: 'PYTHONPATH', value }]);
}

/** `vmArgs` is a text or a list. Another agent of OpenTelemetry stays the only one. */
export function withJavaAgent(launch: Launch, agent: string): Launch {
  const { vmArgs } = launch;
  const given = Array.isArray(vmArgs) ? vmArgs.map(String) : typeof vmArgs === 'string' ? vmArgs : '';
  const all = Array.isArray(given) ? given.join(' ') : given;
  if (/-javaagent:\S*opentelemetry/i.test(all) || all.includes(`-javaagent:${agent}`)) return launch;
  const flag = `-javaagent:${agent}`;
  if (Array.isArray(given)) return { ...launch, vmArgs: [flag, ...given] };
  const quoted = /\s/.test(flag) ? `"${flag}"` : flag;
  return { ...launch, vmArgs: given === '' ? quoted : `${quoted} ${given}` };
}
