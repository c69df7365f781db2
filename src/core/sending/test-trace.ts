/** The trace that shows whether traces arrive: a request, what it does, and its query. OTLP JSON. */
export function testTrace(traceId: string, spanIds: readonly string[], endMs: number): object {
  const ms = (before: number) => String(BigInt(Math.round(endMs - before)) * 1_000_000n);
  const [request, work, query] = spanIds;
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const span = (spanId: string | undefined, parentSpanId: string | undefined, more: object) => ({
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    ...more,
  });
  const spans = [
    span(request, undefined, {
      name: 'GET /hello',
      kind: 2,
      startTimeUnixNano: ms(48),
      endTimeUnixNano: ms(0),
      attributes: [
        text('http.request.method', 'GET'),
        text('http.route', '/hello'),
        { key: 'http.response.status_code', value: { intValue: '200' } },
      ],
    }),
    span(work, request, {
      name: 'greet',
      kind: 1,
      startTimeUnixNano: ms(43),
      endTimeUnixNano: ms(4),
      events: [{ timeUnixNano: ms(30), name: 'Spanlight receives traces' }],
    }),
    span(query, work, {
      name: 'SELECT greetings',
      kind: 3,
      startTimeUnixNano: ms(38),
      endTimeUnixNano: ms(12),
      attributes: [text('db.system.name', 'sqlite'), text('db.query.text', 'SELECT text FROM greetings')],
    }),
  ];
  return {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', TEST_SERVICE)] },
        scopeSpans: [{ scope: { name: 'spanlight' }, spans }],
      },
    ],
  };
}

export const TEST_SERVICE = 'spanlight-test';
