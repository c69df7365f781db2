import * as vscode from 'vscode';
import {
  NO_USER_MAPPING,
  type Pick,
  type RootSetting,
  readRoots,
  type TaughtFolder,
  type UserMapping,
} from '../core/mapping/user-mapping.ts';
import type { Config } from './config.ts';

const KEY = 'spanlight.mapping.taught';
const MAX_PICKS = 2000;

type Stored = Omit<UserMapping, 'settings'>;

/** One thing the user taught, as it is listed and taken back. */
export type Taught =
  | { readonly kind: 'root'; readonly root: RootSetting }
  | { readonly kind: 'folder'; readonly folder: TaughtFolder }
  | { readonly kind: 'pick'; readonly pick: Pick };

/** What the user said about where code is: settings, and what was taught by a click, kept with the workspace. */
export class UserMappings implements vscode.Disposable {
  readonly #config: Config;
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;

  constructor(config: Config, state: vscode.Memento) {
    this.#config = config;
    this.#state = state;
    this.#watching = config.onChange((affects) => affects('mapping.roots') && this.#changed.fire());
  }

  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get current(): UserMapping {
    return { settings: readRoots(this.#config.get('mapping.roots')), ...this.#stored };
  }

  /** Newest first. */
  get taught(): readonly Taught[] {
    const { roots, folders, picks } = this.#stored;
    return [
      ...roots.map((root): Taught => ({ kind: 'root', root })),
      ...folders.map((folder): Taught => ({ kind: 'folder', folder })),
      ...picks.map((pick): Taught => ({ kind: 'pick', pick })),
    ];
  }

  /** What it replaces (the same service's folder, another pick for the same spans) is forgotten. */
  teach(taught: Taught): Promise<void> {
    const { roots, folders, picks } = this.#without(taught);
    switch (taught.kind) {
      case 'root':
        return this.#save({ roots: [taught.root, ...roots], folders, picks });
      case 'folder':
        return this.#save({ roots, folders: [taught.folder, ...folders], picks });
      case 'pick':
        return this.#save({ roots, folders, picks: [taught.pick, ...picks].slice(0, MAX_PICKS) });
    }
  }

  forget(taught: Taught): Promise<void> {
    return this.#save(this.#without(taught));
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }

  get #stored(): Stored {
    const { roots, folders, picks } = this.#state.get<Partial<Stored>>(KEY) ?? {};
    return {
      roots: roots ?? NO_USER_MAPPING.roots,
      folders: folders ?? NO_USER_MAPPING.folders,
      picks: picks ?? NO_USER_MAPPING.picks,
    };
  }

  #without(taught: Taught): Stored {
    const { roots, folders, picks } = this.#stored;
    switch (taught.kind) {
      case 'root': {
        const { service, runtime } = taught.root;
        return { roots: roots.filter((r) => r.service !== service || r.runtime !== runtime), folders, picks };
      }
      case 'folder':
        return { roots, folders: folders.filter((f) => f.service !== taught.folder.service), picks };
      case 'pick':
        return { roots, folders, picks: picks.filter((p) => p.fingerprint !== taught.pick.fingerprint) };
    }
  }

  async #save(stored: Stored): Promise<void> {
    await this.#state.update(KEY, stored);
    this.#changed.fire();
  }
}
