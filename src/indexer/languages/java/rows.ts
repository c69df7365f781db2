import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

export const javaRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['spanBuilder'], name: [0] },
    { on: 'call', names: ['createNotStarted', 'start'], name: [0], receiver: /^Observation$/ },
    { on: 'annotation', names: ['WithSpan'], name: ['value', 0], otherwise: 'class.method' },
    {
      on: 'annotation',
      names: ['Observed'],
      name: ['contextualName', 'name', 0],
      otherwise: 'kebab-class#method',
    },
    {
      on: 'annotation',
      names: ['NewSpan', 'ContinueSpan'],
      name: ['name', 'value', 0],
      otherwise: 'kebab-method',
    },
  ],
  tracers: [
    {
      names: ['getTracer', 'tracerBuilder', 'get'],
      scope: [0],
      receiver: /[oO]pen[tT]elemetry|[pP]rovider|[tT]racer|^$|otel/i,
    },
  ],
};
