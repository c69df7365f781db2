// The indexer behind its real channel on folders of a test, as the extension host calls it.

import type { TestContext } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import type { Resolution } from '../../src/core/mapping/resolution.ts';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import { indexerHandlers } from '../../src/indexer/indexer-handlers.ts';
import type { IndexerApi, IndexerHostApi, IndexStatus } from '../../src/protocol/indexer.ts';
import { createRpc, type Rpc } from '../../src/protocol/rpc.ts';
import { threadPort } from '../../src/protocol/thread-port.ts';

export type LiveIndex = {
  readonly call: Rpc<IndexerApi, IndexerHostApi>['call'];
  readonly logs: readonly string[];
  /** Until the whole index is there. */
  ready(): Promise<IndexStatus>;
  /** Until something that was told of is taken over. */
  updated(): Promise<readonly string[]>;
  resolve(site: Partial<SpanSite>): Promise<Resolution>;
  close(): Promise<void>;
};

export function liveIndex(t: TestContext, folders: readonly string[], storageDir = ''): LiveIndex {
  const { port1, port2 } = new MessageChannel();
  const logs: string[] = [];
  const states: ((status: IndexStatus) => void)[] = [];
  const changes: ((paths: readonly string[]) => void)[] = [];
  const thread: Rpc<IndexerHostApi, IndexerApi> = createRpc<IndexerHostApi, IndexerApi>(
    threadPort(port1),
    indexerHandlers({
      status: (status) => thread.emit('index.status', status),
      updated: (paths) => thread.emit('index.updated', { paths }),
      gapsUpdated: () => {},
      log: (level, text) => thread.emit('log', { level, text }),
    }),
  );
  const host = createRpc<IndexerApi, IndexerHostApi>(threadPort(port2), {});
  host.on('index.status', (status) => {
    if (status.state === 'ready') for (const wake of states.splice(0)) wake(status);
  });
  host.on('index.updated', ({ paths }) => {
    if (paths.length > 0) for (const wake of changes.splice(0)) wake(paths);
  });
  host.on('log', ({ text }) => void logs.push(text));
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await host.call('index.close', undefined);
    port1.close();
  };
  t.after(close);
  const opened = host.call('index.open', { folders, storageDir });
  return {
    call: host.call,
    logs,
    async ready() {
      await opened;
      const status = await host.call('index.status', undefined);
      return status.state === 'ready' ? status : new Promise((resolve) => states.push(resolve));
    },
    updated: () => new Promise((resolve) => changes.push(resolve)),
    async resolve(site) {
      const [found] = await host.call('index.resolve', { sites: [siteOf(site)] });
      if (!found) throw new Error('No answer.');
      return found;
    },
    close,
  };
}

export const siteOf = (site: Partial<SpanSite>): SpanSite => ({
  service: 'shop',
  language: 'nodejs',
  kind: 1,
  name: 'span',
  scope: '',
  revisions: [],
  attributes: {},
  resource: {},
  stack: '',
  callStack: '',
  ...site,
});
