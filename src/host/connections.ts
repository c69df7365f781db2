import * as vscode from 'vscode';
import {
  type ConnectionSecret,
  missingSecret,
  readSecret,
  usableSecret,
} from '../core/connections/connection-secret.ts';
import {
  type ConnectionSetting,
  originOf,
  readConnectionSettings,
} from '../core/connections/connection-setting.ts';
import type { BackendKind, Logger } from '../core/ports.ts';
import { type ConnectionConfig, LOCAL_CONNECTION } from '../protocol/engine-backends.ts';
import type { Config, SettingLayer } from './config.ts';
import { connectionConfig } from './connection-config.ts';
import { DisposableStore } from './disposables.ts';
import type { Engine } from './engine.ts';

/** A place traces come from, as the user calls it. */
export type ConnectionEntry = {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly kind: BackendKind;
  /** The environment that is chosen with it. */
  readonly environment: string | undefined;
};

/** What can be chosen: the local store first, then what the user connected. */
export type ConnectionList = {
  readonly all: readonly ConnectionEntry[];
  readonly onDidChange: vscode.Event<void>;
};

export type PlacedConnection = {
  readonly setting: ConnectionSetting;
  readonly layer: SettingLayer;
  /** Why it cannot be used as it is. */
  readonly problem: string | undefined;
};

export type ConnectionsDeps = {
  readonly config: Config;
  readonly secrets: vscode.SecretStorage;
  readonly log: Logger;
};

const SETTING = 'connections';

export function localConnection(): ConnectionEntry {
  return {
    id: LOCAL_CONNECTION,
    name: vscode.l10n.t('Local traces'),
    detail: vscode.l10n.t('what was sent to this machine'),
    kind: 'local',
    environment: undefined,
  };
}

/** One that was removed keeps its id as its name, so that what is selected never has none. */
export function connectionName(list: ConnectionList, id: string): string {
  return list.all.find((entry) => entry.id === id)?.name ?? id;
}

/** All connections of the window: what user and workspace settings say, with secrets from the secret storage. */
export class Connections implements ConnectionList, vscode.Disposable {
  readonly #deps: ConnectionsDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  #engine: Engine | undefined;
  #placed: readonly PlacedConnection[] = [];
  #configs: readonly ConnectionConfig[] = [];
  #reading: Promise<void>;

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
    this.#reading = this.#read().then(() => this.#changed.fire());
    const again = () => void this.#again();
    this.#store.add(deps.config.onChange(again));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
    this.#store.add(deps.secrets.onDidChange((e) => (e.key.startsWith(PREFIX) ? again() : undefined)));
  }

  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get all(): readonly ConnectionEntry[] {
    return [
      localConnection(),
      ...this.#placed.map(({ setting: { id, name, url, kind, environment }, problem }) => ({
        id,
        name,
        detail: problem ?? url,
        kind,
        environment,
      })),
    ];
  }

  get placed(): readonly PlacedConnection[] {
    return this.#placed;
  }

  /** Changes go to the engine from here on. It must be started with `configs`. */
  attach(engine: Engine): void {
    this.#engine = engine;
  }

  /** What the engine is to know; secrets are in it. */
  async configs(): Promise<readonly ConnectionConfig[]> {
    await this.#reading;
    return this.#configs;
  }

  async secretOf(setting: ConnectionSetting): Promise<ConnectionSecret | undefined> {
    try {
      return usableSecret(setting, readSecret(await this.#deps.secrets.get(keyOf(setting))));
    } catch (error) {
      this.#deps.log.warn(`The system's secret storage cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Adds a connection, or puts it in place of the one with its id. */
  async save(
    setting: ConnectionSetting,
    secret: ConnectionSecret | undefined,
    layer: SettingLayer,
  ): Promise<void> {
    const before = this.#placed.find(({ setting: { id } }) => id === setting.id);
    if (before && keyOf(before.setting) !== keyOf(setting))
      await this.#deps.secrets.delete(keyOf(before.setting));
    if (secret) await this.#deps.secrets.store(keyOf(setting), JSON.stringify(secret));
    else await this.#deps.secrets.delete(keyOf(setting));
    if (before && before.layer !== layer) await this.#write(before.layer, setting.id, undefined);
    await this.#write(layer, setting.id, setting);
    await this.#again();
  }

  async remove(id: string): Promise<void> {
    const before = this.#placed.find(({ setting }) => setting.id === id);
    if (!before) return;
    await this.#write(before.layer, id, undefined);
    await this.#deps.secrets.delete(keyOf(before.setting));
    await this.#again();
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Entries that cannot be read stay as they are: they are the user's. */
  async #write(layer: SettingLayer, id: string, setting: ConnectionSetting | undefined): Promise<void> {
    const entries = listOf(this.#deps.config.layers(SETTING)[layer]);
    const at = entries.findIndex((entry) => (entry as { id?: unknown } | null)?.id === id);
    const next = at < 0 ? [...entries, setting] : entries.with(at, setting);
    const kept = next.filter((entry) => entry !== undefined);
    await this.#deps.config.update(SETTING, kept.length === 0 ? undefined : kept, layer);
  }

  /** One reading at a time, the last one with what is so by then. */
  #again(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      const before = JSON.stringify([this.#placed, this.#configs]);
      await this.#read();
      if (JSON.stringify([this.#placed, this.#configs]) === before) return;
      const connections = this.#configs;
      await this.#engine?.call('backend.configure', { connections }).catch((error: Error) => {
        this.#deps.log.error(error.message);
      });
      this.#changed.fire();
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { config, log } = this.#deps;
    const { user, workspace } = config.layers(SETTING);
    const layers = [
      ['workspace', readConnectionSettings(listOf(workspace))],
      ['user', readConnectionSettings(listOf(user))],
    ] as const;
    const placed: PlacedConnection[] = [];
    const configs: ConnectionConfig[] = [];
    for (const [layer, { connections, problems }] of layers) {
      for (const problem of problems) log.warn(problem);
      for (const setting of connections) {
        // A workspace's own connection stands in front of the user's of that id.
        if (placed.some((known) => known.setting.id === setting.id)) continue;
        const secret = await this.secretOf(setting);
        placed.push({ setting, layer, problem: missingSecret(setting, secret) });
        configs.push(connectionConfig(setting, secret, config.proxy()));
      }
    }
    this.#placed = placed;
    this.#configs = configs;
  }
}

const PREFIX = 'spanlight.connection.';

/** By origin too: an address that a workspace gives to a known id finds no secret. */
const keyOf = ({ id, url }: ConnectionSetting) => `${PREFIX}${id}@${originOf(url)}`;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
