import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

export const goRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    // `Start` is a common name: two arguments, and a tracer or the tracing package in sight.
    { on: 'call', names: ['Start'], name: [1], receiver: /[tT]rac|^t$|^tr$|otel|Tracer\(\)$/ },
    { on: 'call', names: ['Start'], name: [1], needs: /^go\.opentelemetry\.io\/otel/, receiver: /./ },
    { on: 'call', names: ['StartSpan', 'StartSpanFromContext', 'StartTransaction'], name: [1, 0] },
  ],
  tracers: [{ names: ['Tracer'], scope: [0] }],
};
