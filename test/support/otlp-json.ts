/** A span as a browser test writes it, to be sent as OTLP JSON. Times in ms after the start of the trace. */
export type SentSpan = {
  readonly id: number;
  readonly parent?: number;
  readonly name: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly at?: number;
  readonly ms: number;
  readonly service?: string;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly exception?: { readonly type: string; readonly message: string; readonly stack: string };
};

export type SentTrace = {
  readonly number: number;
  /** Unix ms. */
  readonly startMs: number;
  readonly spans: readonly SentSpan[];
  readonly resource?: Readonly<Record<string, string>>;
};

const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

export const traceIdOf = (number: number): string => number.toString(16).padStart(32, 'c');

const attributesOf = (all: Readonly<Record<string, string | number>>) =>
  Object.entries(all).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));

export function otlpJson(traces: readonly SentTrace[]) {
  return {
    resourceSpans: traces.flatMap(({ number, startMs, spans, resource = {} }) => {
      const services = [...new Set(spans.map((s) => s.service ?? 'shop'))];
      const time = (ms: number) => String(BigInt(Math.round((startMs + ms) * 1000)) * 1000n);
      return services.map((service) => ({
        resource: {
          attributes: attributesOf({
            'service.name': service,
            'telemetry.sdk.language': 'nodejs',
            ...resource,
          }),
        },
        scopeSpans: [
          {
            scope: { name: 'shop' },
            spans: spans
              .filter((s) => (s.service ?? 'shop') === service)
              .map(
                ({ id, parent, name, kind = 'internal', at = 0, ms, error, attributes = {}, exception }) => ({
                  traceId: traceIdOf(number),
                  spanId: id.toString(16).padStart(16, '0'),
                  ...(parent === undefined ? {} : { parentSpanId: parent.toString(16).padStart(16, '0') }),
                  name,
                  kind: KINDS[kind],
                  startTimeUnixNano: time(at),
                  endTimeUnixNano: time(at + ms),
                  attributes: attributesOf(attributes),
                  ...(error === undefined && !exception
                    ? {}
                    : { status: { code: 2, message: error ?? exception?.message ?? '' } }),
                  events: exception
                    ? [
                        {
                          timeUnixNano: time(at + ms),
                          name: 'exception',
                          attributes: attributesOf({
                            'exception.type': exception.type,
                            'exception.message': exception.message,
                            'exception.stacktrace': exception.stack,
                          }),
                        },
                      ]
                    : [],
                }),
              ),
          },
        ],
      }));
    }),
  };
}

export async function sendTraces(port: number, traces: readonly SentTrace[]): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(otlpJson(traces)),
  });
  if (!response.ok) throw new Error(`The receiver answered ${response.status}: ${await response.text()}`);
}
