import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export type PageOptions = {
  readonly webview: vscode.Webview;
  /** Folder that holds the bundle: the only one the page may load from. */
  readonly root: vscode.Uri;
  /** Base name of the page's .js and .css. */
  readonly name: string;
  readonly title: string;
};

/** Folder of the webviews' bundles in the installed extension. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** A page with one script and a policy that allows nothing else: no inline code, no network. Data comes by message. */
export function webviewHtml({ webview, root, name, title }: PageOptions): string {
  const nonce = randomBytes(16).toString('base64');
  const styleNonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(root.with({ path: `${root.path}/${file}` })).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The toolkit's components adopt constructed sheets, which need no permission; it makes one style element, to
    // learn whether :focus-visible works, and takes its nonce from the meta element.
    `style-src ${webview.cspSource} 'nonce-${styleNonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${styleNonce}">
<title>${title}</title>
<link rel="stylesheet" href="${uri(`${name}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}
