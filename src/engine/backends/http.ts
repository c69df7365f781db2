import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import * as v from 'valibot';
import { BackendError, type Logger } from '../../core/ports.ts';
import type { ConnectionAuth, ConnectionConfig } from '../../protocol/engine-backends.ts';
import { type Address, parseAddress } from './address.ts';
import { basicToken, createDispatcher } from './dispatcher.ts';
import { ACCEPT_ENCODING, readBody } from './http-body.ts';
import { type Asked, networkFailure, timedOut } from './network-failure.ts';
import { redactor } from './redact.ts';
import { type Answer, looksLikeHtml, notData, statusFailure } from './status-failure.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_BYTES = 256_000_000;

export type QueryParameters = readonly (readonly [
  name: string,
  value: string | number | boolean | undefined,
])[];

export type HttpRequest = {
  readonly method?: 'GET' | 'POST';
  /** Below the connection's address; starts with a slash. */
  readonly path: string;
  readonly query?: QueryParameters | undefined;
  readonly accept?: string;
  /** Sent as a form. Only for queries: whatever is sent may be sent twice. */
  readonly form?: QueryParameters | undefined;
  readonly signal: AbortSignal;
  /** Statuses to hand back instead of throwing their failure. */
  readonly allow?: readonly number[];
  /** A web page is an answer too. */
  readonly page?: boolean;
};

export type HttpAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
};

/** What a test changes; nobody else has a reason to. */
export type HttpTuning = { readonly retryBaseMs: number; readonly random: () => number };

const TUNING: HttpTuning = { retryBaseMs: 300, random: Math.random };
const RETRIES = 3;
const RETRY_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const MAX_WAIT_MS = 30_000;
/** Enough of an error's body to find its message in. */
const ERROR_TEXT = 4096;

/** Where an API is asked. */
export type Http = Pick<HttpClient, 'send' | 'json' | 'parse' | 'asked' | 'address'>;

/** The same connection, one folder down. */
export function below(http: Http, folder: string): Http {
  const deeper = (request: HttpRequest) => ({ ...request, path: folder + request.path });
  return {
    asked: http.asked,
    address: http.address,
    send: (request) => http.send(deeper(request)),
    json: (request, schema) => http.json(deeper(request), schema),
    parse: (path, answer, schema) => http.parse(folder + path, answer, schema),
  };
}

/** One a connection: its sockets, credentials and limits, and the one place where its failures become sentences. */
export class HttpClient {
  readonly address: Address;
  readonly asked: Asked;
  readonly #dispatcher: Dispatcher;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #auth: ConnectionAuth;
  readonly #maxBytes: number;
  readonly #log: Logger;
  readonly #tuning: HttpTuning;

