import './sending.css';
import { createRpc } from '../../src/protocol/rpc.ts';
import type { SendingHostApi, SendingViewApi } from '../../src/protocol/sending.ts';
import { registerControls } from '../shared/controls.ts';
import { hostPort } from '../shared/host-port.ts';
import { sendingPage } from './page.ts';

registerControls();
const host = createRpc<SendingHostApi, SendingViewApi>(hostPort(), {});
const page = sendingPage(host);
document.body.append(page.element);
host.on('state', page.show);
host.emit('ready', undefined);
