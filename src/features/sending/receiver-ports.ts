import * as vscode from 'vscode';
import type { ReceiverPorts } from '../../core/sending/exporter-environment.ts';
import type { Engine } from '../../host/engine.ts';
import { type ListenerProtocol, RECEIVER_OFF, type ReceiverStatus } from '../../protocol/engine-store.ts';

/** Where this window's receiver, or the one of another window that shares the store, can be reached. */
export class ReceiverPortsState implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  /** Ports or the sentences about them are others; not for every count. */
  readonly onDidChange = this.#changed.event;
  status: ReceiverStatus = RECEIVER_OFF;

  constructor(engine: Pick<Engine, 'on'>) {
    this.#listener = engine.on('receiver.status', (status) => {
      const before = lookOf(this.status);
      this.status = status;
      if (lookOf(status) !== before) this.#changed.fire();
    });
  }

  get current(): ReceiverPorts {
    return { http: portOf(this.status, 'http'), grpc: portOf(this.status, 'grpc') };
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

function portOf({ listeners }: ReceiverStatus, protocol: ListenerProtocol): number | undefined {
  const listener = listeners.find((l) => l.protocol === protocol);
  return listener?.state === 'listening' || listener?.state === 'shared' ? listener.port : undefined;
}

const lookOf = ({ state, listeners, problems }: ReceiverStatus) =>
  JSON.stringify([state, listeners.map((l) => [l.port, l.state, l.sentence]), problems]);
