import type { ListenerProtocol, ListenerStatus, Occupant } from '../../protocol/engine-store.ts';

/** A server that listens. */
export type Listening = {
  readonly port: number;
  readonly close: () => Promise<void>;
  readonly notes: readonly string[];
};

export type KeepPortOptions = {
  readonly protocol: ListenerProtocol;
  readonly port: number;
  /** Rejects with EADDRINUSE when the port is taken. */
  readonly listen: (port: number) => Promise<Listening>;
  /** Whether another process on the same store says that it listens there. */
  readonly isShared: () => boolean;
  readonly identify: () => Promise<Occupant>;
  /** What stands in the status of a port that another program has. */
  readonly describe: (occupant: Occupant) => string;
  readonly changed: (status: ListenerStatus) => void;
  /** ms between two tries while the port is taken. */
  readonly retryMs: number;
};

export type KeptPort = { readonly status: () => ListenerStatus; readonly close: () => Promise<void> };

/**
 * Listens as soon as the port is free. The port itself is the lock: the first window has it, the others try to bind it
 * every second, so one of them takes over when the first goes, however it goes.
 */
export function keepPort(options: KeepPortOptions): KeptPort {
  const { protocol, port } = options;
  let listening: Listening | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let status: ListenerStatus = {
    protocol,
    port,
    state: 'starting',
    sentence: 'Starting.',
    occupant: undefined,
  };

  const set = (state: ListenerStatus['state'], sentence: string, at = port, occupant?: Occupant) => {
    if (status.state === state && status.sentence === sentence) return;
    status = { protocol, port: at, state, sentence, occupant };
    if (!closed) options.changed(status);
  };

  const attempt = async (): Promise<void> => {
    try {
      const opened = await options.listen(port);
      if (closed) return await opened.close();
      listening = opened;
      set('listening', [`Receiving on port ${opened.port}.`, ...opened.notes].join(' '), opened.port);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE') await taken();
      else if (code === 'EACCES')
        set('failed', `Port ${port} may not be used by this user. Choose one above 1023 in the settings.`);
      else set('failed', `Port ${port} could not be opened: ${message}.`);
      if (!closed) timer = setTimeout(() => void attempt(), options.retryMs);
    }
  };

  const taken = async () => {
    if (options.isShared()) {
      set('shared', `Another Spanlight window receives on port ${port} for this one too.`);
      return;
    }
    // Named once: looking around is not free, and the program rarely changes.
    if (status.state === 'blocked') return;
    const occupant = await options.identify();
    // It may have gone, or said that it shares our store, while we looked.
    if (options.isShared())
      set('shared', `Another Spanlight window receives on port ${port} for this one too.`);
    else set('blocked', options.describe(occupant), port, occupant);
  };

  const first = attempt();
  return {
    status: () => status,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await first.catch(() => {});
      await listening?.close();
    },
  };
}
