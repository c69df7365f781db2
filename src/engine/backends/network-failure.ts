import { BackendError } from '../../core/ports.ts';
import { BodyTooLarge, UnknownEncoding } from './http-body.ts';

/** Who was asked, in the words of every message about it. */
export type Asked = {
  /** As the user calls the connection. */
  readonly name: string;
  readonly host: string;
  readonly timeoutMs: number;
  /** Host of the proxy that requests go through. */
  readonly proxy: string | undefined;
  readonly https: boolean;
  readonly clientCertificate: boolean;
  /** Takes secrets out of text that came from elsewhere. */
  readonly redact: (text: string) => string;
};

type Sentence = (asked: Asked) => string;

const certificate: Sentence = ({ name, host }) =>
  `${name}: the certificate of ${host} is signed by an authority that is not trusted here. ` +
  "If it is your company's own, add that authority's certificate to the connection.";

const broken: Sentence = ({ name, host }) =>
  `${name}: the connection to ${host} broke before the answer was whole, so nothing of it is shown. Try again; ` +
  'if it keeps breaking, look at the server or at the proxy between.';

/** Closed before a byte of an answer came. */
const closed: Sentence = ({ name, host, https, clientCertificate }) =>
  `${name}: ${host} closes the connection without answering. ${
    !https
      ? 'If it speaks TLS, use https:// in the address of the connection; if the port is that of gRPC, give that of the HTTP API.'
      : clientCertificate
        ? 'It may not accept the client certificate of the connection.'
        : 'If it asks for a client certificate, add one, with its key, to the connection.'
  }`;

const unknownHost: Sentence = ({ name, host }) =>
  `${name}: the host name of ${host} is not known. Check its spelling, and that the VPN or DNS that knows it is on.`;

const noRoute: Sentence = ({ name, host }) =>
  `${name}: ${host} cannot be reached from here. Check the network, VPN and firewall.`;

const slowConnect: Sentence = ({ name, host }) =>
  `${name}: ${host} does not take connections. Check the address and port, and the firewall or VPN between.`;

const slow: Sentence = ({ name, host, timeoutMs }) =>
  `${name}: no whole answer came from ${host} within ${seconds(timeoutMs)}. Ask for less (a shorter time window, a narrower ` +
  "query) or raise the connection's time limit.";

const notHttp: Sentence = ({ name, host }) =>
  `${name}: what listens at ${host} does not speak HTTP/1.1. Ports 4317, 9095 and 16685 are gRPC: give the port of the HTTP API ` +
  '(Jaeger 16686, Tempo 3200, Zipkin 9411, VictoriaTraces 10428), or https:// where it wants TLS.';

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: ({ name, host }) =>
    `${name}: nothing listens at ${host}. Start it, or correct the address of the connection.`,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EADDRNOTAVAIL: noRoute,
  ETIMEDOUT: slowConnect,
  UND_ERR_CONNECT_TIMEOUT: slowConnect,
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: slow,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: broken,
  ERR_STREAM_PREMATURE_CLOSE: broken,
  Z_BUF_ERROR: broken,
  DEPTH_ZERO_SELF_SIGNED_CERT: ({ name, host }) =>
    `${name}: ${host} shows a certificate that it signed itself. If it is yours, add that certificate to the connection as its ` +
    'authority.',
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  CERT_UNTRUSTED: certificate,
  CERT_HAS_EXPIRED: ({ name, host }) =>
    `${name}: the certificate of ${host} has expired. It has to be renewed on the server.`,
  CERT_NOT_YET_VALID: ({ name, host }) =>
    `${name}: the certificate of ${host} is not valid yet. Check this machine's clock.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ name, host }) =>
    `${name}: the certificate of ${host} is made out to another name. Use the name that it carries.`,
  EPROTO: ({ name, host }) =>
    `${name}: no TLS connection to ${host} came about. If it speaks plain HTTP, use http://; if it asks for a client ` +
    'certificate, add one to the connection.',
  ERR_SSL_WRONG_VERSION_NUMBER: ({ name, host }) =>
    `${name}: ${host} does not speak TLS on that port. Use http:// in the address of the connection.`,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ({ name, host }) =>
    `${name}: ${host} does not speak TLS on that port. Use http:// in the address of the connection.`,
};

