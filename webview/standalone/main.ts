/** A trace in a file of its own: the panel with its engine beside it in the page. Nothing is loaded, nothing is sent. */
import './theme.css';
import '../waterfall/waterfall.css';
import { createRpc } from '../../src/protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../src/protocol/waterfall.ts';
import { startPanel } from '../waterfall/panel.ts';
import { type PagePlaces, pageHost } from './page-host.ts';
import { portPair } from './port-pair.ts';

const light = matchMedia('(prefers-color-scheme: light)');
const applyTheme = () => {
  document.body.classList.toggle('vscode-light', light.matches);
  document.body.classList.toggle('vscode-dark', !light.matches);
};
applyTheme();
light.addEventListener('change', applyTheme);

/** The content of one of the page's data elements. */
const textOf = (id: string) => document.getElementById(id)?.textContent ?? '';

async function unpacked(base64: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64.trim()), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

async function start(): Promise<void> {
  const trace = await unpacked(textOf('trace'));
  const places = JSON.parse(textOf('places') || 'null') as PagePlaces | null;
  const [panelPort, hostPort] = portPair();
  const host = createRpc<WaterfallPanelApi, WaterfallHostApi>(hostPort, pageHost(trace, places ?? undefined));
  startPanel(document.body, createRpc<WaterfallHostApi, WaterfallPanelApi>(panelPort, {}), {
    getState: () => undefined,
    setState: () => {},
  });
  if (places)
    host.emit('places', { byNumber: places.labels.map((p) => p ?? undefined), counts: places.counts });
}

start().catch((error: unknown) => {
  document.body.append(`This page cannot be read: ${error instanceof Error ? error.message : String(error)}`);
});
