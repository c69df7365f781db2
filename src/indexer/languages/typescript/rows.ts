import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

export const typescriptRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    {
      on: 'call',
      names: ['startActiveSpan', 'startSpan', 'startInactiveSpan', 'startSpanManual'],
      name: [0, 'name'],
    },
    {
      on: 'annotation',
      names: ['Span', 'Traced', 'WithSpan', 'OtelMethodCounter'],
      name: [0, 'name'],
      otherwise: 'class.method',
    },
  ],
  tracers: [{ names: ['getTracer'], scope: [0] }],
};
