// The waterfall's real bundle in a page that acts as its host: for measuring, and for pictures without an editor.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { root } from '../root.ts';

/** How the trace reaches the page's engine: stored, as the store keeps it, or as a backend sends it. */
export type TraceData = { readonly form: 'stored' | 'bytes'; readonly data: ArrayBuffer };

export type WaterfallPage = {
  readonly page: Page;
  close(): Promise<void>;
};

/** Runs in the page before the bundle: stands for the editor's side of the webview. */
const SHIM = `
const worker = new Worker('/host.js');
let boot;
const ready = new Promise((resolve) => { boot = resolve; });
window.timing = {};
worker.onmessage = ({ data }) => {
  if (data === 'ready') return boot();
  // VS Code copies what it hands to a webview.
  window.postMessage(data, '*');
};
window.giveTrace = async (url, form) => {
  const trace = await (await fetch(url)).arrayBuffer();
  worker.postMessage({ trace, form }, [trace]);
  await ready;
};
window.acquireVsCodeApi = () => ({
  getState: () => undefined,
  setState: () => {},
  postMessage: (message) => {
    if (message.t === 'call' && message.method === 'load') window.timing.asked = performance.now();
    worker.postMessage(message);
  },
});
// Loads the panel, waits for its first rows and for the frame that shows them.
window.openPanel = () => new Promise((resolve) => {
  const script = document.createElement('script');
  script.src = '/waterfall.js';
  window.timing.boot = performance.now();
  document.head.append(script);
  const look = () => {
    if (!document.querySelector('.row')) return requestAnimationFrame(look);
    const channel = new MessageChannel();
    requestAnimationFrame(() => {
      // A message posted from a frame is handled after that frame was drawn.
      channel.port1.onmessage = () => {
        window.timing.painted = performance.now();
        resolve(window.timing);
      };
      channel.port2.postMessage(0);
    });
  };
  requestAnimationFrame(look);
});
`;

const HTML = `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/standalone.css"></head><body class="vscode-dark"><script src="/shim.js"></script></body></html>`;

let bundled: Promise<string> | undefined;

/** The host's script; built once a process. */
function hostScript(): Promise<string> {
  bundled ??= esbuild
    .build({
      absWorkingDir: root,
      entryPoints: ['test/support/waterfall-page/host-worker.ts'],
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: 'chrome128',
      logLevel: 'warning',
    })
    .then((result) => result.outputFiles[0]?.text ?? '');
  return bundled;
}

/** Opens an empty page that has the trace at hand; `openPanel()` in it loads the panel. */
export async function waterfallPage(
  browser: Browser,
  trace: TraceData,
  viewport = { width: 1280, height: 800 },
): Promise<WaterfallPage> {
  const server = await serve(trace.data, await hostScript());
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => console.error(`uncaught in the page: ${error.stack ?? error.message}`));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate((form) => window.giveTrace('/trace', form), trace.form);
  return {
    page,
    close: async () => {
      await page.close();
      server.close();
    },
  };
}

declare global {
  interface Window {
    giveTrace(url: string, form: string): Promise<void>;
    openPanel(): Promise<{ readonly boot: number; readonly asked: number; readonly painted: number }>;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

function serve(trace: ArrayBuffer, host: string): Promise<Server> {
  const fixed: Readonly<Record<string, [string, string | Buffer]>> = {
    '/': ['text/html', HTML],
    '/shim.js': ['text/javascript', SHIM],
    '/host.js': ['text/javascript', host],
    '/trace': ['application/octet-stream', Buffer.from(trace)],
  };
  const server = createServer((request, response) => {
    const url = (request.url ?? '/').split('?')[0] ?? '/';
    // Isolated pages may ask how much memory they use.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const known = fixed[url];
    try {
      const body = known?.[1] ?? readFileSync(path.join(root, 'dist/webview', path.basename(url)));
      response.setHeader(
        'content-type',
        known?.[0] ?? TYPES[path.extname(url)] ?? 'application/octet-stream',
      );
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
