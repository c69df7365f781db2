import type { RemoteKind } from '../ports.ts';

/** A tracing backend that a compose file starts, and where it can be reached from this machine. */
export type ComposeBackend = {
  /** As the file calls it. */
  readonly service: string;
  readonly kind: RemoteKind;
  readonly url: string;
};

/** Images by the end of their name, the port their query API has inside the container. */
const IMAGES: readonly { readonly image: RegExp; readonly kind: RemoteKind; readonly port: number }[] = [
  {
    image: /(^|\/)jaegertracing\/(all-in-one|jaeger|jaeger-query|opentelemetry-all-in-one)$/,
    kind: 'jaeger',
    port: 16_686,
  },
  { image: /(^|\/)grafana\/tempo(-query)?$/, kind: 'tempo', port: 3200 },
  { image: /(^|\/)openzipkin\/zipkin(-slim)?$/, kind: 'zipkin', port: 9411 },
  { image: /(^|\/)victoriametrics\/victoria-traces$/, kind: 'victoriatraces', port: 10_428 },
  { image: /(^|\/)grafana\/otel-lgtm$/, kind: 'grafana', port: 3000 },
  { image: /(^|\/)grafana\/grafana(-oss|-enterprise)?$/, kind: 'grafana', port: 3000 },
];

/**
 * Backends of a compose file whose query port is published. Reads the part of YAML that compose files are written in:
 * nested blocks by indentation, lists with dashes or in brackets; anything else is passed over.
 */
export function composeBackends(text: string): ComposeBackend[] {
  const found: ComposeBackend[] = [];
  for (const { name, image, ports } of servicesOf(text)) {
    const known = IMAGES.find((row) => row.image.test(imageName(image)));
    if (!known) continue;
    const published = ports.map(publishedPort).find((p) => p?.container === known.port);
    if (published)
      found.push({ service: name, kind: known.kind, url: `http://${published.host}:${published.port}` });
  }
  return found;
}

type Service = { readonly name: string; image: string; readonly ports: string[] };
type Line = { readonly indent: number; readonly text: string };

function servicesOf(text: string): Service[] {
  const lines = linesOf(text);
  const services: Service[] = [];
  let at = lines.findIndex((line) => line.indent === 0 && /^services\s*:/.test(line.text)) + 1;
  if (at === 0) return [];
  const depth = lines[at]?.indent ?? 0;
  let current: Service | undefined;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (!line || line.indent < depth || depth === 0) break;
    if (line.indent === depth) {
      const name = /^(["']?)([^"':]+)\1\s*:/.exec(line.text)?.[2];
      current = name === undefined ? undefined : { name: name.trim(), image: '', ports: [] };
      if (current) services.push(current);
      continue;
    }
    const pair = /^(image|ports)\s*:\s*(.*)$/.exec(line.text);
    if (!current || !pair) continue;
    if (pair[1] === 'image') current.image = scalar(pair[2] ?? '');
    else current.ports.push(...(pair[2] ? inlineList(pair[2]) : blockList(lines, at)));
  }
  return services;
}

function linesOf(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((raw) => {
    const body = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    const indent = body.length - body.trimStart().length;
    return body.trim() === '' ? [] : [{ indent, text: body.trimStart() }];
  });
}

/** Entries below `ports:`; the long form (`target:`, `published:`) is written as the short one. */
function blockList(lines: readonly Line[], at: number): string[] {
  const own = lines[at]?.indent ?? 0;
  const entries: string[] = [];
  let fields: Record<string, string> = {};
  const flush = () => {
    const { target, published, host_ip: ip } = fields;
    if (target && published) entries.push(`${ip ? `${ip}:` : ''}${published}:${target}`);
    fields = {};
  };
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i];
    // A list may stand as far left as the key it belongs to.
    if (!line || line.indent < own || (line.indent === own && !line.text.startsWith('-'))) break;
    const dash = line.text.startsWith('-');
    if (dash) flush();
    const body = line.text.replace(/^-\s*/, '');
    const pair = /^(target|published|host_ip)\s*:\s*(.+)$/.exec(body);
    if (pair?.[1]) fields[pair[1]] = scalar(pair[2] ?? '');
    else if (dash) entries.push(scalar(body));
  }
  flush();
  return entries;
}

const inlineList = (text: string) =>
  text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(scalar)
    .filter(Boolean);

/** Without quotes; `${NAME:-default}` is its default. */
function scalar(text: string): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  return bare.replaceAll(/\$\{\w+:?-([^}]*)\}/g, '$1').trim();
}

/** Without tag and digest; a registry's port is no tag. */
const imageName = (image: string) =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .toLowerCase();

/** `16686`, `8080:16686`, `127.0.0.1:8080:16686/tcp`. A port without a host port is given one nobody knows. */
function publishedPort(entry: string): { host: string; port: number; container: number } | undefined {
  const match = /^(?:(\[[^\]]+\]|[\w.]+):)?(\d{1,5}):(\d{1,5})(?:\/tcp)?$/.exec(entry);
  if (!match) return undefined;
  const ip = match[1];
  const host = ip === undefined || ip === '0.0.0.0' || ip === '127.0.0.1' || ip === '[::]' ? 'localhost' : ip;
  return { host, port: Number(match[2]), container: Number(match[3]) };
}
