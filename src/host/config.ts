import * as vscode from 'vscode';
import { SETTINGS, type SettingKey, type SettingValue } from '../core/manifest.ts';

const SECTION = 'spanlight';

/** The only reader of settings. Values fall back to the manifest's default when a setting has the wrong type. */
export type Config = {
  get<K extends SettingKey>(key: K, scope?: vscode.Uri): SettingValue<K>;
  onChange(listener: (affects: (key: SettingKey) => boolean) => void): vscode.Disposable;
};

export function readConfig(): Config {
  return {
    get(key, scope) {
      const fallback = SETTINGS[key];
      const value = vscode.workspace.getConfiguration(SECTION, scope).get<unknown>(key);
      const usable = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
      return (usable ? value : fallback) as SettingValue<typeof key>;
    },
    onChange(listener) {
      return vscode.workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration(SECTION)) listener((key) => e.affectsConfiguration(`${SECTION}.${key}`));
      });
    },
  };
}
