import type * as vscode from 'vscode';
import type { Port } from '../protocol/rpc.ts';

/** VS Code copies messages to webviews; buffers inside them stay binary. */
export function webviewPort(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (receive) => {
      const listener = webview.onDidReceiveMessage(receive);
      return () => void listener.dispose();
    },
  };
}