  constructor(
    config: ConnectionConfig,
    log: Logger,
    headers: Readonly<Record<string, string>> = {},
    tuning: HttpTuning = TUNING,
  ) {
    this.address = parseAddress(config.url);
    this.#auth = config.auth.type === 'none' ? this.address.auth : config.auth;
    const timeoutMs = config.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.asked = {
      name: config.name,
      host: this.address.host,
      timeoutMs,
      proxy: config.proxy && !this.address.loopback ? parseAddress(config.proxy).host : undefined,
      https: this.address.https,
      clientCertificate: config.tls?.cert !== undefined,
      redact: redactor(config, this.#auth),
    };
    this.#maxBytes = config.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#headers = { ...config.headers, ...headers, ...authorization(this.#auth) };
    this.#dispatcher = createDispatcher({
      address: this.address,
      tls: config.tls,
      proxy: config.proxy,
      timeoutMs,
    });
    this.#log = log;
    this.#tuning = tuning;
  }

  /** Resolves with a whole answer or throws a BackendError; never later than the connection's time limit. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const deadline = AbortSignal.timeout(this.asked.timeoutMs);
    const until = performance.now() + this.asked.timeoutMs;
    const signal = AbortSignal.any([request.signal, deadline]);
    for (let attempt = 0; ; attempt++) {
      let answered = false;
      try {
        const answer = await this.#once(request, signal, () => {
          answered = true;
        });
        const wait = RETRY_STATUS.has(answer.status) ? this.#waitBefore(attempt, answer) : undefined;
        const patient = wait !== undefined && performance.now() + wait < until;
        if (!patient) return this.#finish(request, answer);
        await sleep(wait, undefined, { signal });
      } catch (error) {
        if (request.signal.aborted) throw new BackendError('cancelled', 'Cancelled.', { cause: error });
        if (deadline.aborted) throw timedOut(this.asked);
        // A kept-alive socket may have been closed under the request, and queries can be asked twice: once more.
        if (attempt > 0 || !isBroken(error)) throw networkFailure(error, this.asked, answered);
      }
    }
  }

  async json<T>(request: HttpRequest, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return this.parse(request.path, await this.send(request), schema);
  }

  /** Holds an answer against what was expected of it. */
  parse<T>(path: string, answer: HttpAnswer, schema: v.GenericSchema<unknown, T>): T {
    const text = new TextDecoder().decode(answer.body);
    const seen: Answer = {
      status: answer.status,
      header: () => answer.contentType,
      text: text.slice(0, ERROR_TEXT),
      path,
    };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw notData(seen, this.asked, 'JSON');
    }
    const result = v.safeParse(schema, value);
    if (result.success) return result.output;
    const issue = result.issues[0];
    throw new BackendError(
      'bad-response',
      `${this.asked.name}: ${this.asked.host} answered ${path} with JSON of another shape than expected ` +
        `(${v.getDotPath(issue) ?? 'top level'}: expected ${issue.expected ?? 'another value'}). It may be another product or version.`,
    );
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #once(request: HttpRequest, signal: AbortSignal, answered: () => void): Promise<Answer & HttpAnswer> {
    const started = performance.now();
    const base = new URL(this.address.base);
    const path = base.pathname.replace(/\/$/, '') + request.path + encode(request.query);
    const response = await this.#dispatcher.request({
      origin: base.origin,
      path,
      method: request.method ?? 'GET',
      headers: {
        accept: request.accept ?? 'application/json',
        'accept-encoding': ACCEPT_ENCODING,
        'user-agent': 'spanlight',
        ...(request.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...this.#headers,
      },
      ...(request.form ? { body: encode(request.form).slice(1) } : {}),
      signal,
    });
    answered();
    const header = (name: string) => String(response.headers[name] ?? '');
    const stream: Readable = response.body;
    const body = await readBody(stream, header('content-encoding').toLowerCase(), this.#maxBytes);
    this.#log.debug(
      `${request.method ?? 'GET'} ${this.asked.redact(base.origin + path)} ${response.statusCode}, ${body.length} bytes, ` +
        `${Math.round(performance.now() - started)} ms`,
    );
    const text = new TextDecoder().decode(body.subarray(0, ERROR_TEXT));
    return {
      status: response.statusCode,
      header,
      text,
      path: request.path,
      contentType: header('content-type'),
      body,
    };
  }

  #finish(request: HttpRequest, answer: Answer & HttpAnswer): HttpAnswer {
    const expected = request.accept?.includes('protobuf') ? 'trace data' : 'JSON';
    if (request.allow?.includes(answer.status)) return answer;
    if (answer.status < 200 || answer.status > 299) throw statusFailure(answer, this.asked, this.#auth.type);
    if (!request.page && looksLikeHtml(answer)) throw notData(answer, this.asked, expected);
    return answer;
  }

  /** How long to wait before the next attempt (ms); undefined when there is to be none. */
  #waitBefore(attempt: number, answer: Answer): number | undefined {
    if (attempt >= RETRIES) return undefined;
    const asked = retryAfterMs(answer.header('retry-after'));
    // Full jitter: editors that all saw the same outage must not come back at the same moment.
    const own = this.#tuning.retryBaseMs * 2 ** attempt * (0.5 + this.#tuning.random() / 2);
    const wait = asked === undefined ? own : Math.max(asked, own);
    return wait > MAX_WAIT_MS ? undefined : wait;
  }
}

/** A request as a person reads it, for "what was sent". */
export function shown(request: Pick<HttpRequest, 'method' | 'path' | 'query' | 'form'>): string {
  const list = (all: QueryParameters | undefined) =>
    (all ?? []).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join('&');
  const query = list(request.query);
  const form = list(request.form);
  return `${request.method ?? 'GET'} ${request.path}${query === '' ? '' : `?${query}`}${form === '' ? '' : ` ${form}`}`;
}

function encode(query: QueryParameters | undefined): string {
  const text = new URLSearchParams();
  for (const [name, value] of query ?? []) if (value !== undefined) text.append(name, String(value));
  const encoded = text.toString();
  return encoded === '' ? '' : `?${encoded}`;
}

function authorization(auth: ConnectionAuth): Record<string, string> {
  switch (auth.type) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'basic':
      return { authorization: basicToken(auth.user, auth.password) };
    case 'header':
      return { [auth.name.toLowerCase()]: auth.value };
  }
}

function retryAfterMs(header: string): number | undefined {
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function isBroken(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++)
    if ('code' in e && ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(e.code))) return true;
  return false;
}
