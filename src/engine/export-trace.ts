import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { analyse } from '../core/analysis/analyse.ts';
import { markdownSummary } from '../core/analysis/markdown.ts';
import { encodeOtlpJson } from '../core/otlp/encode-otlp-json.ts';
import type { Trace } from '../core/trace/columns.ts';
import { pickSpans } from '../core/trace/pick-spans.ts';
import type { Redaction } from '../core/trace/redact.ts';
import { redactTrace } from '../core/trace/redact-trace.ts';
import { redactionReport } from '../core/trace/redaction-report.ts';
import { serialiseTrace } from '../core/trace/serialise.ts';
import type { ExportedPlaces, ExportRequests } from '../protocol/engine-export.ts';
import type { Handlers } from '../protocol/rpc.ts';

type ExportApi = { requests: ExportRequests; events: Record<never, never> };

const zipped = promisify(gzip);

/** Traces as files and texts for others. What leaves goes through the redaction unless the user says otherwise. */
export function exportHandlers(
  held: (handle: number) => Trace,
  secrets: () => Redaction,
): Handlers<ExportApi> {
  const told = (handle: number, redact: boolean) =>
    redact ? redactTrace(held(handle), secrets()) : held(handle);
  return {
    'trace.redactionReport': ({ handle }) => redactionReport(held(handle), secrets()),
    'trace.exportOtlp': async ({ handle, path: file, redact }) => {
      const json = encodeOtlpJson([told(handle, redact)]);
      return save(file, file.endsWith('.gz') ? await zipped(json) : json);
    },
    'trace.exportHtml': async ({ handle, path: file, redact, assets, places }) =>
      save(file, await standalonePage(told(handle, redact), assets, places)),
    'trace.spanJson': ({ handle, span }) => {
      const one = redactTrace(pickSpans(held(handle), Uint32Array.of(span)), secrets());
      return JSON.stringify(JSON.parse(new TextDecoder().decode(encodeOtlpJson([one]))), null, 2);
    },
    'trace.markdown': ({ handle, places }) => {
      const { text } = secrets();
      const place = (span: number) => places?.labels[places.of[span] ?? -1]?.label;
      return markdownSummary(analyse(held(handle)), place, text);
    },
  };
}

/** Written beside and moved: a failure leaves no half of a file. */
async function save(file: string, content: string | Uint8Array): Promise<number> {
  const beside = `${file}.part`;
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Error(`${file} could not be written: ${(error as Error).message}`);
  }
  return Buffer.byteLength(content);
}

/** One file that needs nothing else: script, styles and font inside, the trace as data that no parser of HTML reads. */
async function standalonePage(
  trace: Trace,
  assets: string,
  places: ExportedPlaces | undefined,
): Promise<string> {
  const asset = (name: string) => readFile(path.join(assets, name));
  const [script, css, font] = await Promise.all([
    asset('standalone.js'),
    asset('standalone.css'),
    asset('codicon.ttf'),
  ]);
  const style = css
    .toString()
    .replace(
      /url\(["']?[^)"']*codicon\.ttf[^)"']*["']?\)/,
      `url(data:font/ttf;base64,${font.toString('base64')})`,
    );
  // `</script` in the bundle would end the element.
  const code = script.toString().replaceAll('</script', '<\\/script');
  const data = await zipped(new Uint8Array(serialiseTrace(trace, { details: true })));
  const nonce = createHash('sha256').update(style).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    `style-src 'nonce-${nonce}'`,
    'font-src data:',
    'img-src data: blob:',
  ].join('; ');
  const name = trace.strings.get(trace.name[0] ?? 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<title>${inHtml(`${name} · Spanlight`)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<script type="application/octet-stream" id="trace">${data.toString('base64')}</script>
<script type="application/json" id="places">${inScript(JSON.stringify(pagePlaces(places)))}</script>
<script>${code}</script>
</body>
</html>
`;
}

function pagePlaces(places: ExportedPlaces | undefined): unknown {
  if (!places) return null;
  const counts: Record<string, number> = { exact: 0, likely: 0, guess: 0, none: 0 };
  for (const number of places.of) {
    const level = places.labels[number]?.sureness ?? 'none';
    counts[level] = (counts[level] ?? 0) + 1;
  }
  return { labels: places.labels, of: Array.from(places.of), counts };
}

const inHtml = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

/** JSON within a script element: nothing in it can end the element or begin a comment. */
const inScript = (json: string) => json.replaceAll('<', '\\u003c');
