/** google.rpc.Code, as far as a receiver answers with it. */
export const RPC_CODE = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** Why a request is refused; the sentence is for whoever runs the client. OTLP: only 429, 502, 503, 504 are retried. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly rpcCode: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    rpcCode: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.rpcCode = rpcCode;
    this.headers = headers;
  }
}

export const badRequest = (message: string) => new HttpProblem(400, RPC_CODE.invalidArgument, message);

export const forbidden = (message: string) => new HttpProblem(403, RPC_CODE.permissionDenied, message);

export const tooLarge = (message: string) => new HttpProblem(413, RPC_CODE.resourceExhausted, message);

export const unsupportedType = (message: string, headers: Readonly<Record<string, string>> = {}) =>
  new HttpProblem(415, RPC_CODE.invalidArgument, message, headers);

/** The client is to send less at a time. */
export const tooMany = (message: string, retrySeconds: number) =>
  new HttpProblem(429, RPC_CODE.resourceExhausted, message, { 'retry-after': String(retrySeconds) });

/** The receiver can't take it now. */
export const unavailable = (message: string, retrySeconds: number) =>
  new HttpProblem(503, RPC_CODE.unavailable, message, { 'retry-after': String(retrySeconds) });
