import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { root } from './root.ts';
import { serve, type TestServer } from './test-connection.ts';

/** What a server was asked and answered, in the order of first asking. */
export type Recording = {
  /** What it was recorded from. */
  readonly server: string;
  /** Unix ns as decimal text: what the samples' times count from, and what now was in ms. */
  readonly t0: string;
  readonly now: number;
  readonly answers: readonly Recorded[];
};

export type Recorded = {
  /** Method, path, query and form. */
  readonly asked: string;
  readonly status: number;
  readonly type: string;
  readonly text?: string;
  readonly base64?: string;
};

export const recordingPath = (name: string): string =>
  path.join(root, 'test/fixtures/backends/recorded', `${name}.json`);

export const readRecording = (name: string): Recording =>
  JSON.parse(readFileSync(recordingPath(name), 'utf8'));

/** Passes requests on and keeps what came of them. */
export async function recordingProxy(
  target: string,
  hides: (path: string) => boolean = () => false,
): Promise<TestServer & { readonly answers: Recorded[] }> {
  const answers: Recorded[] = [];
  const server = await serve(async (request, response) => {
    const form = await bodyOf(request);
    const to = new URL(target);
    const headers = { ...request.headers, host: to.host, 'accept-encoding': 'identity' };
    const options = { host: to.hostname, port: to.port, path: request.url, method: request.method, headers };
    const { status, type, body } = hides(request.url ?? '') ? NOT_FOUND : await fetchWhole(options, form);
    const asked = askedFor(request, form.toString());
    const content = /protobuf/.test(type) ? { base64: body.toString('base64') } : { text: body.toString() };
    if (!answers.some((one) => one.asked === asked)) answers.push({ asked, status, type, ...content });
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  return { ...server, answers };
}

const NOT_FOUND = { status: 404, type: 'text/plain', body: Buffer.from('404 page not found') };

async function fetchWhole(options: http.RequestOptions, form: Buffer) {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.request(options, resolve).on('error', reject).end(form);
  });
  const type = answer.headers['content-type'] ?? '';
  return { status: answer.statusCode ?? 502, type, body: await bodyOf(answer) };
}

/** Answers as the recorded server did; what it was never asked is 599, which no backend takes for an answer. */
export function replay(recording: Recording): Promise<TestServer> {
  const known = new Map(recording.answers.map((one) => [one.asked, one]));
  return serve(async (request, response) => {
    const asked = askedFor(request, (await bodyOf(request)).toString());
    const found = known.get(asked);
    if (!found) return void response.writeHead(599).end(`not recorded: ${asked}`);
    response.writeHead(found.status, { 'content-type': found.type });
    response.end(found.base64 === undefined ? found.text : Buffer.from(found.base64, 'base64'));
  });
}

const askedFor = (request: http.IncomingMessage, form: string) =>
  `${request.method} ${request.url}${form === '' ? '' : ` ${form}`}`;

async function bodyOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
