import type { LanguageRows } from '../../sites/rows.ts';
import { NO_ROWS } from '../no-rows.ts';

export const pythonRows: LanguageRows = {
  ...NO_ROWS,
  spans: [
    { on: 'call', names: ['start_as_current_span', 'start_span'], name: [0, 'name'] },
    { on: 'call', names: ['span'], name: [0], receiver: /^logfire\b/ },
    { on: 'call', names: ['trace'], name: [0, 'name'], receiver: /tracer$/ },
    { on: 'annotation', names: ['start_as_current_span'], name: [0, 'name'] },
    { on: 'annotation', names: ['wrap'], name: [0, 'name'], receiver: /tracer/ },
    { on: 'annotation', names: ['instrument'], name: [0], receiver: /logfire/ },
    {
      on: 'annotation',
      names: ['traced', 'trace', 'with_span', 'observe'],
      name: [0, 'name'],
      otherwise: 'method',
    },
  ],
  tracers: [{ names: ['get_tracer'], scope: [0, 'instrumenting_module_name'] }],
};