/** These happen on the way to whatever is first on the way: the proxy, where there is one. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A request that got no answer, or not a whole one, as an error for the user. `answered`: its head had come. */
export function networkFailure(error: unknown, asked: Asked, answered: boolean): BackendError {
  if (error instanceof BackendError) return error;
  if (error instanceof BodyTooLarge) return tooLarge(error, asked);
  if (error instanceof UnknownEncoding)
    return new BackendError(
      'bad-response',
      `${asked.name}: ${asked.host} answered in the encoding "${asked.redact(error.message)}", which was not asked for. ` +
        'Look at the proxy between.',
    );
  const code = codeOf(error);
  const said = asked.redact(error instanceof Error ? error.message : String(error));
  if (/^(Z_DATA_ERROR|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/.test(code))
    return new BackendError(
      'bad-response',
      `${asked.name}: the answer of ${asked.host} says it is compressed but cannot be unpacked. Look at the proxy between.`,
      { cause: error },
    );
  if (error instanceof Error && error.name === 'HTTPParserError') {
    // What a TLS server says to plain HTTP: an alert record.
    const tls = 'data' in error && typeof error.data === 'string' && error.data.startsWith('\x15\x03');
    const text = tls
      ? `${asked.name}: ${asked.host} speaks TLS. Use https:// in the address of the connection.`
      : notHttp(asked);
    return new BackendError('bad-response', text, { cause: error });
  }
  const unreachable = (text: string) => new BackendError('unreachable', text, { cause: error });
  const refused = /Proxy response \((\d+)\)/.exec(said)?.[1];
  if (refused === '407')
    return new BackendError('unauthorized', proxyAuthentication(asked), { cause: error });
  if (refused !== undefined)
    return unreachable(
      `${asked.name}: the proxy ${asked.proxy} refuses to connect to ${asked.host} (${refused}). Check the proxy setting.`,
    );
  if (asked.proxy !== undefined && ON_THE_WAY.has(code))
    return unreachable(
      `${asked.name}: the proxy ${asked.proxy} on the way to ${asked.host} cannot be reached (${code}). Check the proxy setting.`,
    );
  if (/certificate.required|handshake.failure|bad.certificate|unknown.ca/i.test(`${code} ${said}`))
    return new BackendError(
      'unauthorized',
      `${asked.name}: ${asked.host} asks for a client certificate that it accepts. Add one, with its key, to the connection.`,
      { cause: error },
    );
  const sentence = SENTENCES[code] ?? (code.startsWith('ERR_SSL') ? SENTENCES.EPROTO : undefined);
  if (sentence === broken && !answered) return unreachable(closed(asked));
  return unreachable(sentence ? sentence(asked) : `${asked.name}: no answer from ${asked.host} (${said}).`);
}

export function proxyAuthentication({ name, proxy }: Asked): string {
  return (
    `${name}: the proxy ${proxy ?? 'on the way'} asks for credentials. ` +
    "Put them into the proxy's address (http://user:password@proxy:port)."
  );
}

export function timedOut(asked: Asked): BackendError {
  return new BackendError('unreachable', slow(asked));
}

function tooLarge(error: BodyTooLarge, { name, host }: Asked): BackendError {
  const size = `${Math.round(error.limit / 1e6)} MB`;
  return new BackendError(
    'too-large',
    `${name}: the answer of ${host} is larger than ${size}${error.compressed ? ' while still compressed' : ''}, the most this ` +
      'connection takes, and was dropped. Ask for less, or raise the limit of the connection.',
  );
}

/** Undici wraps what the socket said; the innermost code is the telling one. */
function codeOf(error: unknown): string {
  let code = '';
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if ('code' in e && typeof e.code === 'string') code = e.code;
    if (e instanceof AggregateError && e.errors.length > 0) {
      const inner = e.errors[0] as unknown;
      if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') code = inner.code;
    }
  }
  return code;
}

const seconds = (ms: number) => `${ms >= 10_000 ? Math.round(ms / 1000) : ms / 1000} s`;
