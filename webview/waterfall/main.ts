import './waterfall.css';
import { createRpc } from '../../src/protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../src/protocol/waterfall.ts';
import { hostPort, vscodeApi } from '../shared/host-port.ts';
import { startPanel } from './panel.ts';

const host = createRpc<WaterfallHostApi, WaterfallPanelApi>(hostPort(), {});
startPanel(document.body, host, vscodeApi);
host.emit('ready', undefined);
