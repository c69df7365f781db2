import type { ConnectionConfig } from '../../protocol/engine-backends.ts';

export type McpLaunch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type McpChoice = {
  /** The command line's bundle. */
  readonly cli: string;
  /** File of the local store. */
  readonly store: string;
  readonly folders: readonly string[];
  /** Of the connection that is chosen; undefined for the local store. Secrets are in it. */
  readonly connection: ConnectionConfig | undefined;
  readonly environment: string | undefined;
  readonly version: string | undefined;
  /** How far back, in minutes. */
  readonly minutes: number;
};

/**
 * How to start the server of the tools over what is chosen in this window. Credentials go through the environment, as
 * other users see command lines.
 */
export function mcpLaunch(choice: McpChoice, execPath = process.execPath): McpLaunch {
  const { cli, store, folders, connection, environment, version, minutes } = choice;
  const args = [cli, 'mcp', '--since', `${minutes}m`];
  if (connection) args.push('--backend', backendText(connection));
  else args.push('--store', store);
  for (const folder of folders) args.push('--workspace', folder);
  if (environment !== undefined) args.push('--environment', environment);
  if (version !== undefined) args.push('--version', version);
  // The extension host of the desktop is Electron, which is Node when it is told so.
  return { command: execPath, args, env: { ELECTRON_RUN_AS_NODE: '1', ...credentials(connection) } };
}

const backendText = ({ kind, url, datasource }: ConnectionConfig) =>
  `${kind}=${url}${datasource === undefined ? '' : `#${encodeURIComponent(datasource)}`}`;

function credentials(connection: ConnectionConfig | undefined): Record<string, string> {
  if (!connection) return {};
  const { auth, tenant, proxy } = connection;
  const env: Record<string, string> = {};
  if (auth.type === 'bearer') env.SPANLIGHT_TOKEN = auth.token;
  if (auth.type === 'basic') env.SPANLIGHT_BASIC = `${auth.user}:${auth.password}`;
  if (auth.type === 'header') env.SPANLIGHT_HEADER = `${auth.name}: ${auth.value}`;
  if (tenant !== undefined) env.SPANLIGHT_TENANT = tenant;
  if (proxy !== undefined) Object.assign(env, { http_proxy: proxy, https_proxy: proxy });
  return env;
}

/** What the command line has no words for: a server started without it would be refused. */
export function cannotStart(connection: ConnectionConfig | undefined): boolean {
  return connection?.tls !== undefined || Object.keys(connection?.headers ?? {}).length > 0;
}
