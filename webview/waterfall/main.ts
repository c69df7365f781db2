import './waterfall.css';
import { readTrace } from '../../src/core/trace/serialise.ts';
import { createRpc } from '../../src/protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../src/protocol/waterfall.ts';
import { hostPort } from '../shared/host-port.ts';
import { renderRows } from './rows.ts';

const rpc = createRpc<WaterfallHostApi, WaterfallPanelApi>(hostPort(), {});

async function start(): Promise<void> {
  const { trace, timeline } = await rpc.call('load', undefined);
  renderRows(document.body, trace, readTrace(timeline), async (span) => {
    const { opened, reason } = await rpc.call('jump', { span });
    return opened ? '' : reason;
  });
}

start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error);
});
rpc.emit('ready', undefined);
