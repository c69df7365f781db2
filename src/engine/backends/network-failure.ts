import { BackendError } from '../../core/ports.ts';
import { BodyTooLarge, UnknownEncoding } from './http-body.ts';

/** Who was asked, in the words of every message about it. */
export type Asked = {
  /** As the user calls the connection. */
  readonly name: string;
  readonly host: string;
  readonly timeoutMs: number;
  readonly proxy: string | undefined;
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

/** A request that got no answer, or not a whole one, as an error for the user. */
export function networkFailure(error: unknown, asked: Asked): BackendError {
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
  if (code.startsWith('HPE_')) return new BackendError('bad-response', notHttp(asked), { cause: error });
  const sentence = SENTENCES[code] ?? (code.startsWith('ERR_SSL') ? SENTENCES.EPROTO : undefined);
  if (
    /certificate required|handshake failure|bad certificate|unknown ca/i.test(said) &&
    sentence !== undefined
  )
    return new BackendError(
      'unauthorized',
      `${asked.name}: ${asked.host} asks for a client certificate that it accepts. Add one, with its key, to the connection.`,
      { cause: error },
    );
  if (sentence) return new BackendError('unreachable', sentence(asked), { cause: error });
  if (asked.proxy !== undefined && /proxy/i.test(said))
    return new BackendError(
      'unreachable',
      `${asked.name}: the proxy ${asked.proxy} did not let the request to ${asked.host} through (${said}). Check the proxy ` +
        'setting and its credentials.',
      { cause: error },
    );
  return new BackendError('unreachable', `${asked.name}: no answer from ${asked.host} (${said}).`, {
    cause: error,
  });
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
