import type { Memento } from 'vscode';

/** Workspace state of a test. Values are copied, as a real one does. */
export function memoryMemento(initial: Readonly<Record<string, unknown>> = {}): Memento {
  const values = new Map(Object.entries(initial));
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) =>
      (values.has(key) ? structuredClone(values.get(key)) : fallback) as T,
    update: async (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
    },
  };
}
