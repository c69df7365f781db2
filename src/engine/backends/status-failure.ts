import { BackendError } from '../../core/ports.ts';
import type { ConnectionAuth } from '../../protocol/engine-backends.ts';
import { type Asked, proxyAuthentication } from './network-failure.ts';

export type Answer = {
  readonly status: number;
  readonly header: (name: string) => string;
  /** The body's beginning; untrusted. */
  readonly text: string;
  /** What was asked for, without its query. */
  readonly path: string;
};

/** An answer with a status that is no success, as an error for the user. */
export function statusFailure(answer: Answer, asked: Asked, auth: ConnectionAuth['type']): BackendError {
  const { name, host } = asked;
  const said = serverSaid(answer, asked);
  const because = said === '' ? '.' : `: ${said}`;
  switch (true) {
    case answer.status === 401 && /tenant|org id/i.test(answer.text):
      return new BackendError(
        'unauthorized',
        `${name}: ${host} keeps tenants apart and does not know the one of the connection. Set the tenant${because}`,
      );
    case answer.status === 401:
      return new BackendError(
        'unauthorized',
        auth === 'none'
          ? `${name}: ${host} asks for credentials. Add a token or a user name and password to the connection.`
          : `${name}: ${host} does not accept the credentials of the connection. Renew them: they may be wrong or expired.`,
      );
    case answer.status === 403:
      return new BackendError(
        'forbidden',
        `${name}: ${host} does not allow this with these credentials${because} ` +
          'Ask for the right to read traces, and check the tenant.',
      );
    case answer.status === 407:
      return new BackendError('unauthorized', proxyAuthentication(asked));
    case answer.status === 404 || answer.status === 405 || answer.status === 410 || answer.status === 501:
      return new BackendError(
        'not-found',
        `${name}: ${host} has no ${answer.path}${because} The address may lack a path, or be that of another product ` +
          'or of a version too old.',
      );
    case answer.status === 413 || answer.status === 414 || answer.status === 431:
      return new BackendError('too-large', `${name}: ${host} finds the request too long. Shorten the query.`);
    case answer.status === 429:
      return new BackendError(
        'rate-limited',
        `${name}: ${host} gets more requests than it allows${waitFor(answer)}`,
      );
    case answer.status >= 300 && answer.status < 400:
      return redirected(answer, asked);
    case answer.status === 400 && /HTTP request to an HTTPS server/i.test(answer.text):
      return new BackendError(
        'unreachable',
        `${name}: ${host} speaks TLS. Use https:// in the address of the connection.`,
      );
    case answer.status >= 400 && answer.status < 500:
      return new BackendError(
        'bad-request',
        `${name}: ${host} does not take this request (${answer.status})${because}`,
      );
    case answer.status === 502 || answer.status === 503 || answer.status === 504:
      return new BackendError(
        'unreachable',
        `${name}: ${host} is not ready to answer (${answer.status})${because} It may be starting or overloaded: try again in a moment.`,
      );
    default:
      return new BackendError(
        'bad-response',
        `${name}: ${host} failed (${answer.status})${because} Its own log says more.`,
      );
  }
}

/** A page where data was expected: a login in front, a UI's address, or a server of another kind. */
export function notData(answer: Answer, asked: Asked, expected: string): BackendError {
  const { name, host } = asked;
  if (looksLikeHtml(answer)) {
    const login = /log[ -]?in|sign[ -]?in|password|sso|oauth/i.test(answer.text);
    return new BackendError(
      'bad-response',
      login
        ? `${name}: ${host} answered with a login page. Add credentials that its gateway takes to the connection.`
        : `${name}: ${host} answered ${answer.path} with a web page instead of ${expected}. The address is probably that of a UI or ` +
            'lacks a path; it may also be another product, or a version too old.',
    );
  }
  const begins = asked.redact(clean(answer.text).slice(0, 60));
  return new BackendError(
    'bad-response',
    `${name}: ${host} answered ${answer.path} with something that is not ${expected}${begins === '' ? ' (an empty body)' : `: ${begins}`}. ` +
      'It may be another product, or something between changed the answer.',
  );
}

export function looksLikeHtml({ header, text }: Pick<Answer, 'header' | 'text'>): boolean {
  return (
    /^text\/html|^application\/xhtml/i.test(header('content-type')) ||
    /^\s*<(!doctype|html|head|\?xml)/i.test(text)
  );
}

function redirected(answer: Answer, { name, host }: Asked): BackendError {
  const location = answer.header('location');
  const target = URL.canParse(location) ? new URL(location).host : '';
  if (location.startsWith('https://') && target.split(':')[0] === host.split(':')[0])
    return new BackendError(
      'unreachable',
      `${name}: ${host} wants TLS. Use https://${target} in the address of the connection.`,
    );
  return new BackendError(
    'unauthorized',
    `${name}: ${host} sends requests on to ${target === '' ? 'another page' : target}, probably to log in. Add credentials that its ` +
      'gateway takes, or give the address behind it.',
  );
}

function waitFor(answer: Answer): string {
  const after = answer.header('retry-after');
  return /^\d+$/.test(after) ? `; it asks to wait ${after} s.` : '. Wait a little before the next one.';
}

/** The server's own words, as far as they are words: one line, no markup, no control characters. */
function serverSaid(answer: Answer, asked: Asked): string {
  if (looksLikeHtml(answer)) return '';
  const text = asked.redact(clean(messageIn(answer.text))).slice(0, 300);
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}

function messageIn(text: string): string {
  try {
    return pick(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}

/** Where the backends of this folder put their words: Jaeger (both APIs), Grafana and Zipkin, Tempo says plain text. */
function pick(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const v = value as Record<string, unknown>;
  if (Array.isArray(v.errors)) return pick(v.errors[0]);
  if (typeof v.error === 'object') return pick(v.error);
  for (const key of ['message', 'msg', 'error']) if (typeof v[key] === 'string') return v[key];
  return undefined;
}

const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
