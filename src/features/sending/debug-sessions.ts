import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import { readEnvFile } from '../../core/sending/env-file.ts';
import { exporterEnvironment } from '../../core/sending/exporter-environment.ts';
import {
  environmentFilesOf,
  environmentOf,
  LAUNCH_LANGUAGE,
  type Launch,
  type LaunchLanguage,
  withJavaAgent,
  withNodeInstrumentation,
  withPythonInstrumentation,
  withVariables,
} from '../../core/sending/launch-configuration.ts';
import type { Config } from '../../host/config.ts';
import { ownEnvironment, pathSeparator } from '../../host/inherited-environment.ts';
import { exists, nodeInstrumentation, pythonInstrumentation, read, uriOf } from './find-instrumentation.ts';
import type { ReceiverPortsState } from './receiver-ports.ts';

export type DebugDeps = {
  readonly config: Config;
  readonly ports: Pick<ReceiverPortsState, 'current'>;
  readonly log: Logger;
};

/** Has programs that are debugged send to the receiver, and instruments those whose project is ready for it. */
export function sendFromDebugSessions(deps: DebugDeps): vscode.Disposable {
  const provider = debugProvider(deps);
  return vscode.Disposable.from(
    ...Object.keys(LAUNCH_LANGUAGE).map((type) =>
      vscode.debug.registerDebugConfigurationProvider(type, provider),
    ),
  );
}

/** After variables such as `${workspaceFolder}` were put in: files are looked at. */
export function debugProvider(deps: DebugDeps): vscode.DebugConfigurationProvider {
  return {
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      try {
        return (await sending(configuration, folder?.uri, deps)) as vscode.DebugConfiguration;
      } catch (error) {
        // Debugging is worth more than its traces.
        deps.log.warn(`sending from a debug session: ${(error as Error).message}`);
        return configuration;
      }
    },
  };
}

async function sending(launch: Launch, folder: vscode.Uri | undefined, deps: DebugDeps): Promise<Launch> {
  const { config, ports, log } = deps;
  const language = LAUNCH_LANGUAGE[String(launch.type)];
  if (!language || launch.request !== 'launch' || !config.get('sending.fromDebugSessions', folder))
    return launch;
  const { http, grpc } = ports.current;
  if (http === undefined && grpc === undefined) {
    log.info(`"${launch.name}" was started without a receiver to send its traces to.`);
    return launch;
  }
  const files = new Map<string, string>();
  const home = folder ?? uriOf(launch.cwd, vscode.Uri.file('/'));
  if (home)
    for (const file of environmentFilesOf(launch, language))
      for (const [name, value] of readEnvFile((await read(uriOf(file, home) ?? home)) ?? ''))
        files.set(name, value);
  const inherited = (name: string) => files.get(name) ?? ownEnvironment(name);
  const own = environmentOf(launch);
  const variables = exporterEnvironment(ports.current, (name) => own[name] ?? inherited(name));
  const set = withVariables(launch, variables);
  const instrumented = home ? await instrument(set, language, home, inherited, deps) : set;
  const texts = variables.map(({ name, value }) => `${name}=${value}`);
  if (instrumented !== set) texts.push("the project's instrumentation");
  if (texts.length > 0) log.info(`"${launch.name}" is started with ${texts.join(', ')}.`);
  return instrumented;
}

async function instrument(
  launch: Launch,
  language: LaunchLanguage,
  folder: vscode.Uri,
  inherited: (name: string) => string | undefined,
  { config, log }: DebugDeps,
): Promise<Launch> {
  if (language === 'node' && config.get('sending.instrumentNode', folder)) {
    const flags = await nodeInstrumentation(launch, folder);
    return flags ? withNodeInstrumentation(launch, flags, inherited) : launch;
  }
  if (language === 'python' && config.get('sending.instrumentPython', folder)) {
    const path = await pythonInstrumentation(launch, folder);
    return path === undefined ? launch : withPythonInstrumentation(launch, path, pathSeparator, inherited);
  }
  const agent = language === 'java' ? uriOf(config.get('sending.javaAgent', folder), folder) : undefined;
  if (!agent) return launch;
  if (await exists(agent)) return withJavaAgent(launch, agent.fsPath);
  log.warn(
    `spanlight.sending.javaAgent names ${agent.fsPath}, which is not there; the program starts without it.`,
  );
  return launch;
}
