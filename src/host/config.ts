import * as vscode from 'vscode';
import type { ProxySettings } from '../core/connections/proxy-for.ts';
import { SETTINGS, type SettingKey, type SettingValue } from '../core/manifest.ts';

const SECTION = 'spanlight';

export type SettingLayer = 'user' | 'workspace';

/** The only reader of settings. Values fall back to the manifest's default when a setting has the wrong type. */
export type Config = {
  get<K extends SettingKey>(key: K, scope?: vscode.Uri): SettingValue<K>;
  /** What user and workspace say each, for lists that are put together. A workspace that is not trusted says nothing. */
  layers(key: SettingKey): Readonly<Record<SettingLayer, unknown>>;
  update(key: SettingKey, value: unknown, layer: SettingLayer): Promise<void>;
  proxy(): ProxySettings;
  /** Settings of `proxy` count as changes too; they affect no key. */
  onChange(listener: (affects: (key: SettingKey) => boolean) => void): vscode.Disposable;
};

export function readConfig(): Config {
  const section = (scope?: vscode.Uri) => vscode.workspace.getConfiguration(SECTION, scope);
  return {
    get(key, scope) {
      const fallback = SETTINGS[key];
      const value = section(scope).get<unknown>(key);
      const usable = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
      return (usable ? value : fallback) as SettingValue<typeof key>;
    },
    layers(key) {
      const inspected = section().inspect<unknown>(key);
      const trusted = vscode.workspace.isTrusted;
      return { user: inspected?.globalValue, workspace: trusted ? inspected?.workspaceValue : undefined };
    },
    async update(key, value, layer) {
      const { Global, Workspace } = vscode.ConfigurationTarget;
      await section().update(key, value, layer === 'user' ? Global : Workspace);
    },
    proxy() {
      const http = vscode.workspace.getConfiguration('http');
      const exempt = http.get<unknown>('noProxy');
      return {
        proxy: http.get<string>('proxy') ?? '',
        noProxy: Array.isArray(exempt) ? exempt.filter((rule) => typeof rule === 'string') : [],
        support: http.get<string>('proxySupport') ?? '',
        env: process.env,
      };
    },
    onChange(listener) {
      const affected = (e: vscode.ConfigurationChangeEvent) =>
        listener((key) => e.affectsConfiguration(`${SECTION}.${key}`));
      return vscode.workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration(SECTION) || e.affectsConfiguration('http')) affected(e);
      });
    },
  };
}
