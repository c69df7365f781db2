import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { otlpFromProtobuf } from './protobuf-reader.ts';

type Group = { scopeSpans: { scope?: unknown; spans: unknown[] }[]; resource?: unknown };

/** What services sent, one entry a resource, in the order of arrival. */
export class Collector {
  readonly #groups = new Map<string, Group>();
  #server: Server | undefined;

  async listen(port: number): Promise<void> {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const sent = Buffer.concat(parts);
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
        const json = request.headers['content-type']?.includes('json') === true;
        if (request.url === '/v1/traces') this.#add(json ? JSON.parse(String(body)) : otlpFromProtobuf(body));
        response.setHeader('content-type', json ? 'application/json' : 'application/x-protobuf');
        response.end(json ? '{}' : '');
      });
    });
    await new Promise<void>((resolve, reject) => {
      this.#server?.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** JSON lines by service: one ExportTraceServiceRequest a resource, spans of one scope together. */
  lines(): Map<string, string> {
    const out = new Map<string, string>();
    for (const group of this.#groups.values()) {
      const service = serviceOf(group.resource);
      out.set(service, `${out.get(service) ?? ''}${JSON.stringify({ resourceSpans: [group] })}\n`);
    }
    return out;
  }

  #add(request: { resourceSpans?: Group[] }): void {
    for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
      const key = JSON.stringify(resource);
      const group = this.#groups.get(key) ?? { resource, scopeSpans: [] };
      this.#groups.set(key, group);
      for (const { scope, spans } of scopeSpans) {
        const known = group.scopeSpans.find((one) => JSON.stringify(one.scope) === JSON.stringify(scope));
        if (known) known.spans.push(...spans);
        else group.scopeSpans.push({ scope, spans: [...spans] });
      }
    }
  }
}

function serviceOf(resource: unknown): string {
  const { attributes } = resource as { attributes?: { key: string; value: { stringValue?: string } }[] };
  return attributes?.find((one) => one.key === 'service.name')?.value.stringValue ?? 'unknown';
}
