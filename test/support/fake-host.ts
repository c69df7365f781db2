import * as vscode from 'vscode';
import type { Logger } from '../../src/core/ports.ts';
import type { Config } from '../../src/host/config.ts';

/** Secret storage of a test. */
export function memorySecrets(): vscode.SecretStorage & { readonly values: ReadonlyMap<string, string> } {
  const values = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  return {
    values,
    get: async (key) => values.get(key),
    store: async (key, value) => {
      values.set(key, value);
      changed.fire({ key });
    },
    delete: async (key) => {
      values.delete(key);
      changed.fire({ key });
    },
    onDidChange: changed.event,
  };
}

export type MemoryConfig = Config & {
  readonly layered: Record<'user' | 'workspace', Record<string, unknown>>;
};

/** Settings of a test, in two layers. */
export function memoryConfig(defaults: Readonly<Record<string, unknown>> = {}): MemoryConfig {
  const layered: MemoryConfig['layered'] = { user: {}, workspace: {} };
  const changed = new vscode.EventEmitter<string>();
  return {
    layered,
    get: (key) => (layered.workspace[key] ?? layered.user[key] ?? defaults[key]) as never,
    layers: (key) => ({ user: layered.user[key], workspace: layered.workspace[key] }),
    update: async (key, value, layer) => {
      layered[layer][key] = structuredClone(value);
      changed.fire(key);
    },
    proxy: () => ({ proxy: '', noProxy: [], support: '', env: {} }),
    onChange: (listener) => changed.event((key) => listener((other) => other === key)),
  };
}

export function memoryLog(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const line = (level: string) => (text: string) => void lines.push(`${level}: ${text}`);
  return { lines, debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
