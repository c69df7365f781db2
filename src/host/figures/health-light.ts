import * as vscode from 'vscode';
import type { Health, HealthState } from '../figures-health.ts';

/** What was last said of how asking goes; heard of when it changes. */
export class HealthLight implements HealthState, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Health>();
  #health: Health = { state: 'idle' };

  get health(): Health {
    return this.#health;
  }

  get onDidChangeHealth(): vscode.Event<Health> {
    return this.#changed.event;
  }

  set(health: Health): void {
    // A look that goes well is not worth a flicker; after a failure it stays one until it went well.
    if (health.state === 'loading' && this.#health.state !== 'idle') return;
    const same = JSON.stringify(health) === JSON.stringify(this.#health);
    this.#health = health;
    if (!same) this.#changed.fire(health);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
