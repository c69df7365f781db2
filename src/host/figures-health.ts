import type * as vscode from 'vscode';

/** How asking for figures goes, for whoever shows it. */
export type Health =
  | { readonly state: 'idle' | 'loading' | 'ok' }
  /** `sentence` says what happened and what to do. */
  | { readonly state: 'failed'; readonly sentence: string };

export type HealthState = { readonly health: Health; readonly onDidChangeHealth: vscode.Event<Health> };
